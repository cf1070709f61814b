import { sleep } from 'n8n-workflow';
import { inVirtualTime } from '../../dev/engine/virtualTime.mts';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { loadGameball, runNode, type NodeResult } from './harness.mts';

/** Refusals that jitter may cause: requests do not arrive as evenly as they are sent. */
const JITTER = 2;

let simulator: Simulator;
beforeEach(async () => {
	await loadGameball();
	simulator = await startSimulator({ queuedFor: 50, recordsPerSecond: 50_000 });
});
afterEach(async () => await simulator.close());

let next = 0;

/** Starts an execution that sends so many batches of one customer each. */
const execute = async (batches: number, to = simulator): Promise<NodeResult> =>
	await runNode({
		simulator: to,
		items: Array.from({ length: batches }, () => ({ customerId: `c${next++}` })),
		parameters: { requestOptions: { batchSize: 1 } },
	});

const expectAllSent = (results: readonly NodeResult[], batches: number, to = simulator) => {
	expect(results.map(({ error }) => error).filter(Boolean)).toEqual([]);
	expect(to.jobs.size).toBe(batches);
	expect(to.requests.length).toBeLessThanOrEqual(batches + JITTER);
};

test.each([
	[60, 1],
	[20, 5],
])(
	'should need no request more than there are batches when %i executions of %i batches start at once',
	async (count, batches) => {
		const results = await inVirtualTime(
			async () => await Promise.all(Array.from({ length: count }, async () => await execute(batches))),
		);
		expectAllSent(results, count * batches);
	},
);

test('should need no request more when a trigger starts 200 executions in 10 seconds', async () => {
	const results = await inVirtualTime(
		async () =>
			await Promise.all(
				Array.from({ length: 200 }, async (_, index) => {
					await sleep(index * 50);
					return await execute(1);
				}),
			),
	);
	expectAllSent(results, 200);
});

test('should send a single customer within three seconds when a run of 300 batches is under way', async () => {
	await inVirtualTime(async () => {
		const long = execute(300);
		await sleep(1_000);
		const start = Date.now();
		await execute(1);
		expect(Date.now() - start).toBeLessThan(3_000);
		expect(simulator.jobs.size).toBeLessThan(200);
		expectAllSent([await long], 301);
	});
});

test('should not let one account slow down another', async () => {
	const other = await startSimulator();
	try {
		await inVirtualTime(async () => {
			const start = Date.now();
			await Promise.all([execute(30), execute(30, other)]);
			expect(Date.now() - start).toBeLessThan(1_000);
		});
	} finally {
		await other.close();
	}
});
