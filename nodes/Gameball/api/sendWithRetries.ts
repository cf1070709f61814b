import { readClock } from './clock';
import { Failure } from '../errors';
import { pause } from './cancellation';
import { getRequestQueue } from './requestQueue';
import { toUncheckedFailure } from './failures';
import { sendRequest, type Connection, type HttpRequest } from './connection';
import type { HttpResponse } from './httpResponse';
import { computeRetryDelay, isRetryable, mayHaveWorked, type RepeatEffect } from './retry';

const TOO_MANY_REQUESTS = 429;

/**
 * Adds the number of attempts and their possible effect to a failure.
 *
 * @param attempts how many times the request was sent
 * @param worked true if any attempt may have worked
 */
export const addAttempts = (failure: Failure, attempts: number, worked: boolean): Failure =>
	failure.with(attempts === 1 ? failure.description : `${failure.description} The node tried ${attempts} times.`, {
		...(attempts === 1 ? {} : { attempts }),
		...(worked ? { mayHaveWorked: true } : {}),
	});

/**
 * Sends a request, and retries it after temporary failures if a repeat does no harm.
 *
 * @returns the response, and whether an earlier attempt may have worked
 * @throws Failure if it fails permanently, ExecutionCanceled if the execution is canceled
 */
export async function sendWithRetries(
	connection: Connection,
	request: HttpRequest,
	repeatEffect: RepeatEffect,
): Promise<{ readonly response: HttpResponse; readonly isRepeated: boolean }> {
	const { context, account, execution, check, policy } = connection;
	const signal = context.getExecutionCancelSignal();
	let worked = false;
	for (let attempt = 1; ; attempt++) {
		const onAnswer = await getRequestQueue(account).acquire(execution, signal, check);
		if (onAnswer === undefined) throw toUncheckedFailure();
		const outcome = await sendRequest(connection, request).finally(onAnswer);
		if (!(outcome instanceof Failure)) return { response: outcome, isRepeated: worked };
		const isUncertain = repeatEffect !== 'none' && mayHaveWorked(outcome);
		worked ||= isUncertain;
		const delay = computeRetryDelay(attempt, outcome.retryAfter, Math.random());
		// A 429 concerns the account, so it holds back all requests.
		const isForAll = outcome.facts.httpStatus === TOO_MANY_REQUESTS;
		const now = readClock();
		if (isForAll) getRequestQueue(account).pauseUntil(now, now + delay);
		const canRetry = isRetryable(outcome) && !(isUncertain && repeatEffect === 'harmful');
		if (!canRetry || attempt > policy.maxRetries) throw addAttempts(outcome, attempt, worked);
		if (!isForAll) await pause(delay, signal);
	}
}
