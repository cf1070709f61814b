import type { JobId } from '../../../jobs/jobId';
import type { JobResponse } from '../../../jobs/JobResponse';
import { leaveOutArrived, NOT_NAMED, type NameSum } from '../../../jobs/recordResults';
import { waitForJobs } from '../../jobOperations/waiting';
import type { CreateBatchWait } from '../parameters/parameters';
import { findResults, hasArrivedBefore, hasUnnamed, isCompleted, listRefused } from '../report/jobOutcome';
import type { EndedJob } from '../report/Outcome';
import type { Part, Run } from './Run';

/**
 * Waits for all jobs whose wait has not ended yet, and finds the results of their records. If a job names all its
 * records, only what concerns refused ones is kept, unless the output needs all of it.
 *
 * @throws ExecutionCanceled; Failure if the rows can no longer be read
 */
export async function waitForBatches(run: Run, { options, shape }: CreateBatchWait): Promise<void> {
	const { context, client, parameters, parts, hints } = run;
	const { recordType } = parameters;
	const open = parts.map((part) => ({ part, jobs: part.outcome.openJobs }));
	// Two batches can have one job: a hostile server says so.
	const sent = new Map<JobId, NameSum>();
	for (const { jobId, names } of open.flatMap(({ jobs }) => jobs)) {
		const { count, sum } = sent.get(jobId) ?? { count: 0, sum: 0 };
		sent.set(jobId, { count: count + names.count, sum: sum + names.sum });
	}
	const recordCount = [...sent.values()].reduce((total, { count }) => total + count, 0);
	const wantsAll = parts.some(({ report }) => report.wantsAllResults);
	const complete = new Set<JobResponse>();
	const keep = (jobId: JobId, job: JobResponse): JobResponse => {
		const names = wantsAll ? undefined : sent.get(jobId);
		const left = names && leaveOutArrived(job, names, recordType);
		if (left === undefined) return job;
		const kept = shape === 'job' ? job : left;
		complete.add(kept);
		return kept;
	};
	const warn = (message: string) => hints.add({ doubts: [message] });
	const ends = await waitForJobs(context, client, [...sent.keys()], options, { recordCount, keep, warn });
	let failure: unknown;
	for (const { part, jobs } of open) {
		const ended = jobs.map((job): EndedJob => {
			const end = ends.get(job.jobId) ?? {};
			const each = { ...job, end, isComplete: end.job !== undefined && complete.has(end.job) };
			return hasArrivedBefore(each, recordType) ? { ...each, end: { ...end, failure: undefined } } : each;
		});
		for (const job of ended) part.outcome.ended.push(job);
		const find = run.attempt(part.rows, async () => await findRecordResults(run, part, ended));
		await find.catch((error: unknown) => (failure ??= error));
	}
	if (failure !== undefined) throw failure;
}

/** Finds the result of each record, and releases the claim on those that Gameball refused (option Send Once). */
async function findRecordResults(
	{ parameters: { recordType }, yielder, sentRecords }: Run,
	{ rows, outcome, report }: Part,
	ended: readonly EndedJob[],
): Promise<void> {
	const { identity, resultKeys } = recordType;
	// Then a record need not be made again to find its result.
	const isNamedById = resultKeys.every(([, field]) => field === identity);
	const isNeeded = (job: EndedJob) =>
		report.wantsAllResults || listRefused(job, recordType).length > 0 || hasUnnamed(job);
	for (const job of ended)
		if (job.isComplete && isCompleted(job) && !isNeeded(job)) outcome.arrivedCount += job.batch.size;
	for await (const { job, records } of rows.listRecordsOf(ended.filter(isNeeded), outcome.isAlreadySent)) {
		const values = await yielder.map(records, (record) =>
			isNamedById ? { [identity]: record.id } : rows.makeRecord(record).values,
		);
		const results = findResults(job, values, recordType);
		const listBy = (status: string) => records.filter((_, index) => results[index]?.status === status);
		await sentRecords.release(rows, listBy('failed'));
		if (isCompleted(job)) outcome.arrivedCount += listBy('successful').length;
		await yielder.forEach(records, (record, index) =>
			report.addResult(job, record, values[index] ?? {}, results[index] ?? NOT_NAMED),
		);
	}
}
