import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { Failure } from '../Failure';
import { listFacts } from './errors';

/** The parts of an item that reports an error. */
export interface ErrorReport {
	/** The event, in fixed words. */
	readonly headline: string;
	/** The cause, and what to do. */
	readonly reason: string;
	/** The facts, for workflows that handle errors. */
	readonly facts: IDataObject;
}

/**
 * Makes the JSON of an item that reports an error. The facts are inside `error`, as in n8n's own HTTP Request node: n8n up
 * to at least 2.20 sends an item to the error output only if it has nothing but `error` and a `message` that is not empty.
 * There n8n adds the columns of the input item.
 */
export function toErrorJson({ headline, reason, facts }: ErrorReport): IDataObject {
	const own = { message: headline };
	// The message comes first, and no fact of the same name replaces it.
	return { message: reason || headline, error: { ...own, ...facts, ...own } };
}

/** Tells whether the node has an error output. */
export const hasErrorOutput = (context: IExecuteFunctions): boolean =>
	context.getNode().onError === 'continueErrorOutput';

/** Makes the item that reports an error if the node continues after errors. */
export function toErrorItem<Paired extends NonNullable<INodeExecutionData['pairedItem']>>(
	error: unknown,
	pairedItem: Paired,
	moreFacts: IDataObject = {},
): INodeExecutionData & { pairedItem: Paired } {
	const failure = error instanceof Failure ? error : undefined;
	const headline = error instanceof Error ? error.message : String(error);
	const facts = { ...(failure === undefined ? {} : listFacts(failure)), ...moreFacts };
	return { json: toErrorJson({ headline, reason: failure?.description ?? '', facts }), pairedItem };
}
