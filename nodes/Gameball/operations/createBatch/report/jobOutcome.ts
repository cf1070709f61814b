import type { IDataObject } from 'n8n-workflow';
import { readJobState } from '../../../jobs/jobState';
import {
	ARRIVED,
	matchResults,
	NOT_NAMED,
	readFailedResults,
	readResults,
	type RecordResult,
} from '../../../jobs/recordResults';
import type { RecordType } from '../../../records/RecordType';
import type { EndedJob } from './Outcome';

/** Tells whether a job was completed. Otherwise, nothing proves that its records arrived. */
export const isCompleted = ({ end: { job } }: EndedJob): boolean =>
	job !== undefined && readJobState(job).status === 'completed';

/** Tells whether Gameball refused a record because it already has it. */
const existsAlready = ({ status, fields }: RecordResult, { existsCode }: RecordType): boolean =>
	existsCode !== undefined && status === 'failed' && fields.code === existsCode;

/**
 * Corrects a result in a batch that may have been accepted twice: a record that already exists arrived with the first
 * attempt, so its refusal proves its success.
 */
const correctRepeated = (result: RecordResult, recordType: RecordType): RecordResult =>
	existsAlready(result, recordType) ? { ...result, status: 'successful' } : result;

/**
 * Finds the result of each record of a job.
 *
 * @param records the values of the job's records, in the order in which they were sent
 */
export function findResults(
	{ isRepeated, isComplete, end: { job } }: EndedJob,
	records: ReadonlyArray<Readonly<IDataObject>>,
	recordType: RecordType,
): RecordResult[] {
	const reported = job === undefined ? [] : readResults(job);
	const corrected = isRepeated ? reported.map((result) => correctRepeated(result, recordType)) : reported;
	return matchResults(records, corrected, recordType, isComplete ? ARRIVED : NOT_NAMED);
}

/** Tells whether a job refused only records that arrived with an earlier attempt. Such a job did not fail. */
export function hasArrivedBefore({ isRepeated, end: { job } }: EndedJob, recordType: RecordType): boolean {
	if (!isRepeated || job === undefined || readJobState(job).status === 'stopped') return false;
	const refused = readFailedResults(job);
	return refused.length > 0 && refused.every((result) => existsAlready(result, recordType));
}

/** Lists the results of the records that a job refused; none if they all arrived with an earlier attempt. */
export const listRefused = (ended: EndedJob, recordType: RecordType): RecordResult[] =>
	ended.end.job === undefined || hasArrivedBefore(ended, recordType) ? [] : readFailedResults(ended.end.job);

/** Tells whether a job that is over may have records that it does not name: each of them is reported by itself. */
export const hasUnnamed = ({ end: { job, failure }, isComplete }: EndedJob): boolean =>
	failure === undefined && job !== undefined && readJobState(job).isOver && !isComplete;
