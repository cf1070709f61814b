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

/**
 * The item that tells of an error where the node goes on after one. n8n sends an item with these names, and no other, to
 * the error output, together with the columns of its input item.
 */
export function errorItem<Paired extends NonNullable<INodeExecutionData['pairedItem']>>(
	error: unknown,
	pairedItem: Paired,
	more: IDataObject = {},
): INodeExecutionData & { pairedItem: Paired } {
	const known = error instanceof Failure ? error : undefined;
	return {
		json: {
			error: error instanceof Error ? error.message : String(error),
			message: known?.description ?? '',
			details: { ...known?.details, ...more },
		},
		pairedItem,
	};
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
