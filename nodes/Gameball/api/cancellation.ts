import { sleep } from 'n8n-workflow';
import { ExecutionCanceled } from '../errors';

/**
 * @param mayHaveWorked true if a request was under way
 * @throws ExecutionCanceled if the execution was cancelled
 */
export function throwIfCanceled(signal: AbortSignal | undefined, mayHaveWorked = false): void {
	if (signal?.aborted) throw new ExecutionCanceled(mayHaveWorked);
}

/**
 * Waits, but no longer than until the execution is cancelled.
 *
 * @param ms milliseconds
 * @throws ExecutionCanceled as soon as the execution is cancelled
 */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	throwIfCanceled(signal);
	if (signal === undefined) return await sleep(ms);
	let onAbort = () => {};
	const aborted = new Promise<void>((resolve) => {
		onAbort = resolve;
		signal.addEventListener('abort', onAbort);
	});
	try {
		// The signal ends the timer too from n8n-workflow 2.34 on; before, sleep knows no signal and the race alone counts.
		await Promise.race([sleep(ms, signal).catch(() => {}), aborted]);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
	throwIfCanceled(signal);
}
