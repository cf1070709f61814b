import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { runNode, type NodeRun } from './harness.mts';

const BATCH = '/api/v4/integrations/batch';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ queuedFor: 50, recordsPerSecond: 50_000, jobAddresses: 'openApi' });
});
afterEach(async () => await simulator.close());

const run = async (parameters: NodeRun['parameters'], items: NodeRun['items']) =>
	await runNode({ simulator, items, parameters });

/** The requests about jobs, in the order of arrival. */
const asked = (): string[] =>
	simulator.requests
		.map(({ method, url }) => `${method} ${url.replace(BATCH, '')}`)
		.filter((request) => /\d/.test(request));

const ADJUSTMENTS = [
	{ customerId: 'a', amount: 10 },
	{ customerId: 'b', amount: -10 },
];

const WAITING = {
	recordType: 'balanceAdjustment',
	waitForCompletion: true,
	onJobFailure: 'return',
	requestOptions: { pollInterval: 1 },
};

describe('jobs at the addresses of the OpenAPI file', () => {
	test('should be waited for, and every record should come out', async () => {
		const { json, error } = await run({ ...WAITING, output: 'records' }, ADJUSTMENTS);
		expect(error).toBeUndefined();
		expect(json).toMatchObject([
			{ jobId: 123456, customerId: 'a', status: 'successful' },
			{ jobId: 123456, customerId: 'b', status: 'failed', message: 'Insufficient balance' },
		]);
	});

	test('should be asked for at the addresses of the guides only once', async () => {
		await run({ recordType: 'customer' }, [{ customerId: 'a' }]);
		for (let times = 0; times < 3; times++) await run({ operation: 'getJobStatus' }, [{ jobId: 123456 }]);
		await run({ operation: 'stopJob' }, [{ jobId: 123456 }]);
		expect(asked()).toEqual([
			'GET /123456',
			...Array.from({ length: 3 }, () => 'GET es/123456/status'),
			'POST es/123456/stop',
			'GET es/123456/status',
		]);
	});

	test('should come out untouched, with their meaning, when Output is job', async () => {
		await run(WAITING, ADJUSTMENTS);
		const { json } = await run({ operation: 'getJobStatus', output: 'job' }, [{ jobId: 123456 }]);
		expect(json).toEqual([
			{
				batchId: '123456',
				status: 'completed',
				progress: 100,
				totalItems: 2,
				processedItems: 2,
				failedItems: 1,
				results: [{ customerId: 'a', message: 'Balance adjusted successfully' }],
				errors: [{ customerId: 'b', error: 'Insufficient balance' }],
				jobId: 123456,
				isFinished: true,
			},
		]);
	});

	test('should come out without their records when Output is summary', async () => {
		await run(WAITING, ADJUSTMENTS);
		const { json } = await run({ operation: 'getJobStatus', output: 'summary' }, [{ jobId: 123456 }]);
		expect(json[0]).toMatchObject({ jobId: 123456, failedItems: 1 });
		expect(json[0]).not.toHaveProperty('results');
		expect(json[0]).not.toHaveProperty('errors');
	});

	test('should be stopped', async () => {
		await simulator.close();
		simulator = await startSimulator({ queuedFor: 60_000, jobAddresses: 'openApi' });
		await run({ recordType: 'customer' }, [{ customerId: 'a' }]);
		const { json } = await run({ operation: 'stopJob' }, [{ jobId: 123456 }]);
		expect(json).toMatchObject([{ jobId: 123456, status: 'stopped', isFinished: true, stopped: true }]);
		expect(asked()).toEqual(['DELETE /123456', 'POST es/123456/stop', 'GET es/123456/status']);
	});

	test('should be found when the address of the guides does not know the method', async () => {
		await run({ recordType: 'customer' }, [{ customerId: 'a' }]);
		simulator.addFault({ kind: 'status', status: 405, method: 'GET', body: '' });
		const { json } = await run({ operation: 'getJobStatus' }, [{ jobId: 123456 }]);
		expect(json).toMatchObject([{ jobId: 123456, batchId: '123456' }]);
	});
});

describe('a job that is at neither address', () => {
	test('should be unknown after one request to each', async () => {
		const { error } = await run({ operation: 'getJobStatus' }, [{ jobId: 999 }]);
		expect(error?.message).toBe('Gameball has no job with this ID');
		expect(asked()).toEqual(['GET /999', 'GET es/999/status']);
	});

	test.each([
		['a web page', { status: 200, body: '<html>Welcome</html>' }],
		['data that are no job', { status: 200, body: '{"jobs":[]}' }],
		['a 500', { status: 500, body: '' }],
	])('should be unknown when the other address answers with %s', async (_, answer) => {
		simulator.addFault({ kind: 'status', status: 404, method: 'GET', body: '' });
		simulator.addFault({ kind: 'status', method: 'GET', ...answer });
		const { error } = await run({ operation: 'getJobStatus' }, [{ jobId: 999 }]);
		expect(error?.message).toBe('Gameball has no job with this ID');
		expect(asked()).toHaveLength(2);
	});

	test.each([
		['of the OpenAPI file', [], 'GET es/999/status'],
		['of the guides', [{ kind: 'status', status: 200, body: '{"status":"running"}' }], 'GET /999'],
	] as const)('should be unknown after one request once the address %s has worked', async (_, faults, request) => {
		await run({ recordType: 'customer' }, [{ customerId: 'a' }]);
		for (const fault of faults) simulator.addFault({ ...fault, method: 'GET' });
		await run({ operation: 'getJobStatus' }, [{ jobId: 123456 }]);
		const before = asked().length;
		const { error } = await run({ operation: 'getJobStatus' }, [{ jobId: 999 }]);
		expect(error?.message).toBe('Gameball has no job with this ID');
		expect(asked().slice(before)).toEqual([request]);
	});
});
