import { EventEmitter, once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sleep } from 'n8n-workflow';
import { keepInMemory } from '../../dev/engine/binaryData.mts';
import { inVirtualTime } from '../../dev/engine/virtualTime.mts';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { collectLog, resultOf, start, type NodeRun } from './harness.mts';

let simulator: Simulator;
beforeEach(async () => {
	// Jobs that are never finished.
	simulator = await startSimulator({ queuedFor: 3_600_000 });
});
afterEach(async () => await simulator.close());

const customers = (count: number) => Array.from({ length: count }, (_, index) => ({ customerId: `c${index}` }));
const settings = { pollInterval: 30, batchSize: 1 };

/** The virtual time for which a cancelled run is watched, in milliseconds: longer than any of its waits. */
const WATCH = 30 * 60_000;

/** Cancels a run at a moment, and looks at what happens then. All that is in virtual time, which only goes on when everything waits. */
async function cancelAt(moment: () => Promise<void>, request: Omit<NodeRun, 'simulator'>) {
	return await inVirtualTime(async () => {
		const execution = await start({ simulator, ...request });
		await moment();
		const sent = simulator.requests.length;
		const canceledAt = Date.now();
		execution.cancel();
		const result = resultOf(await execution.result);
		const took = Date.now() - canceledAt;
		await sleep(WATCH);
		return { ...result, took, later: simulator.requests.slice(sent).map(({ method }) => method) };
	});
}

/** Cancels a run shortly after it has sent so many requests. */
const cancelAfter = async (requests: number, request: Omit<NodeRun, 'simulator'>) =>
	await cancelAt(async () => {
		await simulator.waitForRequests(requests);
		await sleep(50);
	}, request);

/** The number of items after which a loop looks at the clock. */
const ITEMS_PER_LOOK = 8;

/** Lets the clock go on by some milliseconds whenever somebody looks at it. */
function tickAtEachLook(ms = 1) {
	const { now } = performance;
	const looks = { count: 0, wait: async (count: number) => await once(events, String(count)) };
	const events = new EventEmitter();
	jest.spyOn(performance, 'now').mockImplementation(() => {
		events.emit(String(++looks.count));
		return now() + looks.count * ms;
	});
	return looks;
}

describe.each([['stopWorkflow'], ['continueRegularOutput'], ['continueErrorOutput']] as const)(
	'cancelling with On Error %s',
	(onError) => {
		test('should end the wait of Create Batch at once and send nothing more', async () => {
			const parameters = { waitForCompletion: true, settings };
			const { run, took, later } = await cancelAfter(6, { items: customers(3), parameters, onError });
			expect(run.status).toBe('canceled');
			expect(took).toBe(0);
			expect(later).toEqual([]);
		});

		test('should end Wait for Completion at once and send nothing more', async () => {
			const parameters = { operation: 'waitForCompletion', settings: { pollInterval: 30 } };
			simulator.addFault({ kind: 'status', status: 200, body: '{"status":"queued"}', times: 2 });
			const { run, took, later } = await cancelAfter(2, { items: [{ jobId: 1 }, { jobId: 2 }], parameters, onError });
			expect(run.status).toBe('canceled');
			expect(took).toBe(0);
			expect(later).toEqual([]);
		});

		test('should start no further batch when a batch is being sent', async () => {
			simulator.addFault({ kind: 'delay', ms: 60_000, method: 'POST' });
			const parameters = { settings: { batchSize: 1, concurrency: 1 } };
			const { run, took, later } = await cancelAfter(1, { items: customers(5), parameters, onError });
			expect(run.status).toBe('canceled');
			expect(took).toBe(0);
			expect(later).toEqual([]);
		});

		test('should start no further batch of a file when a batch is being sent', async () => {
			simulator.addFault({ kind: 'delay', ms: 60_000, method: 'POST' });
			const parameters = { source: 'file', settings: { batchSize: 1, concurrency: 1 } };
			const files = [keepInMemory(Buffer.from('Customer ID\na\nb\nc\n'), 'customers.csv')];
			const { run, took, later } = await cancelAfter(1, { items: [{}], files, parameters, onError });
			expect(run.status).toBe('canceled');
			expect(took).toBe(0);
			expect(later).toEqual([]);
		});

		test('should end at once when the rows of a large file are being checked', async () => {
			const rows = Array.from({ length: 50_000 }, (_, index) => `c${index}\n`);
			const files = [keepInMemory(Buffer.from(`Customer ID\n${rows.join('')}`), 'customers.csv')];
			const parameters = { source: 'file', settings: {} };
			const moment = async () => void (await tickAtEachLook().wait(5_000 / ITEMS_PER_LOOK));
			const { run, took, later } = await cancelAt(moment, { items: [{}], files, parameters, onError });
			expect(run.status).toBe('canceled');
			// A look is never far, so hardly any of the 45,000 left are checked.
			expect(took).toBeLessThan(50);
			expect(later).toEqual([]);
		});

		test.each([
			['before a retry', 503],
			['while Gameball wants no requests', 429],
		])('should send nothing more when Create Batch pauses %s', async (_, status) => {
			const headers = { 'retry-after': '30' };
			simulator.addFault({ kind: 'status', status, headers, method: 'POST', times: Infinity });
			const { run, took, later } = await cancelAfter(3, {
				items: customers(9),
				parameters: { settings: { ...settings, concurrency: 3 } },
				onError,
			});
			expect(run.status).toBe('canceled');
			expect(took).toBe(0);
			expect(later).toEqual([]);
		});

		test('should ask for no further job when Get Job Status is asking for one', async () => {
			simulator.addFault({ kind: 'delay', ms: 60_000, method: 'GET' });
			const items = [{ jobId: 1 }, { jobId: 2 }];
			const { run, took, later } = await cancelAfter(1, { items, parameters: { operation: 'getJobStatus' }, onError });
			expect(run.status).toBe('canceled');
			expect(took).toBe(0);
			expect(later).toEqual([]);
		});
	},
);

