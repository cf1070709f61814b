import { connect } from '../../api/client';
import type { Operation } from '../Operation';
import { makeCreatedOutput, makeDryRunOutput, makeEndedOutput } from './output';
import { readParameters } from './parameters';
import { refuseRetryOnFail } from './retryOnFail';
import { planBatches } from './plan';
import { properties } from './properties';
import { sendBatches } from './send';
import { waitForCreatedJobs } from './wait';

/** Makes records of all input items and sends them in batches, each of which becomes a job (docs/api.md, "Create a batch"). */
export const createBatch: Operation = {
	name: 'createBatch',
	displayName: 'Create Batch',
	description: 'Send all input items to Gameball in batches',
	action: 'Send customers, orders, events or points',
	properties,
	async execute(context) {
		const parameters = readParameters(context);
		const { recordType, dryRun, wait } = parameters;
		refuseRetryOnFail(context, recordType);
		const client = await connect(context, parameters);
		const plan = planBatches(context, parameters);
		if (dryRun) return makeDryRunOutput(context, recordType, plan);

		const sent = await sendBatches(context, client, parameters, plan);
		if (wait === undefined) return makeCreatedOutput(context, recordType, plan, sent);

		const ended = await waitForCreatedJobs(context, client, recordType, sent, wait.options);
		return makeEndedOutput(context, recordType, wait.shape, plan, sent, ended);
	},
};
