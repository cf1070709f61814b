import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { GameballClient } from '../api/client';
import { pause, throwIfCanceled } from '../api/cancellation';
import { isTransient } from '../api/retry';
import { Failure } from '../Failure';
import type { JobId } from '../jobs/jobId';
import { jobState } from '../jobs/jobState';
import { nextInterval, pauseBeforeNextPoll } from '../jobs/polling';
import { describeResult, failedResults } from '../jobs/results';
import { summaryItem } from './jobParameters';
import { JobWatch } from './JobWatch';
import { stopAndRead } from './stopJob';
import { MINUTE, type WaitOptions } from './waitOptions';

/** The end of a wait: the job as it was last seen, or an error, or both. */
export interface JobWait {
	readonly answer?: IDataObject;
	/** Why the state of the job is an error by the options, or what kept it from being known. */
	readonly failure?: unknown;
}

/** How long after the start of a wait a job may still be unknown: it may have been created just before. */
const EARLY = 30_000;

/** Whether a look that failed says nothing of the job, so that the next one may tell more. */
function saysNothing(error: unknown, elapsed: number): error is Failure {
	if (!(error instanceof Failure)) return false;
	return isTransient(error) || (error.details.httpStatus === 404 && elapsed < EARLY);
}

/** What the waits of an execution have in common. */
interface Waiting {
	readonly client: GameballClient;
	readonly options: WaitOptions;
	readonly signal: AbortSignal | undefined;
	/** Is told of every look at a job, with the answer if there was one. */
	onLook(jobId: JobId, answer: IDataObject | undefined): void;
}

/**
 * Looks at a job until it is finished or the time is up. Looks first and sleeps after. Where a look fails by a fault that
 * may pass, the next look is the retry.
 *
 * @returns the job as it was last seen
 * @throws Failure if it was never seen, or if looking fails for good
 */
async function poll({ client, options, signal, onLook }: Waiting, jobId: JobId): Promise<IDataObject> {
	const start = Date.now();
	let interval = options.pollInterval;
	let seen: IDataObject | undefined;
	let sight: string | undefined;
	for (;;) {
		const look = await client.getJob(jobId, 0).catch((error: unknown) => {
			if (saysNothing(error, Date.now() - start)) return error;
			throw error;
		});
		const answer = look instanceof Failure ? undefined : look;
		onLook(jobId, answer);
		if (answer !== undefined) {
			const { status, isFinished } = jobState(answer);
			if (isFinished) return answer;
			const now = JSON.stringify([status, answer.finishedCount, answer.errorCount]);
			interval = nextInterval(options, interval, now !== sight);
			seen = answer;
			sight = now;
		}
		const rest = pauseBeforeNextPoll(options, interval, Date.now() - start);
		if (rest === undefined) {
			if (seen !== undefined) return seen;
			throw look;
		}
		await pause(rest, signal);
	}
}

/** The most reasons for refused records that an error repeats. */
const MOST_REASONS = 5;

function recordErrors(jobId: JobId, answer: IDataObject): Failure | undefined {
	const refused = failedResults(answer);
	const count = typeof answer.errorCount === 'number' ? Math.max(answer.errorCount, refused.length) : refused.length;
	if (count === 0) return undefined;
	const reasons = refused.slice(0, MOST_REASONS).map(describeResult);
	return new Failure(
		'Gameball refused some of the records',
		`Job ${jobId}: ${count} refused. ${reasons.join('; ')}${refused.length > MOST_REASONS ? '; …' : ''}`,
		summaryItem(jobId, answer),
	);
}

/** Why the state a job was left in is an error; undefined if it is none. */
function failureOf(jobId: JobId, answer: IDataObject, options: WaitOptions): Failure | undefined {
	const { status, isFinished, progress } = jobState(answer);
	if (!isFinished) {
		if (options.onTimeout !== 'error') return undefined;
		return new Failure(
			'The job was not finished in time',
			`Job ${jobId} was ${status} (${progress} %) after ${options.maxWaitTime / MINUTE} minutes. It goes on at Gameball: look at it later with Get Job Status, or raise the option Max Wait Time.`,
			summaryItem(jobId, answer),
		);
	}
	if (status !== 'completed' && options.onJobFailure === 'error') {
		return new Failure(
			status === 'failed' ? 'The job has failed' : 'The job was stopped before it was finished',
			`Job ${jobId}, ${progress} % done. To see what became of its records, use Get Job Status with the output Records.`,
			summaryItem(jobId, answer),
		);
	}
	return options.onRecordErrors === 'error' ? recordErrors(jobId, answer) : undefined;
}

/**
 * Waits for one job.
 *
 * @throws Failure if a request fails, ExecutionCanceled if the execution is cancelled
 */
async function waitForJob(waiting: Waiting, jobId: JobId): Promise<JobWait> {
	const { client, options } = waiting;
	const seen = await poll(waiting, jobId);
	const isToStop = !jobState(seen).isFinished && options.onTimeout === 'stopJob';
	const answer = isToStop ? await stopAndRead(client, jobId) : seen;
	const failure = failureOf(jobId, answer, options);
	return failure === undefined ? { answer } : { answer, failure };
}

/**
 * Waits for jobs side by side; a job named twice is looked at once. One job's failure does not end the wait for the
 * others: afterwards it is known of each what became of it.
 *
 * @throws ExecutionCanceled if the execution is cancelled
 */
export async function waitForJobs(
	context: IExecuteFunctions,
	client: GameballClient,
	jobIds: Iterable<JobId>,
	options: WaitOptions,
): Promise<ReadonlyMap<JobId, JobWait>> {
	const signal = context.getExecutionCancelSignal();
	const jobs = [...new Set(jobIds)];
	const watch = new JobWatch(context, jobs.length);
	const waiting: Waiting = { client, options, signal, onLook: (jobId, answer) => watch.look(jobId, answer) };
	const waits = await Promise.allSettled(jobs.map(async (jobId) => await waitForJob(waiting, jobId)));
	if (signal?.aborted && options.stopOnCancel) {
		await stopJobs(
			client,
			jobs.filter((_, index) => waits[index]?.status === 'rejected'),
		);
	}
	throwIfCanceled(signal);
	watch.tellOfUnknownStates();
	return new Map(
		jobs.map((jobId, index): [JobId, JobWait] => {
			const wait = waits[index];
			return [jobId, wait?.status === 'fulfilled' ? wait.value : { failure: wait?.reason }];
		}),
	);
}

/** Stops the jobs of a cancelled execution: one try each, as nobody is there any more to hear of a failure. */
export async function stopJobs(client: GameballClient, jobs: readonly JobId[]): Promise<void> {
	const lastClient = client.afterCancellation();
	await Promise.allSettled(jobs.map(async (jobId) => await lastClient.stopJob(jobId)));
}
