import { sleep } from 'n8n-workflow';
import { throwIfCanceled } from './cancellation';
import { Pacing } from './pacing';

/** The requests of an execution that wait for their turn. */
interface Queue {
	/** What each request calls when its turn comes, or when the execution is cancelled. */
	readonly waiting: Array<() => void>;
	/** Ends the queue. */
	close(): void;
}

/** Lets the requests of all executions that use an account go, as fast as the rates allow. */
export class Turns {
	readonly pacing = new Pacing();
	/** The queue of each execution; the one whose turn is next comes first. */
	private readonly queues = new Map<object, Queue>();
	/** The number of the latest timer: earlier ones do nothing. */
	private timer = 0;

	/**
	 * Waits until a request may be sent. Executions take turns, so that a long one does not keep a short one waiting; the
	 * requests of each go in their order.
	 *
	 * @param execution an object that all requests of an execution share
	 * @throws ExecutionCanceled as soon as the execution is cancelled
	 */
	async take(execution: object, signal: AbortSignal | undefined): Promise<void> {
		throwIfCanceled(signal);
		const { waiting } = this.queues.get(execution) ?? this.openQueue(execution, signal);
		await new Promise<void>((resolve) => {
			waiting.push(resolve);
			this.advance();
		});
		throwIfCanceled(signal);
	}

	/** Opens the queue of an execution, which gives its turns to others when it is cancelled. */
	private openQueue(execution: object, signal: AbortSignal | undefined): Queue {
		const waiting: Queue['waiting'] = [];
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
		return this.queues.size === 0 && this.pacing.isIdle(now);
	}

	/** Lets requests go as long as the rates allow, and comes back when the next one may go. */
	private advance(): void {
		for (;;) {
			const [next] = this.queues;
			if (next === undefined) return;
			const now = Date.now();
			const delay = this.pacing.delay(now);
			if (delay > 0) {
				const timer = ++this.timer;
				void sleep(delay).then(() => {
					if (timer === this.timer) this.advance();
				});
				return;
			}
			const [execution, queue] = next;
			const go = queue.waiting.shift();
			this.queues.delete(execution);
			if (queue.waiting.length > 0) this.queues.set(execution, queue);
			else queue.close();
			this.pacing.record(now);
			go?.();
		}
	}
}

/** The turns of each account that is in use. */
const accounts = new Map<string, Turns>();

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
export function getTurns(account: string): Turns {
	const known = accounts.get(account);
	if (known !== undefined) return known;
	const now = Date.now();
	for (const [other, turns] of accounts) if (turns.isIdle(now)) accounts.delete(other);
	const turns = new Turns();
	accounts.set(account, turns);
	return turns;
}
