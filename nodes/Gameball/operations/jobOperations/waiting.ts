import { readClock } from '../../api/clock';
import type { IExecuteFunctions } from 'n8n-workflow';
import { pause, throwIfCanceled } from '../../api/cancellation';
import type { GameballClient } from '../../api/client';
import { CHECK_INTERVAL } from '../../api/requestQueue';
import { computeRetryDelay, isNothingThere, isRetryable } from '../../api/retry';
import { Failure } from '../../errors';
import type { JobId } from '../../jobs/jobId';
import type { JobResponse } from '../../jobs/JobResponse';
import { readJobState } from '../../jobs/jobState';
import { computeDelay, followPace, type JobPace } from '../../jobs/polling';
import { addHint } from '../addHint';
import { findEndFailure } from './endFailures';
import { abandonJobs, stopAndRead } from './stopping';
import { WaitProgress } from './WaitProgress';
import type { WaitOptions } from './waitOptions';

/** The end of a wait: the job as last seen, a failure, or both. */
export interface WaitResult {
	readonly job?: JobResponse;
	/** Why the job's state is unknown, or is an error by the wait options. */
	readonly failure?: unknown;
}

/** How long after the start of a wait Gameball may not know a job yet, in milliseconds: it may be brand new. */
const NEW_JOB_TIME = 30_000;

/** How long from the start of a wait there may be no server at the address, in milliseconds. */
const UNREACHABLE_TIME = 30_000;

/** The number of extra checks of a job whose records are all processed but whose state is unknown. */
const CHECKS_WHEN_OVER = 3;

/** Tells whether a failed status check says nothing about the job, so that another check makes sense. */
function isInconclusive(error: unknown, elapsed: number): error is Failure {
	if (!(error instanceof Failure)) return false;
	return isRetryable(error) || (error.facts.httpStatus === 404 && elapsed < NEW_JOB_TIME);
}

interface Wait {
	readonly client: GameballClient;
	readonly options: WaitOptions;
	readonly signal: AbortSignal | undefined;
	readonly progress: WaitProgress;
	readonly keep: (jobId: JobId, job: JobResponse) => JobResponse;
}

/** Computes the delay before a failed status check is repeated, which is never longer than until the next check. */
const computeRetry = (
	{ pollInterval }: WaitOptions,
	failures: number,
	{ retryAfter }: Failure,
	delay: number,
): number => Math.min(delay, Math.max(pollInterval, computeRetryDelay(failures, retryAfter, Math.random())));

/** The part of the time for a check of every job that the rates require in the long run: at first, they allow more. */
const PART_OF_ROUND = 0.7;

/** Spreads the checks of many jobs of unknown pace, so that the rates have room for the checks at their ends. */
const spreadChecks = (options: WaitOptions, jobCount: number): WaitOptions => {
	const round = Math.min(options.maxPollInterval, PART_OF_ROUND * jobCount * CHECK_INTERVAL);
	return { ...options, pollInterval: Math.max(options.pollInterval, round) };
};

/**
 * Checks a job until it is finished or the time is up. Checks first, then sleeps. Repeats a check after a temporary
 * failure.
 *
 * @returns the job as last seen
 * @throws Failure if it was never seen, if a check fails permanently, or if there is no server at the address from the
 * start
 */
