import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { toJobIdValue, type JobId } from '../../jobs/jobId';
import type { JobResponse } from '../../jobs/JobResponse';
import { readJobState } from '../../jobs/jobState';
import { countRefused, readResults, type RecordResult } from '../../jobs/recordResults';
import { recordTypes } from '../../records';
import { countOf } from '../../text';
import { addHint } from '../addHint';
import { toRecordJson, type RecordJson } from '../recordStatus';
import type { OutputShape } from './parameters';

/** Makes the item of a job: the unchanged API response, the job's ID, its progress and whether it is finished. */
export function toJobItem(jobId: JobId, job: Readonly<JobResponse>): IDataObject {
	const { isFinished, progress } = readJobState(job);
	return { ...job, jobId: toJobIdValue(jobId), isFinished, progress };
}

/** The fields of a job that list its records. */
const RECORD_LISTS: ReadonlySet<string> = new Set(['response', 'results', 'errors']);

/** Makes the item of a job without its records. */
export function toSummaryItem(jobId: JobId, job: Readonly<JobResponse>): IDataObject {
	return Object.fromEntries(Object.entries(toJobItem(jobId, job)).filter(([name]) => !RECORD_LISTS.has(name)));
}

/** The fields of the API's results that identify a record. */
const IDENTIFIERS: ReadonlySet<string> = new Set(
	recordTypes.flatMap(({ resultKeys }) => resultKeys.map(([key]) => key)),
);

/**
 * Makes the JSON of a record: its job and its identifiers, then its result, then everything else the API returned.
 *
 * @param own the identifiers that were sent
 */
export function toResultJson(
	jobId: JobId,
	{ fields, status, message }: RecordResult,
	own: Readonly<IDataObject> = {},
): RecordJson {
	const json: IDataObject = { jobId: toJobIdValue(jobId), ...own };
	for (const name in fields) if (IDENTIFIERS.has(name)) json[name] = fields[name];
	return Object.assign(json, { status, message }, fields);
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
	const results = readResults(job);
	// n8n stops a branch without items.
	if (results.length === 0) return [toSummaryItem(jobId, job)];
	return results.map((result) => toRecordJson(toResultJson(jobId, result), toErrorOutput));
}

/** Says how to see which records were refused if the output does not show them. */
export function hintRefused(
	context: IExecuteFunctions,
	shape: OutputShape,
	jobs: Iterable<Readonly<JobResponse>>,
): void {
	const count = [...jobs].reduce((sum, job) => sum + countRefused(job), 0);
	if (count === 0 || shape !== 'summary') return;
	addHint(context, [`Gameball refused ${countOf(count, 'record')}. To see which, set 'Output' to Records.`], 'warning');
}
