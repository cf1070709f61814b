import type { IDataObject } from 'n8n-workflow';
import { connect, type GameballClient } from '../api/client';
import { Failure } from '../Failure';
import type { JobId } from '../jobs/jobId';
import { jobState } from '../jobs/jobState';
import { jobIdProperty, jobItem, readJobId } from './jobParameters';
import { forEachItem } from './onError';
import type { Operation } from './Operation';

/** The statuses with which Gameball may refuse to stop a job because it is over. */
const REFUSALS: ReadonlySet<number | undefined> = new Set([400, 409, 422]);

const isRefusal = (error: unknown): boolean => error instanceof Failure && REFUSALS.has(error.details.httpStatus);

/**
 * Stops a job and reads it back. A job that was over before is no error.
 *
 * @throws Failure if the job goes on, or a request fails
 */
export async function stopAndRead(client: GameballClient, jobId: JobId): Promise<IDataObject> {
	const error: unknown = await client.stopJob(jobId).catch((reason: unknown) => reason);
	if (error !== undefined && !isRefusal(error)) throw error;
	const answer = await client.getJob(jobId);
	if (error !== undefined && !jobState(answer).isFinished) throw error;
	return answer;
}

/** Stops each input item's job and reads it back (batch tutorial, section 3). */
export const stopJob: Operation = {
	name: 'stopJob',
	displayName: 'Stop Job',
	description: 'Stop a job that is queued or running',
	action: 'Stop a job',
	properties: [jobIdProperty],
	async execute(context) {
		const client = await connect(context);
		return await forEachItem(context, async (itemIndex) => {
			const jobId = readJobId(context, itemIndex);
			const answer = await stopAndRead(client, jobId);
			const { isFinished, status } = jobState(answer);
			return [{ ...jobItem(jobId, answer), stopped: !isFinished || status === 'stopped' }];
		});
	},
};
