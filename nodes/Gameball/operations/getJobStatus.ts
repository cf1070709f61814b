import { connect } from '../api/client';
import { jobIdProperty, jobItems, outputProperty, readJobId, readOutputShape } from './jobParameters';
import { forEachItem, hasErrorOutput } from './onError';
import type { Operation } from './Operation';

/** Asks for the state of each input item's job, once (batch tutorial, section 2). */
export const getJobStatus: Operation = {
	name: 'getJobStatus',
	displayName: 'Get Job Status',
	description: 'See how far a job is and what became of its records',
	action: 'Get the status of a job',
	properties: [jobIdProperty, outputProperty],
	async execute(context) {
		const shape = readOutputShape(context);
		const client = await connect(context);
		return await forEachItem(context, async (itemIndex) => {
			const jobId = readJobId(context, itemIndex);
			return jobItems(shape, jobId, await client.getJob(jobId), hasErrorOutput(context));
		});
	},
};