async function poll({ client, options, signal, progress, keep }: Wait, jobId: JobId): Promise<JobResponse> {
	const start = readClock();
	const until = start + options.maxWaitTime;
	let pace: JobPace | undefined;
	let lastSeen: JobResponse | undefined;
	let wasReached = false;
	let checksWhenOver = 0;
	let failures = 0;
	for (;;) {
		const expectedEnd = pace?.end === undefined ? readClock() : start + pace.end;
		const check = await client.checkJob(jobId, { expectedEnd, until }).catch((error: unknown) => {
			if (isInconclusive(error, readClock() - start)) return error;
			throw error;
		});
		const elapsed = readClock() - start;
		wasReached ||= !(check instanceof Failure) || !isNothingThere(check);
		if (!wasReached && elapsed >= UNREACHABLE_TIME) throw check;
		if (!(check instanceof Failure)) {
			const state = readJobState(check.job);
			progress.record(jobId, state, check.job);
			lastSeen = keep(jobId, check.job);
			if (state.isFinished || (state.isOver && checksWhenOver++ === CHECKS_WHEN_OVER)) return lastSeen;
			pace = followPace(pace, elapsed, state);
		}
		failures = check instanceof Failure ? failures + 1 : 0;
		progress.log();
		const timeLeft = options.maxWaitTime - elapsed;
		// Gameball may want no check before the time is up.
		if (timeLeft <= (check.retryAfter ?? 0)) {
			if (lastSeen !== undefined) return lastSeen;
			throw check;
		}
		const untilUnreachable = wasReached ? Infinity : UNREACHABLE_TIME - elapsed;
		const schedule = pace?.end === undefined ? spreadChecks(options, progress.unfinished) : options;
		const planned = Math.min(computeDelay(schedule, elapsed, pace?.end), timeLeft, untilUnreachable);
		const delay = check instanceof Failure ? computeRetry(options, failures, check, planned) : planned;
		await pause(Math.max(delay, check.retryAfter ?? 0), signal);
	}
}

/** @throws Failure if a request fails, ExecutionCanceled if the execution is canceled */
async function waitForJob(wait: Wait, jobId: JobId): Promise<WaitResult> {
	const { client, options } = wait;
	const seen = await poll(wait, jobId);
	const shouldStop = !readJobState(seen).isOver && options.stopJobs.has('timeout');
	const stopped = shouldStop ? await stopAndRead(client, jobId).catch((failure: unknown) => ({ failure })) : seen;
	if ('failure' in stopped) return { job: seen, failure: stopped.failure };
	const job = shouldStop ? wait.keep(jobId, stopped) : seen;
	const failure = findEndFailure(jobId, job, options);
	return failure === undefined ? { job } : { job, failure };
}

/** The optional parts of a wait. */
interface WaitParts {
	/** The number of records of all jobs, if known. */
	readonly recordCount?: number;
	/** Chooses what to keep of a job during the wait for the others; everything by default. */
	readonly keep?: Wait['keep'];
	/** Tells the user that something may be wrong; by default, in a hint. */
	readonly warn?: (message: string) => void;
}

/**
 * Waits for jobs in parallel; a job named twice is checked once. One job's failure does not end the wait for the
 * others.
 *
 * @returns the end of each job's wait
 * @throws ExecutionCanceled if the execution is canceled
 */
export async function waitForJobs(
	context: IExecuteFunctions,
	client: GameballClient,
	jobIds: Iterable<JobId>,
	options: WaitOptions,
	{ recordCount, keep = (_, job) => job, warn = (message) => addHint(context, [message], 'warning') }: WaitParts = {},
): Promise<ReadonlyMap<JobId, WaitResult>> {
	const signal = context.getExecutionCancelSignal();
	const jobs = [...new Set(jobIds)];
	const progress = new WaitProgress(context, jobs.length, recordCount);
	const wait: Wait = { client, options, signal, progress, keep };
	const ends = await Promise.allSettled(jobs.map(async (jobId) => await waitForJob(wait, jobId)));
	if (signal?.aborted) {
		const unfinished = jobs.filter((_, index) => ends[index]?.status === 'rejected');
		await abandonJobs(context, client, unfinished, options.stopJobs.has('cancel'));
	}
	throwIfCanceled(signal);
	progress.warnOfUnknownStates(warn);
	return new Map(
		jobs.map((jobId, index): [JobId, WaitResult] => {
			const end = ends[index];
			return [jobId, end?.status === 'fulfilled' ? end.value : { failure: end?.reason }];
		}),
	);
}
