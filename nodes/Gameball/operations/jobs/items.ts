import type { IDataObject } from 'n8n-workflow';
import { toJobIdValue, type JobId } from '../../jobs/jobId';
import type { JobResponse } from '../../jobs/JobResponse';
import { readJobState } from '../../jobs/jobState';
import { readResults } from '../../jobs/results';
import { toRecordJson } from '../errorItems';
import type { OutputShape } from './parameters';

/** Makes the item of a job: the API's response untouched, with the job's ID, its end and its progress. */
export function toJobItem(jobId: JobId, job: Readonly<JobResponse>): IDataObject {
	const { isFinished, progress } = readJobState(job);
	return { ...job, jobId: toJobIdValue(jobId), isFinished, progress };
}

/** The fields of a job with its records. */
const RECORD_LISTS: ReadonlySet<string> = new Set(['response', 'results', 'errors']);

/** Makes the item of a job without its records. */
export function toSummaryItem(jobId: JobId, job: Readonly<JobResponse>): IDataObject {
	return Object.fromEntries(Object.entries(toJobItem(jobId, job)).filter(([name]) => !RECORD_LISTS.has(name)));
}

/**
 * Makes the items of a job in the given shape.
 *
 * @param toErrorOutput true if refused records go to the error output
 */
export function toJobItems(
	shape: OutputShape,
	jobId: JobId,
	job: Readonly<JobResponse>,
	toErrorOutput = false,
): IDataObject[] {
	if (shape === 'job') return [toJobItem(jobId, job)];
	if (shape === 'summary') return [toSummaryItem(jobId, job)];
	return readResults(job).map(({ fields, status, message }) =>
		toRecordJson({ jobId: toJobIdValue(jobId), ...fields, status, message }, toErrorOutput),
	);
}
