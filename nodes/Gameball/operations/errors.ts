import type { IExecuteFunctions, JsonObject, NodeError } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { ExecutionCanceled } from '../api/cancellation';
import { Failure, type FailureFacts } from '../Failure';

/** Lists the facts of a failure for workflows that handle errors. */
export const listFacts = ({ facts, retryAfter, job }: Failure): FailureFacts => ({
	...facts,
	...(retryAfter === undefined ? {} : { retryAfter }),
	...job,
});

/**
 * Turns an error into the one that n8n shows.
 *
 * @param itemIndex the input item it is about; undefined if it is about all of them
 */
export function toNodeError(context: IExecuteFunctions, error: unknown, itemIndex?: number): NodeError {
	const node = context.getNode();
	const about = itemIndex === undefined ? {} : { itemIndex };
	if (!(error instanceof Failure)) {
		return new NodeOperationError(node, error instanceof Error ? error : String(error), about);
	}
	const { message, description, facts } = error;
	const shown = { ...about, message, description };
	return facts.httpStatus === undefined
		? new NodeOperationError(node, message, shown)
		: new NodeApiError(node, listFacts(error) as JsonObject, { ...shown, httpCode: String(facts.httpStatus) });
}

/** Tells whether the execution was cancelled: then an error belongs to no item, and nothing more is started. */
export function isCanceled(context: IExecuteFunctions, error: unknown): boolean {
	return error instanceof ExecutionCanceled || context.getExecutionCancelSignal()?.aborted === true;
}
