import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isCanceled, toErrorItem, toNodeError } from '../errors';
import { isEmptyCell } from '../mapping/columns/cells';
import { isUnsent } from './recordStatus';

/**
 * Processes the input items one after the other, and applies "On Error" to each. Items that Create Batch did not send
 * pass through.
 *
 * @param work makes the output of one input item
 * @throws NodeError for the first item that fails if "On Error" stops the workflow, or if the execution is canceled
 */
export async function forEachItem(
	context: IExecuteFunctions,
	work: (itemIndex: number) => Promise<IDataObject[]>,
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	for (const [itemIndex, { json: input }] of context.getInputData().entries()) {
		const pairedItem = { item: itemIndex };
		if (isUnsent(input) && isEmptyCell(context.getNodeParameter('jobId', itemIndex, ''))) {
			output.push({ json: input, pairedItem });
			continue;
		}
		try {
			for (const json of await work(itemIndex)) output.push({ json, pairedItem });
		} catch (error) {
			if (isCanceled(context, error) || !context.continueOnFail()) throw toNodeError(context, error, itemIndex);
			output.push(toErrorItem(error, pairedItem));
		}
	}
	return output;
}