test.each([
	['while waiting', 6, {}],
	['while sending', 2, { kind: 'delay', ms: 60_000, method: 'POST' }],
] as const)('should name the jobs that go on in the log when a run is cancelled %s', async (_, requests, fault) => {
	const lines = await collectLog();
	if ('kind' in fault) [{ ...fault, ms: 0 }, fault].forEach((each) => simulator.addFault(each));
	const parameters = { waitForCompletion: true, settings: { ...settings, concurrency: 1 } };
	const { run } = await cancelAfter(requests, { items: customers(3), parameters });
	const jobs = [...simulator.jobs.keys()].slice(0, requests / 2).join(', ');
	expect(lines.at(-1)).toBe(
		`Execution execution was canceled. ${jobs.includes(',') ? 'These jobs continue' : 'This job continues'} at Gameball: ${jobs}`,
	);
	// n8n drops the output of a canceled node, but keeps this.
	expect(run.data.resultData.metadata).toEqual({ gameballJobs: jobs });
});

test('should stop the unfinished jobs and send nothing else when Stop Jobs says so', async () => {
	const parameters = { waitForCompletion: true, settings: { ...settings, stopJobs: ['cancel'] } };
	const { run, took, later } = await cancelAfter(6, { items: customers(3), parameters });
	expect(run.status).toBe('canceled');
	expect(took).toBe(0);
	expect(later).toEqual(['DELETE', 'DELETE', 'DELETE']);
	expect([...simulator.jobs.values()].map((job) => job.answer(Date.now()).status)).toEqual([
		'stopped',
		'stopped',
		'stopped',
	]);
});

test('should stop the jobs created so far when a run that stops its jobs is cancelled while sending', async () => {
	const parameters = { waitForCompletion: true, settings: { ...settings, concurrency: 1, stopJobs: ['cancel'] } };
	simulator.addFault({ kind: 'delay', ms: 0, method: 'POST' });
	simulator.addFault({ kind: 'delay', ms: 60_000, method: 'POST' });
	const { run, later } = await cancelAfter(2, { items: customers(3), parameters });
	expect(run.status).toBe('canceled');
	expect(later).toEqual(['DELETE']);
});

test('should stop the jobs without waiting for status checks that wait for their turn', async () => {
	await simulator.close();
	simulator = await startSimulator({ queuedFor: 0, recordsPerSecond: 0.001 });
	const parameters = {
		waitForCompletion: true,
		settings: { batchSize: 1, concurrency: 10, pollInterval: 1, maxPollInterval: 1, stopJobs: ['cancel'] },
	};
	const { run, later } = await cancelAfter(150, { items: customers(60), parameters });
	expect(run.status).toBe('canceled');
	expect(later).toEqual(Array.from({ length: 60 }, () => 'DELETE'));
});

test('should give up stopping the jobs when Gameball does not answer', async () => {
	const parameters = { waitForCompletion: true, settings: { ...settings, stopJobs: ['cancel'] } };
	simulator.addFault({ kind: 'hang', method: 'DELETE', times: Infinity });
	const { run, took, later } = await cancelAfter(6, { items: customers(3), parameters });
	expect(run.status).toBe('canceled');
	expect(took).toBe(5_000);
	expect(later).toEqual(['DELETE', 'DELETE', 'DELETE']);
});

describe('a run of 20,000 items', () => {
	const items = customers(20_000);

	test('should give the thread back every 20 milliseconds while it is planned', async () => {
		const execution = await start({ simulator, items, parameters: { settings: { dryRun: true } } });
		const looks = tickAtEachLook(ITEMS_PER_LOOK);
		const turns = { count: 0, isCounting: true };
		void (async () => {
			for (; turns.isCounting; turns.count++) await nextTurn();
		})();
		const { run } = resultOf(await execution.result);
		turns.isCounting = false;
		expect(run.status).toBe('success');
		expect(looks.count * ITEMS_PER_LOOK).toBeGreaterThan(items.length);
		expect(turns.count).toBeGreaterThan(items.length / 20);
	});

	test('should end at once and send nothing when it is cancelled while it is planned', async () => {
		const moment = async () => void (await tickAtEachLook().wait(5_000));
		const { run, took, later } = await cancelAt(moment, { items, parameters: {} });
		expect(run.status).toBe('canceled');
		expect(took).toBeLessThan(50);
		expect(later).toEqual([]);
	});
});
