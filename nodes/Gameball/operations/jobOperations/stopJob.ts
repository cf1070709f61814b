import { connect } from '../../api/client';
import { readJobState } from '../../jobs/jobState';
import { forEachItem } from '../forEachItem';
import type { Operation } from '../Operation';
import { toJobItem } from './jobOutput';
import { jobIdProperty, readJobId } from './parameters';
import { stopAndRead } from './stopping';

/** Stops each input item's job and reads it back (docs/api.md, "Stop a job"). */
export const stopJob: Operation = {
	name: 'stopJob',
	displayName: 'Stop Job',
	description: 'Stop a queued or running job',
	action: 'Stop job',
	properties: [jobIdProperty],
	async execute(context) {
		const client = await connect(context);
		return await forEachItem(context, async (itemIndex) => {
			const jobId = readJobId(context, itemIndex);
			const job = await stopAndRead(client, jobId);
			const { isFinished, status } = readJobState(job);
			return [{ ...toJobItem(jobId, job), stopped: !isFinished || status === 'stopped' }];
		});
	},
};
