import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeError } from 'n8n-workflow';
import { operations } from './index';
import { Failure } from '../Failure';
import { errorItem, isCanceled, toNodeError } from './onError';

async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const name: unknown = context.getNodeParameter('operation', 0);
	const operation = operations.find((known) => known.name === name);
	if (operation === undefined) {
		throw new Failure('The operation is not one the node knows', `It is ${JSON.stringify(name) ?? 'missing'}.`);
	}
	if (context.getInputData().length === 0) {
		throw new Failure('There are no items to work on', 'The node before this one passed on none.');
	}
	return await operation.execute(context);
}

/**
 * Runs the operation the node is set to, and makes of an error what n8n shows. Where the node goes on after errors
 * nothing is thrown, as n8n would pass the input items on as if all had gone well: then each input item has the error.
 */
export async function runOperation(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	try {
		return await execute(context);
	} catch (error) {
		if (isCanceled(context, error) || !context.continueOnFail()) {
			throw error instanceof NodeError ? error : toNodeError(context, error);
		}
		return context.getInputData().map((_, item) => errorItem(error, { item }));
	}
}
