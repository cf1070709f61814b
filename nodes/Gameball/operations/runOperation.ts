import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeError } from 'n8n-workflow';
import { Failure, isCanceled, toErrorItem, toNodeError } from '../errors';
import { operations } from './index';
import { Yielder } from './Yielder';

async function runSelectedOperation(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const name: unknown = context.getNodeParameter('operation', 0);
	const operation = operations.find((known) => known.name === name);
	if (operation === undefined) {
		throw new Failure('Unknown operation', `The value of 'Operation' is ${JSON.stringify(name) ?? 'missing'}.`);
	}
	if (context.getInputData().length === 0) {
		throw new Failure('No input items', 'The previous node returned no items.');
	}
	return await operation.execute(context);
}

/**
 * Runs the selected operation, and turns an error into one that n8n shows. If the node continues after errors, it
 * returns each input item with the error: after a throw, n8n would pass on the input as a success.
 *
 * @throws NodeError if "On Error" stops the workflow, or if the execution is canceled
 */
export async function runOperation(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	try {
		return await runSelectedOperation(context);
	} catch (error) {
		if (isCanceled(context, error) || !context.continueOnFail()) {
			throw error instanceof NodeError ? error : toNodeError(context, error);
		}
		return await new Yielder(undefined).map(context.getInputData(), (_, item) => toErrorItem(error, { item }));
	}
}
