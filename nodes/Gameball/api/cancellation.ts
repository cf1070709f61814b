import { sleep, type IExecuteFunctions } from 'n8n-workflow';
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
 * Runs a step, but waits no longer for it than until the time is up or the execution is canceled.
 *
 * @param ms milliseconds
 * @param step its signal is aborted as soon as nobody waits for it any more
 * @returns undefined if the time is up
 * @throws whatever the step throws; ExecutionCanceled as soon as the execution is canceled
 */
export async function limitTime<Result>(
	ms: number,
	signal: AbortSignal | undefined,
	step: (signal: AbortSignal) => Promise<Result>,
): Promise<Result | undefined> {
	throwIfCanceled(signal);
	const controller = new AbortController();
	// Without a reason, `abort` makes an error, and its stack trace takes longer than everything else here.
	const stop = () => controller.abort('ended');
	const stopped = new Promise<undefined>((resolve) => {
		controller.signal.addEventListener('abort', () => resolve(undefined));
	});
	signal?.addEventListener('abort', stop);
	// From n8n-workflow 2.34 on, the signal also ends the timer. Before, sleep ignores it.
	void sleep(Math.min(ms, LONGEST_TIMER), controller.signal).then(stop, () => {});
	let result: Result | undefined;
	try {
		result = await Promise.race([stopped, step(controller.signal)]);
	} finally {
		signal?.removeEventListener('abort', stop);
		stop();
		// A result that came just before a cancellation counts: it may be the ID of a job.
		if (result === undefined) throwIfCanceled(signal);
	}
	return result;
}

/**
 * Waits, but no longer than until the execution is canceled.
 *
 * @param ms milliseconds
 * @throws ExecutionCanceled as soon as the execution is canceled
 */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	await limitTime(ms, signal, async () => await new Promise<never>(() => {}));
}

/** Gives a context another cancel signal, with which its requests end. */
export const withSignal = (context: IExecuteFunctions, signal: AbortSignal | undefined): IExecuteFunctions =>
	Object.create(context, { getExecutionCancelSignal: { value: () => signal } }) as IExecuteFunctions;
