import type { JobId } from '../../jobs/jobId';
import { readJobState } from '../../jobs/jobState';
import { listTexts } from '../../text';
import { addHint } from '../addHint';
import { forEachItem } from '../forEachItem';
import type { Operation } from '../Operation';
import { toJobItems } from './jobOutput';
import {
	connectWithOptions,
	jobIdProperty,
	stopOutputProperty,
	readJobId,
	readOutputShape,
	requestOptionsProperty,
} from './parameters';
import { stopAndRead } from './stopping';

/** Stops each input item's job and reads it back (docs/api.md, "Stop a job"). */
export const stopJob: Operation = {
	name: 'stopJob',
	displayName: 'Stop Job',
	description: 'Stop a queued or running job',
	action: 'Stop job',
	properties: [jobIdProperty, stopOutputProperty, requestOptionsProperty],
	async execute(context) {
		const shape = readOutputShape(context, stopOutputProperty);
		const client = await connectWithOptions(context);
		const ended: JobId[] = [];
		const output = await forEachItem(context, async (itemIndex) => {
			const jobId = readJobId(context, itemIndex);
			const job = await stopAndRead(client, jobId);
			const { isFinished, status } = readJobState(job);
			const stopped = !isFinished || status === 'stopped';
			if (!stopped) ended.push(jobId);
			return toJobItems(shape, jobId, job).map((json) => ({ stopped, ...json }));
		});
		if (ended.length > 0) {
			addHint(context, [`${ended.length === 1 ? 'Job' : 'Jobs'} ${listTexts(ended)} had already ended.`]);
		}
		return output;
	},
};
