import { toJobIdValue } from '../../../jobs/jobId';
import type { Failure } from '../../../Failure';
import { describeFailedJob } from '../sending/batchFailures';
import type { Batch } from '../sending/batches';
import type { CreateBatchWait } from '../parameters/parameters';
import { judgeTrial } from '../sending/judgeTrial';
import { countTrialBatches, type BatchSizes } from './batches';
import { formatRows } from './extent';
import type { FileRun } from './run';
import { refuseRejectedRows, sendFileBatches } from './send';
import { countMissing, listRefused, waitForFileJobs, type FileJobEnd } from './wait';

/** The end of an import that waited. */
export interface FileEnd {
	readonly ended: readonly FileJobEnd[];
	/** The reason why the rows after the trial were not sent; undefined if they were. */
	readonly trialFailure?: Failure;
}

/** Takes the first of some batches, and leaves the others to whoever comes next. */
function takeFirst(batches: AsyncIterator<Batch>, count: number): AsyncIterator<Batch> {
	let left = count;
	return { next: async () => (left-- > 0 ? await batches.next() : { done: true, value: undefined }) };
}

/** Judges the trial of an import; returns the reason why the rest must not be sent. */
function judgeFileTrial(run: FileRun, ended: readonly FileJobEnd[], size: number, maxRefused: number) {
	const { outcome, log } = run;
	const missing = [
		...outcome.failed.map(({ recordCount }) => recordCount),
		...ended.map((job) => countMissing(job, run)),
	];
	return judgeTrial(
		{
			size,
			missing: missing.reduce((sum, count) => sum + count, outcome.rejected.count),
			firstRefused: ended.flatMap((job) => listRefused(job, run))[0],
			jobIds: ended.map(({ jobId }) => toJobIdValue(jobId)),
			others: `all rows from ${log.firstUnsentRow} on`,
		},
		maxRefused,
	);
}

/**
 * Sends all batches of a file and waits for their jobs. With a trial, its batches go first, and the others only if few enough of its
 * records were refused.
 *
 * @throws Failure if a batch does not become a job and "On Error" stops the workflow, ExecutionCanceled if the execution is cancelled
 */
export async function sendFileAndWait(
	run: FileRun,
	batches: AsyncIterator<Batch>,
	sizes: BatchSizes,
	wait: CreateBatchWait,
): Promise<FileEnd> {
	const { outcome } = run;
	const trialCount = countTrialBatches(sizes);
	let ended: FileJobEnd[] = [];
	if (trialCount > 0) {
		await sendFileBatches(run, takeFirst(batches, trialCount));
		ended = await waitForFileJobs(run, outcome.jobs, wait);
		const failure = judgeFileTrial(run, ended, sizes.trialSize, wait.maxRefused);
		if (failure !== undefined && sizes.trialSize < sizes.recordCount) return { ended, trialFailure: failure };
	}
	await sendFileBatches(run, batches);
	refuseRejectedRows(run);
	const known = new Set(ended.map(({ jobId }) => jobId));
	const rest = outcome.jobs.filter(({ jobId }) => !known.has(jobId));
	return { ended: [...ended, ...(await waitForFileJobs(run, rest, wait))] };
}

/**
 * Ends an import whose jobs have ended.
 *
 * @throws Failure if the trial or the end of a job is an error and "On Error" stops the workflow
 */
export function refuseFailedEnd({ context }: FileRun, { ended, trialFailure }: FileEnd): void {
	if (context.continueOnFail()) return;
	if (trialFailure !== undefined) throw trialFailure;
	const failed = ended.find(({ end }) => end.failure !== undefined);
	if (failed !== undefined) throw describeFailedJob(formatRows(failed), failed.end.failure);
}
