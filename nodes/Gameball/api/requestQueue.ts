import { sleep } from 'n8n-workflow';
import { throwIfCanceled } from './cancellation';
import { RateLimiter } from './rateLimiter';

/** The requests of an execution that wait for their turn. */
interface ExecutionQueue {
	/** What each request calls when its turn comes, or when the execution is cancelled. */
	readonly waiting: Array<() => void>;
	/** Ends the queue. */
	close(): void;
}

/** A status check that waits for its turn. */
interface WaitingCheck {
	/** When its job is expected to end. */
	readonly expectedEnd: number;
	readonly go: () => void;
}

/** The part of the account's rates that status checks of waits may take: others use the account meanwhile. */
const CHECKS_PART = 1 / 4;

/** Lets the requests of all executions that use an account go, as fast as the rates allow. */
export class RequestQueue {
	/** The pace of all requests, and that of the status checks among them. */
	private readonly limiter = new RateLimiter();
	private readonly checkLimiter = new RateLimiter(CHECKS_PART);
	/** The queue of each execution; the one whose turn is next comes first. */
	private readonly queues = new Map<object, ExecutionQueue>();
	/** The status checks that wait; the job that is expected to end first comes first. */
	private readonly checks: WaitingCheck[] = [];
	/** The number of the latest timer: earlier ones do nothing. */
	private timer = 0;

	/**
	 * Waits until a request may be sent. Executions take turns, so that a long one does not keep a short one waiting; the
	 * requests of each go in their order.
	 *
	 * @param execution an object that all requests of an execution share
	 * @throws ExecutionCanceled as soon as the execution is cancelled
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
	 * Waits until a status check may be sent: those of jobs that are closest to their end go first.
	 *
	 * @param expectedEnd when the job is expected to end, in milliseconds since the epoch
	 * @throws ExecutionCanceled as soon as the execution is cancelled
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

	/** Holds all requests back until a moment, and lets them go more slowly afterwards. */
	pauseUntil(now: number, until: number): void {
		this.limiter.pauseUntil(now, until);
	}

	/** Opens the queue of an execution, which gives its turns to others when it is cancelled. */
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

	/** Tells whether nobody waits, and nothing is left that counts for the next request. */
	isIdle(now: number): boolean {
		const isAnyoneWaiting = this.queues.size > 0 || this.checks.length > 0;
		return !isAnyoneWaiting && this.limiter.isIdle(now) && this.checkLimiter.isIdle(now);
	}

	/** Lets requests go as long as the rates allow, and comes back when the next one may go. */
	private advance(): void {
		for (let delay = this.letNextGo(); delay !== undefined; delay = this.letNextGo()) {
			if (delay === 0) continue;
			const timer = ++this.timer;
			void sleep(delay).then(() => {
				if (timer === this.timer) this.advance();
			});
			return;
		}
	}

	/**
	 * Lets the next request go if the rates allow it: a status check before others, as they have no more than their part.
	 *
	 * @returns the delay until it may go, 0 if it went, undefined if none waits
	 */
	private letNextGo(): number | undefined {
		const now = Date.now();
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
			this.letQueueGo(...next);
		}
		return 0;
	}

	/** Lets the first request of an execution go, whose next turn comes after those of the others. */
	private letQueueGo(execution: object, queue: ExecutionQueue): void {
		const go = queue.waiting.shift();
		this.queues.delete(execution);
		if (queue.waiting.length > 0) this.queues.set(execution, queue);
		else queue.close();
		go?.();
	}
}

/** The turns of each account that is in use. */
const accounts = new Map<string, RequestQueue>();

/** Makes a number that stands for a text, so that nothing keeps the text itself (FNV-1a). */
const fingerprint = (text: string): number =>
	[...text].reduce((hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x0100_0193) >>> 0, 0x811c_9dc5);

/**
 * Names an account. Two that happen to have the same fingerprint at the same address share their turns, which only makes
 * them slower.
 */
export const toAccount = (baseUrl: string, apiKey: unknown): string => `${fingerprint(String(apiKey))} ${baseUrl}`;

/**
 * Gets the turns of an account, the same for all executions of this process. Get them anew for each request: those of an
 * account that nobody uses are forgotten.
 */
export function getRequestQueue(account: string): RequestQueue {
	const known = accounts.get(account);
	if (known !== undefined) return known;
	const now = Date.now();
	for (const [other, turns] of accounts) if (turns.isIdle(now)) accounts.delete(other);
	const turns = new RequestQueue();
	accounts.set(account, turns);
	return turns;
}
