import type { IExecuteFunctions } from 'n8n-workflow';
import type { GameballClient } from '../../api/client';
import { readJobState } from '../../jobs/jobState';
import { readFailedResults, type RecordResult } from '../../jobs/results';
import type { RecordType } from '../../records/RecordType';
import { waitForJobs, type WaitResult } from '../jobs/waiting';
import type { WaitOptions } from '../jobs/waitOptions';
import { toJobFailure } from './batchFailures';
import type { CreatedJob, SendResult } from './batches';
import { hintRefusedRecords } from './hints';

/** A job of the run, and the end of its wait. */
export interface EndedJob extends CreatedJob {
	readonly end: WaitResult;
}

/** Tells whether Gameball refused a record because it has it already. */
export const existsAlready = ({ status, fields }: RecordResult, { existsCode }: RecordType): boolean =>
	existsCode !== undefined && status === 'failed' && fields.code === existsCode;

/** Tells whether a job refused only what had arrived with an earlier attempt of its batch: then it did not fail. */
function hasArrivedBefore({ isRepeated, end: { job } }: EndedJob, recordType: RecordType): boolean {
	if (!isRepeated || job === undefined || readJobState(job).status === 'stopped') return false;
	const refused = readFailedResults(job);
	return refused.length > 0 && refused.every((result) => existsAlready(result, recordType));
}

/**
 * Waits for the jobs of the run.
 *
 * @throws Failure if the end of a job is an error and "On Error" stops the workflow, ExecutionCanceled if the execution is
 * cancelled
 */
export async function waitForCreatedJobs(
	context: IExecuteFunctions,
	client: GameballClient,
	recordType: RecordType,
	{ jobs }: SendResult,
	options: WaitOptions,
): Promise<EndedJob[]> {
	const ends = await waitForJobs(
		context,
		client,
		jobs.map(({ jobId }) => jobId),
		options,
	);
	const refusing: EndedJob[] = [];
	const ended = jobs.map((created): EndedJob => {
		const job = { ...created, end: ends.get(created.jobId) ?? {} };
		if (hasArrivedBefore(job, recordType)) return { ...created, end: { ...job.end, failure: undefined } };
		refusing.push(job);
		return job;
	});
	const failed = ended.find(({ end }) => end.failure !== undefined);
	if (failed !== undefined && !context.continueOnFail()) throw toJobFailure(failed, failed.end.failure);
	hintRefusedRecords(
		context,
		refusing.flatMap(({ end: { job } }) => (job === undefined ? [] : [job])),
	);
	return ended;
}
