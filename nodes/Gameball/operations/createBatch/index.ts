import { connect } from '../../api/client';
import type { Operation } from '../Operation';
import { TimeSlice } from '../TimeSlice';
import { importFiles } from './file';
import { makeCreatedOutput, makeDryRunOutput, makeEndedOutput } from './output';
import { readParameters } from './parameters';
import { refuseRetryOnFail } from './retryOnFail';
import { planBatches } from './plan';
import { properties } from './properties';
import type { Run } from './run';
import { createItemsLog, refuseRejected, sendBatches } from './send';
import { openSentRecords } from './sentRecords';
import { sendAndWait } from './trial';

/** Makes records of all input items and sends them in batches, each of which becomes a job (docs/api.md, "Create a batch"). */
export const createBatch: Operation = {
	name: 'createBatch',
	displayName: 'Create Batch',
	description: 'Send all input items to Gameball in batches',
	action: 'Send customers, orders, events or points',
	properties,
	async execute(context) {
		const parameters = readParameters(context);
		const { recordType, dryRun, file, wait } = parameters;
		refuseRetryOnFail(context, recordType);
		const client = await connect(context, parameters);
		if (file !== undefined) return await importFiles(context, client, parameters, file);

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
	},
};
