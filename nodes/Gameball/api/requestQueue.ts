import { readClock } from './clock';
import { sleep } from 'n8n-workflow';
import { fingerprint } from '../text';
import { throwIfCanceled } from './cancellation';
import { EVEN_INTERVAL, RateLimiter } from './rateLimiter';

/** A status check of a job. Times are by the clock for durations (`readClock`). */
export interface Check {
	/** When the job is expected to end: the checks of an execution go in this order. */
	readonly expectedEnd: number;
	/** When the wait for the job ends. */
	readonly until: number;
}

/** To be called when a request was answered, or has failed. */
export type OnAnswer = () => void;

interface Waiting extends Check {
	/** @param onAnswer undefined if it is not released */
	readonly go: (onAnswer?: OnAnswer) => void;
}

/** Requests that wait to be sent. Executions take turns, so that a long one does not hold up a short one. */
class FairQueue {
	/** The requests of each execution, in their order; the execution with the next turn comes first. */
	private readonly executions = new Map<object, Waiting[]>();

	get isEmpty(): boolean {
		return this.executions.size === 0;
	}

	enqueue(execution: object, request: Waiting): void {
		const requests = this.executions.get(execution) ?? [];
		let place = requests.length;
		while (place > 0 && (requests[place - 1]?.expectedEnd ?? 0) > request.expectedEnd) place--;
		requests.splice(place, 0, request);
		this.executions.set(execution, requests);
	}

	/** Takes out the next request. The execution's next turn comes after those of the others. */
	dequeue(): Waiting | undefined {
		for (const [execution, requests] of this.executions) {
			const next = requests.shift();
			this.executions.delete(execution);
			if (requests.length > 0) this.executions.set(execution, requests);
			return next;
		}
		return undefined;
	}

	/** Removes requests and returns them. */
	remove(isOut: (request: Waiting) => boolean): Waiting[] {
		const removed: Waiting[] = [];
		for (const [execution, requests] of this.executions) {
			const left = requests.filter((request) => !isOut(request) || removed.push(request) === 0);
			if (left.length > 0) this.executions.set(execution, left);
			else this.executions.delete(execution);
		}
		return removed;
	}

	/** When the first of the waits for jobs ends. */
	get firstEnd(): number {
		let first = Infinity;
		for (const requests of this.executions.values()) {
			for (const { until } of requests) first = Math.min(first, until);
		}
		return first;
	}
}

/** The part of the account's rates that status checks may use while other requests wait. */
const BUSY_PART = 1 / 4;

/** The part that they may use otherwise: the rest stays free for new requests and other programs. */
const FREE_PART = 3 / 4;

/** The interval between status checks that the account allows indefinitely if nothing else is sent, in milliseconds. */
export const CHECK_INTERVAL = EVEN_INTERVAL / FREE_PART;

/** Releases the requests of all executions that use an account, as fast as the rates allow. */
export class RequestQueue {
	/** The limits of all requests, and of the status checks among them. */
	private readonly limiter = new RateLimiter();
	private readonly checkLimiter = new RateLimiter();
	private readonly requests = new FairQueue();
	private readonly checks = new FairQueue();
	/** Set while requests that came in one turn of the event loop wait to be looked at together. */
	private planned: Promise<void> | undefined;
	/** The number of the latest timer: earlier ones do nothing. */
	private timer = 0;

	/**
	 * Waits until a request may be sent. Executions take turns; the requests of each stay in order, and of their status
	 * checks those go first whose jobs are closest to their end.
	 *
	 * @param execution an object that all requests of an execution share
	 * @param check set if the request is a status check
	 * @returns what to call when the request was answered; undefined if the wait for the job has ended before
	 * @throws ExecutionCanceled as soon as the execution is canceled
	 */
	async acquire(execution: object, signal: AbortSignal | undefined, check?: Check): Promise<OnAnswer | undefined> {
		throwIfCanceled(signal);
		const queue = check === undefined ? this.requests : this.checks;
		const onAnswer = await new Promise<OnAnswer | undefined>((resolve) => {
			const giveUp = () => {
				queue.remove((request) => request === waiting);
				resolve(undefined);
			};
			const waiting: Waiting = {
				...(check ?? { expectedEnd: 0, until: Infinity }),
				go(released) {
					signal?.removeEventListener('abort', giveUp);
					resolve(released);
				},
			};
			signal?.addEventListener('abort', giveUp);
			queue.enqueue(execution, waiting);
			this.planned ??= Promise.resolve().then(() => this.advance());
		});
		throwIfCanceled(signal);
		return onAnswer;
	}

	/** Holds back all requests until a moment, and slows them down afterwards. */
	pauseUntil(now: number, until: number): void {
		this.limiter.pauseUntil(now, until);
	}

	/** Tells whether no request waits, and nothing remains that affects the next one. */
	isIdle(now: number): boolean {
		return this.requests.isEmpty && this.checks.isEmpty && this.limiter.isIdle(now);
	}

	/**
	 * Releases a request if the rates allow it, and continues with the next one when that may go. All at once would keep
	 * n8n's thread for as long as it takes to make all of them.
	 */
	private advance(): void {
		this.planned = undefined;
		const delay = this.releaseNext();
		const now = readClock();
		for (const late of this.checks.remove(({ until }) => until <= now)) late.go();
		if (delay === undefined) return;
		const timer = ++this.timer;
		void sleep(Math.min(delay, Math.ceil(this.checks.firstEnd - now))).then(() => {
			if (timer === this.timer) this.advance();
		});
	}

	/**
	 * Releases the next request if the rates allow it. A status check goes before other requests, because status checks
	 * are limited to their part of the rates.
	 *
	 * @returns the delay until it may go, 0 if it went, undefined if none waits
	 */
	private releaseNext(): number | undefined {
		if (this.requests.isEmpty && this.checks.isEmpty) return undefined;
		const now = readClock();
		const part = (this.requests.isEmpty ? FREE_PART : BUSY_PART) * this.limiter.computeShare(now);
		const checkDelay = this.checks.isEmpty ? Infinity : this.checkLimiter.delay(now, part);
		const delay = Math.max(this.limiter.delay(now), this.requests.isEmpty ? checkDelay : 0);
		if (delay > 0) return delay;
		const isCheck = checkDelay === 0;
		const sent = this.limiter.record(now);
		if (isCheck) this.checkLimiter.add(sent);
		(isCheck ? this.checks : this.requests).dequeue()?.go(() => {
			sent.arrival = Math.min(sent.arrival, readClock());
		});
		return 0;
	}
}

/** The queue of each account in use. */
const accounts = new Map<string, RequestQueue>();

/**
 * Identifies an account. If two at the same address happen to have the same fingerprint, they share a queue, which only
 * makes them slower.
 */
export const toAccount = (baseUrl: string, apiKey: unknown): string => `${fingerprint(String(apiKey))} ${baseUrl}`;

/**
 * Gets the queue of an account, which all executions of this process share. Get it again for each request: the queues
 * of unused accounts are dropped.
 */
export function getRequestQueue(account: string): RequestQueue {
	const known = accounts.get(account);
	if (known !== undefined) return known;
	const now = readClock();
	for (const [other, idle] of accounts) if (idle.isIdle(now)) accounts.delete(other);
	const queue = new RequestQueue();
	accounts.set(account, queue);
	return queue;
}
