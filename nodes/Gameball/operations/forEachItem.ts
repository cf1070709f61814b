import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toErrorItem } from './errorItems';
import { isCanceled, toNodeError } from './errors';

/**
 * Works on the input items one after the other, and honours "On Error" for each.
 *
 * @param work makes the output of one input item
 * @throws NodeError of the first item that fails if "On Error" stops the workflow, and when the execution is cancelled
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
			output.push(toErrorItem(error, pairedItem));
		}
	}
	return output;
}
