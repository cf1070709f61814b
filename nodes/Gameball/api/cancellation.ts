import { sleep } from 'n8n-workflow';
import { ExecutionCanceled } from '../errors';
import { LONGEST_TIMER } from './clock';

/**
 * @param mayHaveWorked true if a request was under way
 * @throws ExecutionCanceled if the execution was canceled
 */
export function throwIfCanceled(signal: AbortSignal | undefined, mayHaveWorked = false): void {
	if (signal?.aborted) throw new ExecutionCanceled(mayHaveWorked);
}

/**
 * Waits, but no longer than until the execution is canceled.
 *
 * @param ms milliseconds; no more than a timer can take
 * @throws ExecutionCanceled as soon as the execution is canceled
 */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	throwIfCanceled(signal);
	const time = Math.min(ms, LONGEST_TIMER);
	if (signal === undefined) return await sleep(time);
	let onAbort = () => {};
	const aborted = new Promise<void>((resolve) => {
		onAbort = resolve;
		signal.addEventListener('abort', onAbort);
	});
	try {
		// From n8n-workflow 2.34 on, the signal also ends the timer. Before, sleep ignores the signal, and only the race
		// counts.
		await Promise.race([sleep(time, signal).catch(() => {}), aborted]);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
	throwIfCanceled(signal);
}
