import type { JobResponse } from '../../../jobs/JobResponse';
import { readFailedResults } from '../../../jobs/results';
import type { RecordSource } from '../../../mapping/duplicates';
import type { RecordType } from '../../../records/RecordType';
import { waitForJobs, type WaitResult } from '../../jobs/waiting';
import type { WaitOptions } from '../../jobs/waitOptions';
import { toJobFailure } from '../sending/batchFailures';
import type { CreatedJob } from '../sending/batches';
import { findResults, hasArrivedBefore } from '../sending/results';
import type { Run } from './run';

/** A job of the run, and the end of its wait. */
export interface EndedJob extends CreatedJob {
	readonly end: WaitResult;
}

/** Lists the records of a job that Gameball refused. */
function listRefused(ended: EndedJob, { parameters: { recordType }, maker: { makeRecord } }: Run): RecordSource[] {
	if (ended.end.job === undefined || readFailedResults(ended.end.job).length === 0) return [];
	const { records } = ended.batch;
	const values = records.map((record) => makeRecord(record).values);
	const results = findResults(ended, values, recordType);
	return records.filter((_, index) => results[index]?.status === 'failed');
}

/**
 * Waits for jobs of the run.
 *
 * @throws ExecutionCanceled if the execution is cancelled
 */
export async function waitForCreatedJobs(
	run: Run,
	jobs: readonly CreatedJob[],
	options: WaitOptions,
): Promise<EndedJob[]> {
	const { context, client, parameters, sentRecords } = run;
	const ends = await waitForJobs(
		context,
		client,
		jobs.map(({ jobId }) => jobId),
		options,
		jobs.reduce((sum, { batch }) => sum + batch.records.length, 0),
	);
	const ended = jobs.map((created): EndedJob => {
		const job = { ...created, end: ends.get(created.jobId) ?? {} };
		const isFine = hasArrivedBefore(job, parameters.recordType);
		return isFine ? { ...created, end: { ...job.end, failure: undefined } } : job;
	});
	if (parameters.sendOnce !== undefined) {
		for (const job of ended) await sentRecords.release(listRefused(job, run));
	}
	return ended;
}

/**
 * Ends a run whose jobs have ended.
 *
 * @throws Failure if the end of a job is an error and "On Error" stops the workflow
 */
export function refuseFailedJobs({ context }: Run, ended: readonly EndedJob[]): void {
	const failed = ended.find(({ end }) => end.failure !== undefined);
	if (failed !== undefined && !context.continueOnFail()) throw toJobFailure(failed, failed.end.failure);
}

/** Lists the jobs as they ended, except those that refused only what had arrived with an earlier attempt. */
export const listRefusing = (ended: readonly EndedJob[], recordType: RecordType): JobResponse[] =>
	ended.flatMap((job) => (job.end.job === undefined || hasArrivedBefore(job, recordType) ? [] : [job.end.job]));
