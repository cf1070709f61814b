import { readClock } from './clock';
import { sleep } from 'n8n-workflow';
import { throwIfCanceled } from './cancellation';
import { RateLimiter } from './rateLimiter';

/** The requests of an execution that wait for their turn. */
interface ExecutionQueue {
	/** Called when the turn of each request comes, or when the execution is canceled. */
	readonly waiting: Array<() => void>;
	/** Removes the queue, and releases the requests in it. */
	close(): void;
}

interface WaitingCheck {
	/** When its job is expected to end, by the clock for durations (`readClock`). */
	readonly expectedEnd: number;
	readonly go: () => void;
}

/** The part of the account's rates that the status checks of waits may use: others use the account meanwhile. */
const CHECKS_PART = 1 / 4;

/** Releases the requests of all executions that use an account, as fast as the rates allow. */
export class RequestQueue {
	/** The limits of all requests, and of the status checks among them. */
	private readonly limiter = new RateLimiter();
	private readonly checkLimiter = new RateLimiter(CHECKS_PART);
	/** The queue of each execution; the one with the next turn comes first. */
	private readonly queues = new Map<object, ExecutionQueue>();
	/** The waiting status checks; the job that is expected to end first comes first. */
	private readonly checks: WaitingCheck[] = [];
	/** The number of the latest timer: earlier ones do nothing. */
	private timer = 0;

	/**
	 * Waits until a request may be sent. Executions take turns, so that a long one does not hold up a short one; the
	 * requests of each stay in order.
	 *
	 * @param execution an object that all requests of an execution share
	 * @throws ExecutionCanceled as soon as the execution is canceled
	 */
	async acquire(execution: object, signal: AbortSignal | undefined): Promise<void> {
		throwIfCanceled(signal);
		const { waiting } = this.queues.get(execution) ?? this.openQueue(execution, signal);
		await new Promise<void>((resolve) => {
			waiting.push(resolve);
			this.advance();
		});
		throwIfCanceled(signal);
	}

	/**
	 * Waits until a status check may be sent. Checks of the jobs that are closest to their end go first.
	 *
	 * @param expectedEnd when the job is expected to end, by the clock for durations (`readClock`)
	 * @throws ExecutionCanceled as soon as the execution is canceled
	 */
	async acquireCheck(expectedEnd: number, signal: AbortSignal | undefined): Promise<void> {
		throwIfCanceled(signal);
		await new Promise<void>((resolve) => {
			const giveUp = () => {
				this.checks.splice(this.checks.indexOf(check), 1);
				resolve();
			};
			const go = () => {
				signal?.removeEventListener('abort', giveUp);
				resolve();
			};
			const check: WaitingCheck = { expectedEnd, go };
			signal?.addEventListener('abort', giveUp, { once: true });
			const later = this.checks.findIndex((other) => other.expectedEnd > expectedEnd);
			this.checks.splice(later === -1 ? this.checks.length : later, 0, check);
			this.advance();
		});
		throwIfCanceled(signal);
	}

	/** Holds back all requests until a moment, and slows them down afterwards. */
	pauseUntil(now: number, until: number): void {
		this.limiter.pauseUntil(now, until);
	}

	/** Opens the queue of an execution. If the execution is canceled, its turns go to others. */
	private openQueue(execution: object, signal: AbortSignal | undefined): ExecutionQueue {
		const waiting: ExecutionQueue['waiting'] = [];
		const close = () => {
			signal?.removeEventListener('abort', close);
			this.queues.delete(execution);
			for (const go of waiting.splice(0)) go();
		};
		signal?.addEventListener('abort', close);
		const queue = { waiting, close };
		this.queues.set(execution, queue);
		return queue;
	}

	/** Tells whether no request waits, and nothing remains that affects the next one. */
	isIdle(now: number): boolean {
		const isAnyoneWaiting = this.queues.size > 0 || this.checks.length > 0;
		return !isAnyoneWaiting && this.limiter.isIdle(now) && this.checkLimiter.isIdle(now);
	}

	/** Releases requests as long as the rates allow, and continues when the next one may go. */
	private advance(): void {
		for (let delay = this.releaseNext(); delay !== undefined; delay = this.releaseNext()) {
			if (delay === 0) continue;
			const timer = ++this.timer;
			void sleep(delay).then(() => {
				if (timer === this.timer) this.advance();
			});
			return;
		}
	}

	/**
	 * Releases the next request if the rates allow it. A status check goes before other requests, because status checks
	 * are limited to their part of the rates.
	 *
	 * @returns the delay until it may go, 0 if it went, undefined if none waits
	 */
	private releaseNext(): number | undefined {
		const now = readClock();
		const [check] = this.checks;
		const [next] = this.queues;
		const checkDelay = check === undefined ? Infinity : this.checkLimiter.delay(now);
		if (check === undefined && next === undefined) return undefined;
		const delay = Math.max(this.limiter.delay(now), next === undefined ? checkDelay : 0);
		if (delay > 0) return delay;
		this.limiter.record(now);
		if (checkDelay === 0) {
			this.checkLimiter.record(now);
			this.checks.shift()?.go();
		} else if (next !== undefined) {
			this.releaseFrom(...next);
		}
		return 0;
	}

	/** Releases the first request of an execution. The execution's next turn comes after those of the others. */
	private releaseFrom(execution: object, queue: ExecutionQueue): void {
		const go = queue.waiting.shift();
		this.queues.delete(execution);
		if (queue.waiting.length > 0) this.queues.set(execution, queue);
		else queue.close();
		go?.();
	}
}

/** The queue of each account in use. */
const accounts = new Map<string, RequestQueue>();

/** Makes a number that represents a text (FNV-1a), so that nothing keeps the text itself. */
const fingerprint = (text: string): number =>
	[...text].reduce((hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x0100_0193) >>> 0, 0x811c_9dc5);

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
