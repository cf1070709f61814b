import { hasErrorOutput } from '../../errors';
import { forEachItem } from '../forEachItem';
import type { Operation } from '../Operation';
import type { JobResponse } from '../../jobs/JobResponse';
import { hintRefused, toJobItems } from './jobOutput';
import {
	connectWithOptions,
	jobIdProperty,
	outputProperty,
	readJobId,
	readOutputShape,
	requestOptionsProperty,
} from './parameters';

/** Reads the state of each input item's job once (docs/api.md, "Read a job"). */
export const getJobStatus: Operation = {
	name: 'getJobStatus',
	displayName: 'Get Job Status',
	description: 'Get the progress of a job and the results of its records',
	action: 'Get job status',
	properties: [jobIdProperty, outputProperty, requestOptionsProperty],
	async execute(context) {
		const shape = readOutputShape(context);
		const client = await connectWithOptions(context);
		const jobs: JobResponse[] = [];
		const output = await forEachItem(context, async (itemIndex) => {
			const jobId = readJobId(context, itemIndex);
			const job = await client.getJob(jobId);
			jobs.push(job);
			return toJobItems(shape, jobId, job, hasErrorOutput(context));
		});
		hintRefused(context, shape, jobs);
		return output;
	},
};
