import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { GameballClient } from '../api/client';
import { pause, throwIfCanceled } from '../api/cancellation';
import { Failure } from '../Failure';
import type { JobId } from '../jobs/jobId';
import { jobState } from '../jobs/jobState';
import { nextInterval, pauseBeforeNextPoll, type PollSchedule } from '../jobs/polling';
import { describeResult, failedResults } from '../jobs/results';
import { summaryItem } from './jobParameters';
import { stopAndRead } from './stopJob';
import { MINUTE, type WaitOptions } from './waitOptions';

/** The end of a wait: the job as it was last seen, or an error, or both. */
export interface JobWait {
	readonly answer?: IDataObject;
	/** Why the state of the job is an error by the options, or what kept it from being known. */
	readonly failure?: unknown;
}

/** Looks at a job until it is finished or the time is up. Looks first and sleeps after. */
async function poll(
	client: GameballClient,
	jobId: JobId,
	schedule: PollSchedule,
	signal: AbortSignal | undefined,
): Promise<IDataObject> {
	const start = Date.now();
	let interval = schedule.pollInterval;
	let seen: string | undefined;
	for (;;) {
		const answer = await client.getJob(jobId);
		const { status, isFinished } = jobState(answer);
		if (isFinished) return answer;
		const sight = JSON.stringify([status, answer.finishedCount, answer.errorCount]);
		interval = nextInterval(schedule, interval, sight !== seen);
		seen = sight;
		const rest = pauseBeforeNextPoll(schedule, interval, Date.now() - start);
		if (rest === undefined) return answer;
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
async function waitForJob(
	client: GameballClient,
	jobId: JobId,
	options: WaitOptions,
	signal: AbortSignal | undefined,
): Promise<JobWait> {
	const seen = await poll(client, jobId, options, signal);
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
	const waits = await Promise.allSettled(jobs.map(async (jobId) => await waitForJob(client, jobId, options, signal)));
	if (signal?.aborted && options.stopOnCancel) {
		await stopJobs(
			client,
			jobs.filter((_, index) => waits[index]?.status === 'rejected'),
		);
	}
	throwIfCanceled(signal);
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
