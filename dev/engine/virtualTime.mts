import { channel } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { withGlobal } from '@sinonjs/fake-timers';
import { isKeptBack } from '../simulator/keptBack.mts';

/** The turns of the event loop without a request after which the program counts as asleep. */
const QUIET_TURNS = 20;

/** Tells whether the server works on a request or its answer is on its way: it is not one that the simulator keeps back. */
const isMoving = ({ socket }: ClientRequest): boolean =>
	!isKeptBack({ clientPort: socket?.localPort, serverPort: socket?.remotePort });

/** Tells whether the system works for the program: it reads or writes a file, or looks up the name of a host. */
const isSystemBusy = (): boolean => process.getActiveResourcesInfo().some((name) => name.includes('Req'));

const timers = withGlobal(globalThis);

/** The clock while a program runs in virtual time. */
let virtualClock: { readonly now: number } | undefined;

// The node's clock for durations. It is replaced for good: a test's spy on it may be undone only after virtual time has
// ended, and would bring back a clock that stands still, for all test files to come.
const { now } = performance;
performance.now = () =>
	virtualClock === undefined ? now.call(performance) : virtualClock.now - performance.timeOrigin;

/** The number of programs that run in virtual time now: they share it. */
let programs = 0;

/** When virtual time ended last, in milliseconds since the epoch. */
let latest = 0;

async function run<Result>(program: () => Promise<Result>): Promise<Result> {
	programs++;
	try {
		return await program();
	} finally {
		programs--;
	}
}

/**
 * Runs a program in virtual time: whenever it only waits for its timers, the clock jumps to the next one. Requests and
 * files take no virtual time, however slow they are; a request whose answer the simulator keeps back takes the virtual time
 * until the answer or its timeout. So a server in the same process shares the virtual time, and nothing depends on the real
 * one. Programs that run in virtual time can start others in it.
 */
export async function inVirtualTime<Result>(program: () => Promise<Result>): Promise<Result> {
	if (programs > 0) return await run(program);
	const open = new Set<ClientRequest>();
	const requests = channel('http.client.request.start');
	const onRequest = (message: unknown) => {
		const { request } = message as { request: ClientRequest };
		open.add(request);
		request.once('close', () => open.delete(request));
	};
	const isBusy = () => [...open].some(isMoving) || isSystemBusy();

	const clock = timers.install({
		// It never goes back.
		now: Math.max(Date.now(), latest),
		toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
	});
	virtualClock = clock;
	requests.subscribe(onRequest);
	try {
		const result = run(program);
		// Whoever called gets the error below.
		result.catch(() => {});
		for (let quiet = 0; programs > 0; quiet = isBusy() ? 0 : quiet + 1) {
			await nextTurn();
			if (quiet < QUIET_TURNS || clock.countTimers() === 0) continue;
			clock.next();
			quiet = 0;
		}
		return await result;
	} finally {
		requests.unsubscribe(onRequest);
		virtualClock = undefined;
		latest = clock.now;
		clock.uninstall();
	}
}
