import { channel } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { withGlobal } from '@sinonjs/fake-timers';

/** How many turns of the event loop have to pass without a request before the program is taken to be asleep. */
const QUIET_TURNS = 20;

/** How long a request may go unanswered before the others go on without it, in milliseconds of real time. */
const HANGING_AFTER = 150;

/**
 * Runs a program in virtual time: whenever it only waits for its timers, the clock jumps to the next one. Requests take no
 * virtual time, but as much real time as ever, so whatever listens in the same process lives in the same virtual time.
 * The timeouts of connections are those of Node itself and take real time.
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
