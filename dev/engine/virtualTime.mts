import { channel } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { withGlobal } from '@sinonjs/fake-timers';

/** The turns of the event loop without a request after which the program counts as asleep. */
const QUIET_TURNS = 20;

/** The real time after which an unanswered request no longer holds up the clock, in milliseconds. */
const HANGING_AFTER = 300;

/**
 * Runs a program in virtual time: whenever it only waits for its timers, the clock jumps to the next one. Requests take
 * real time but no virtual time, so a server in the same process shares the virtual time. The timeouts of connections are
 * Node's own and take real time.
 */
export async function inVirtualTime<Result>(program: () => Promise<Result>): Promise<Result> {
	const open = new Map<ClientRequest, number>();
	const requests = channel('http.client.request.start');
	const onRequest = (message: unknown) => {
		const { request } = message as { request: ClientRequest };
		open.set(request, performance.now());
		request.once('close', () => open.delete(request));
	};
	const isQuiet = () => [...open.values()].every((start) => performance.now() - start > HANGING_AFTER);

	const clock = withGlobal(globalThis).install({
		now: Date.now(),
		toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
	});
	requests.subscribe(onRequest);
	let isRunning = true;
	try {
		const result = program().finally(() => (isRunning = false));
		// Whoever called gets the error below.
		result.catch(() => {});
		for (let quiet = 0; isRunning; quiet = isQuiet() ? quiet + 1 : 0) {
			await nextTurn();
			if (quiet < QUIET_TURNS || clock.countTimers() === 0) continue;
			await clock.nextAsync();
			quiet = 0;
		}
		return await result;
	} finally {
		requests.unsubscribe(onRequest);
		clock.uninstall();
	}
}
