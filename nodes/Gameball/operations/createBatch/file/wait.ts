import type { JobId } from '../../../jobs/jobId';
import { countRefused, leaveOutArrived, NOT_NAMED, readFailedResults, type RecordResult } from '../../../jobs/results';
import { toJobIdValue } from '../../../jobs/jobId';
import type { RecordSource } from '../../../mapping/duplicates';
import type { FileRow } from '../../../mapping/files/FileRow';
import { waitForJobs } from '../../jobs/waiting';
import type { CreateBatchWait } from '../parameters/parameters';
import { findResults, hasArrivedBefore, isCompleted } from '../sending/results';
import type { EndedFileJob, FileJob } from './FileOutcome';
import type { FileRun } from './run';

/** A job of an import, and the end of its wait. */
export interface FileJobEnd extends EndedFileJob {
	/** True if the job has named each of its records, so that those of which nothing is kept have arrived. */
	readonly isComplete: boolean;
}

/** Counts the records of a job that Gameball has not confirmed. */
export function countMissing(ended: EndedFileJob, { parameters: { recordType } }: FileRun): number {
	if (ended.end.job === undefined || !isCompleted(ended)) return ended.recordCount;
	return hasArrivedBefore(ended, recordType) ? 0 : countRefused(ended.end.job);
}

/** Lists the results of the records of a job that Gameball refused. */
export const listRefused = (ended: EndedFileJob, { parameters: { recordType } }: FileRun): RecordResult[] =>
	ended.end.job === undefined || hasArrivedBefore(ended, recordType) ? [] : readFailedResults(ended.end.job);

/**
 * Waits for jobs of an import. Of a job that names all its records, only what concerns refused ones is kept, unless the output is to
 * have all of it.
 *
 * @throws ExecutionCanceled if the execution is cancelled
 */
export async function waitForFileJobs(
	run: FileRun,
	jobs: readonly FileJob[],
	{ options, shape }: CreateBatchWait,
): Promise<FileJobEnd[]> {
	const { context, client, parameters } = run;
	const sizes = new Map(jobs.map(({ jobId, recordCount }) => [jobId, recordCount]));
	const complete = new Set<JobId>();
	const recordCount = jobs.reduce((sum, job) => sum + job.recordCount, 0);
	const ends = await waitForJobs(context, client, [...sizes.keys()], options, recordCount, (jobId, job) => {
		const left = leaveOutArrived(job, sizes.get(jobId) ?? 0, parameters.recordType);
		if (left === undefined) return job;
		complete.add(jobId);
		return shape === 'job' ? job : left;
	});
	return jobs.map((job) => {
		const end = ends.get(job.jobId) ?? {};
		const ended = { ...job, end, isComplete: complete.has(job.jobId) };
		return hasArrivedBefore(ended, parameters.recordType) ? { ...ended, end: { ...end, failure: undefined } } : ended;
	});
}

/** Tells whether a job has records to report as not arrived. */
const hasMissed = (ended: FileJobEnd, run: FileRun): boolean =>
	listRefused(ended, run).length > 0 || (isCompleted(ended) && !ended.isComplete);

/** Reports the rows of a job that did not arrive, and gives up the claim on those that Gameball refused (option Send Once). */
async function reportJob(run: FileRun, ended: FileJobEnd, rows: readonly FileRow[]): Promise<void> {
	const { parameters, file, maker, sentRecords } = run;
	const sources = rows.map(({ number }): RecordSource => ({ id: '', item: number }));
	const values = sources.map((source) => maker.makeRecord(source).values);
	const results = findResults(ended, values, parameters.recordType);
	const refused: RecordSource[] = [];
	rows.forEach((row, index) => {
		const { status, message, fields } = results[index] ?? NOT_NAMED;
		if (status === 'failed') refused.push({ id: '', item: row.number });
		const isUnsaid = !isCompleted(ended) || (ended.isComplete && results[index] === NOT_NAMED);
		if (status === 'successful' || (status === 'unknown' && isUnsaid)) return;
		file.missed.add(row, () => ({ status, message, facts: { jobId: toJobIdValue(ended.jobId), ...fields } }));
	});
	await sentRecords.release(refused);
}

/**
 * Reads the file once more to find the rows that Gameball refused or returned no result for.
 *
 * @throws Failure where the file cannot be read any further, ExecutionCanceled if the execution is cancelled meanwhile
 */
export async function findMissedRows(run: FileRun, ended: readonly FileJobEnd[]): Promise<void> {
	const { file, outcome, slice } = run;
	const { rows } = file;
	const jobs = ended.filter((job) => hasMissed(job, run)).values();
	let job = jobs.next();
	if (job.done) return;
	const mapper = rows.mapper.again();
	let held: FileRow[] = [];
	for await (const chunk of rows.read()) {
		for (const row of chunk) {
			if (slice.isOver) await slice.giveWay();
			if (job.done) return;
			if (row.number < job.value.firstRow || outcome.alreadySentRows.has(row.number)) continue;
			if (typeof rows.judge(row, mapper) !== 'string') continue;
			rows.hold(row);
			held.push(row);
			if (row.number < job.value.lastRow) continue;
			await reportJob(run, job.value, held);
			rows.release(held.map(({ number }) => ({ id: '', item: number })));
			held = [];
			job = jobs.next();
		}
	}
}
