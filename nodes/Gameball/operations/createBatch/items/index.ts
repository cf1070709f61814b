import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { GameballClient } from '../../../api/client';
import { TimeSlice } from '../../TimeSlice';
import type { CreateBatchParameters } from '../parameters/parameters';
import { openSentRecords } from '../sending/sentRecords';
import { makeCreatedOutput, makeDryRunOutput, makeEndedOutput } from './output';
import { planBatches } from './plan';
import type { Run } from './run';
import { createItemsLog, refuseRejected, sendBatches } from './send';
import { sendAndWait } from './trial';

/** Makes records of all input items and sends them. */
export async function sendItems(
	context: IExecuteFunctions,
	client: GameballClient,
	parameters: CreateBatchParameters,
): Promise<INodeExecutionData[]> {
	const { dryRun, wait } = parameters;
	const slice = new TimeSlice(context.getExecutionCancelSignal());
	const plan = await planBatches(context, parameters, slice);
	if (dryRun) return await makeDryRunOutput(context, parameters, plan, slice);

	const sentRecords = await openSentRecords(context, parameters, plan, plan.batches, slice);
	const log = createItemsLog(context);
	const run: Run = { context, client, slice, parameters, plan, maker: plan, sentRecords, log };
	if (wait !== undefined) return await makeEndedOutput(run, wait.shape, await sendAndWait(run, wait));

	const sent = await sendBatches(run, plan.batches);
	refuseRejected(run, sent);
	return await makeCreatedOutput(run, sent);
}
