import type { IDataObject } from 'n8n-workflow';
import type { JobResponse } from '../../jobs/JobResponse';
import { readJobState } from '../../jobs/jobState';
import { matchResults, readFailedResults, readResults, type RecordResult } from '../../jobs/results';
import type { RecordSource } from '../../mapping/duplicates';
import type { RecordType } from '../../records/RecordType';
import { waitForJobs, type WaitResult } from '../jobs/waiting';
import type { WaitOptions } from '../jobs/waitOptions';
import { toJobFailure } from './batchFailures';
import type { CreatedJob } from './batches';
import type { Run } from './run';

/** A job of the run, and the end of its wait. */
export interface EndedJob extends CreatedJob {
	readonly end: WaitResult;
}

/** Tells whether Gameball refused a record because it has it already. */
const existsAlready = ({ status, fields }: RecordResult, { existsCode }: RecordType): boolean =>
	existsCode !== undefined && status === 'failed' && fields.code === existsCode;

/**
 * Corrects a result in a batch that may have been taken twice: a record that exists already arrived with the first
 * attempt, so its refusal proves its success.
 */
const correctRepeated = (result: RecordResult, recordType: RecordType): RecordResult =>
	existsAlready(result, recordType) ? { ...result, status: 'successful' } : result;

/**
 * Finds the result of each record of a job.
 *
 * @param records the values of the job's records, in their order
 */
export function findResults(
	{ isRepeated, end: { job } }: Pick<EndedJob, 'isRepeated' | 'end'>,
	records: ReadonlyArray<Readonly<IDataObject>>,
	recordType: RecordType,
): RecordResult[] {
	const reported = job === undefined ? [] : readResults(job);
	const corrected = isRepeated ? reported.map((result) => correctRepeated(result, recordType)) : reported;
	return matchResults(records, corrected, recordType);
}

/** Lists the records of a job that Gameball refused. */
function listRefused(ended: EndedJob, { parameters: { recordType }, maker: { makeRecord } }: Run): RecordSource[] {
	if (ended.end.job === undefined || readFailedResults(ended.end.job).length === 0) return [];
	const { records } = ended.batch;
	const values = records.map((record) => makeRecord(record).values);
	const results = findResults(ended, values, recordType);
	return records.filter((_, index) => results[index]?.status === 'failed');
}

/** Tells whether a job refused only what had arrived with an earlier attempt of its batch: then it did not fail. */
export function hasArrivedBefore(
	{ isRepeated, end: { job } }: Pick<EndedJob, 'isRepeated' | 'end'>,
	recordType: RecordType,
): boolean {
	if (!isRepeated || job === undefined || readJobState(job).status === 'stopped') return false;
	const refused = readFailedResults(job);
	return refused.length > 0 && refused.every((result) => existsAlready(result, recordType));
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

/** Lists the jobs as they ended, but for those that refused only what had arrived with an earlier attempt. */
export const listRefusing = (ended: readonly EndedJob[], recordType: RecordType): JobResponse[] =>
	ended.flatMap((job) => (job.end.job === undefined || hasArrivedBefore(job, recordType) ? [] : [job.end.job]));
