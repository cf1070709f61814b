import { hasErrorOutput } from '../../errors';
import { forEachItem } from '../forEachItem';
import type { Operation } from '../Operation';
import { toJobItems } from './jobOutput';
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
		return await forEachItem(context, async (itemIndex) => {
			const jobId = readJobId(context, itemIndex);
			return toJobItems(shape, jobId, await client.getJob(jobId), hasErrorOutput(context));
		});
	},
};
