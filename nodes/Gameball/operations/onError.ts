import type { IDataObject, IExecuteFunctions, INodeExecutionData, JsonObject, NodeError } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { ExecutionCanceled } from '../api/cancellation';
import { Failure } from '../Failure';

/**
 * What n8n shows for an error.
 *
 * @param itemIndex the input item it is about; undefined if it is about all of them
 */
export function toNodeError(context: IExecuteFunctions, error: unknown, itemIndex?: number): NodeError {
	const node = context.getNode();
	const about = itemIndex === undefined ? {} : { itemIndex };
	if (!(error instanceof Failure)) {
		return new NodeOperationError(node, error instanceof Error ? error : String(error), about);
	}
	const { message, description, details } = error;
	const shown = { ...about, message, description };
	return details.httpStatus === undefined
		? new NodeOperationError(node, message, shown)
		: new NodeApiError(node, { ...details } as JsonObject, { ...shown, httpCode: String(details.httpStatus) });
}

/** What an item that tells of an error has to say. */
export interface ErrorReport {
	/** What happened, in fixed words. */
	readonly headline: string;
	/** Why, and what to do. */
	readonly reason: string;
	/** The facts, for workflows that handle errors. */
	readonly facts: IDataObject;
}

/**
 * The JSON of an item that tells of an error. The facts stand inside `error`, as n8n's own HTTP Request node has them:
 * n8n up to at least 2.20 sends an item to the error output only if it has nothing but `error` and a `message` that is
 * not empty. There n8n adds the columns of its input item.
 */
export const errorJson = ({ headline, reason, facts }: ErrorReport): IDataObject => ({
	message: reason || headline,
	error: { ...facts, message: headline },
});

/** What became of a record, as an item tells it. */
export interface RecordJson extends IDataObject {
	status: string;
	message: string;
}

/** Whether what was refused leaves by an output of its own. */
export const hasErrorOutput = (context: IExecuteFunctions): boolean =>
	context.getNode().onError === 'continueErrorOutput';

/** The JSON of the item of a record: of an error if it was refused and those leave by the error output. */
export function recordJson(record: RecordJson, toErrorOutput: boolean): IDataObject {
	if (!toErrorOutput || (record.status !== 'failed' && record.status !== 'invalid')) return record;
	const { message: reason, ...facts } = record;
	return errorJson({
		headline: record.status === 'failed' ? 'Gameball refused this record' : 'This item cannot be sent to Gameball',
		reason,
		facts,
	});
}

/** The item that tells of an error where the node goes on after one. */
export function errorItem<Paired extends NonNullable<INodeExecutionData['pairedItem']>>(
	error: unknown,
	pairedItem: Paired,
	more: IDataObject = {},
): INodeExecutionData & { pairedItem: Paired } {
	const known = error instanceof Failure ? error : undefined;
	const headline = error instanceof Error ? error.message : String(error);
	const facts = { ...known?.details, ...more };
	return { json: errorJson({ headline, reason: known?.description ?? '', facts }), pairedItem };
}

/** Whether the execution was cancelled: then an error is no item's, and nothing more is started. */
export function isCanceled(context: IExecuteFunctions, error: unknown): boolean {
	return error instanceof ExecutionCanceled || context.getExecutionCancelSignal()?.aborted === true;
}

/**
 * Works on the input items one after the other, and honours "On Error" for each.
 *
 * @param work makes the output of one input item
 */
export async function forEachItem(
	context: IExecuteFunctions,
	work: (itemIndex: number) => Promise<IDataObject[]>,
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	for (const itemIndex of context.getInputData().keys()) {
		const pairedItem = { item: itemIndex };
		try {
			for (const json of await work(itemIndex)) output.push({ json, pairedItem });
		} catch (error) {
			if (isCanceled(context, error) || !context.continueOnFail()) throw toNodeError(context, error, itemIndex);
			output.push(errorItem(error, pairedItem));
		}
	}
	return output;
}
