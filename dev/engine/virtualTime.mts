import { channel } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { withGlobal } from '@sinonjs/fake-timers';
import { isKeptBack } from '../simulator/keptBack.mts';

/** The turns of the event loop without a request after which the program counts as asleep. */
const QUIET_TURNS = 20;

/** Lets the timeouts of requests take the time of the global clock, not that of Node's own timers; returns what undoes that. */
function useGlobalTimeouts(): () => void {
	const { setTimeout: original } = ClientRequest.prototype;
	ClientRequest.prototype.setTimeout = function (ms, onTimeout) {
		if (onTimeout !== undefined) this.once('timeout', onTimeout);
		if (ms > 0) {
			const timer = setTimeout(() => this.emit('timeout'), ms);
			this.once('close', () => clearTimeout(timer));
		}
		return this;
	};
	return () => void (ClientRequest.prototype.setTimeout = original);
}

/** Tells whether the server works on a request or its answer is on its way: it is not one that the simulator keeps back. */
const isMoving = ({ socket }: ClientRequest): boolean =>
	!isKeptBack({ clientPort: socket?.localPort, serverPort: socket?.remotePort });

/** Tells whether a file is being read or written. */
const isUsingFiles = (): boolean => process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'));

/**
 * Runs a program in virtual time: whenever it only waits for its timers, the clock jumps to the next one. Requests and
 * files take no virtual time, however slow they are; a request whose answer the simulator keeps back takes the virtual time
 * until the answer or its timeout. So a server in the same process shares the virtual time, and nothing depends on the real
 * one.
 */
export async function inVirtualTime<Result>(program: () => Promise<Result>): Promise<Result> {
	const open = new Set<ClientRequest>();
	const requests = channel('http.client.request.start');
	const onRequest = (message: unknown) => {
		const { request } = message as { request: ClientRequest };
		open.add(request);
		request.once('close', () => open.delete(request));
	};
	const isBusy = () => [...open].some(isMoving) || isUsingFiles();

	const clock = withGlobal(globalThis).install({
		now: Date.now(),
		toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
	});
	const useOwnTimeouts = useGlobalTimeouts();
	requests.subscribe(onRequest);
	let isRunning = true;
	try {
		const result = program().finally(() => (isRunning = false));
		// Whoever called gets the error below.
		result.catch(() => {});
		for (let quiet = 0; isRunning; quiet = isBusy() ? 0 : quiet + 1) {
			await nextTurn();
			if (quiet < QUIET_TURNS || clock.countTimers() === 0) continue;
			clock.next();
			quiet = 0;
		}
		return await result;
	} finally {
		requests.unsubscribe(onRequest);
		useOwnTimeouts();
		clock.uninstall();
	}
}
