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
export type Answered = () => void;

interface Waiting extends Check {
	/** @param answered undefined if it is not released */
	readonly go: (answered?: Answered) => void;
}

/** Requests that wait to be sent. Executions take turns, so that a long one does not hold up a short one. */
class Turns {
	/** The requests of each execution, in their order; the execution with the next turn comes first. */
	private readonly executions = new Map<object, Waiting[]>();

	get isEmpty(): boolean {
		return this.executions.size === 0;
	}

	add(execution: object, request: Waiting): void {
		const requests = this.executions.get(execution) ?? [];
		const later = requests.findIndex(({ expectedEnd }) => expectedEnd > request.expectedEnd);
		requests.splice(later === -1 ? requests.length : later, 0, request);
		this.executions.set(execution, requests);
	}

	/** Takes out the next request. The execution's next turn comes after those of the others. */
	take(): Waiting | undefined {
		for (const [execution, requests] of this.executions) {
			const next = requests.shift();
			this.executions.delete(execution);
			if (requests.length > 0) this.executions.set(execution, requests);
			return next;
		}
		return undefined;
	}

	/** Takes out all requests that are to go no more. */
	takeOut(isOut: (request: Waiting) => boolean): Waiting[] {
		const out = [...this.executions.values()].flatMap((requests) => requests.filter(isOut));
		for (const [execution, requests] of out.length === 0 ? [] : this.executions) {
			const left = requests.filter((request) => !isOut(request));
			if (left.length > 0) this.executions.set(execution, left);
			else this.executions.delete(execution);
		}
		return out;
	}

	/** When the first of the waits for jobs ends. */
	get firstEnd(): number {
		const ends = [...this.executions.values()].flatMap((requests) => requests.map(({ until }) => until));
		return ends.reduce((first, end) => Math.min(first, end), Infinity);
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
	private readonly requests = new Turns();
	private readonly checks = new Turns();
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
	async acquire(execution: object, signal: AbortSignal | undefined, check?: Check): Promise<Answered | undefined> {
		throwIfCanceled(signal);
		const turns = check === undefined ? this.requests : this.checks;
		const answered = await new Promise<Answered | undefined>((resolve) => {
			const giveUp = () => {
				turns.takeOut((request) => request === waiting);
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
			turns.add(execution, waiting);
			this.advance();
		});
		throwIfCanceled(signal);
		return answered;
	}

	/** Holds back all requests until a moment, and slows them down afterwards. */
	pauseUntil(now: number, until: number): void {
		this.limiter.pauseUntil(now, until);
	}

	/** Tells whether no request waits, and nothing remains that affects the next one. */
	isIdle(now: number): boolean {
		return this.requests.isEmpty && this.checks.isEmpty && this.limiter.isIdle(now);
	}

	/** Releases requests as long as the rates allow, and continues when the next one may go. */
	private advance(): void {
		let delay = this.releaseNext();
		while (delay === 0) delay = this.releaseNext();
		const now = readClock();
		for (const late of this.checks.takeOut(({ until }) => until <= now)) late.go();
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
		const part = this.requests.isEmpty ? FREE_PART : BUSY_PART;
		const checkDelay = this.checks.isEmpty ? Infinity : this.checkLimiter.delay(now, part);
		const delay = Math.max(this.limiter.delay(now), this.requests.isEmpty ? checkDelay : 0);
		if (delay > 0) return delay;
		const isCheck = checkDelay === 0;
		const records = [this.limiter, ...(isCheck ? [this.checkLimiter] : [])].map((limiter) => limiter.record(now));
		(isCheck ? this.checks : this.requests).take()?.go(() => {
			for (const record of records) record(readClock());
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
