import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { sleep } from 'n8n-workflow';
import { HostCredentials } from '../../dev/engine/credentials.mts';
import { inVirtualTime } from '../../dev/engine/virtualTime.mts';
import { waitWithNode } from '../../dev/measure/waits/run.mts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../dev/simulator/server.mts';
import { loadGameball, resultOf, runNode, start, type NodeResult, type NodeRun } from './harness.mts';

let simulator: Simulator;
const open = async (options?: SimulatorOptions) => (simulator = await startSimulator(options));
afterEach(async () => await simulator.close());

const customers = (count: number) => Array.from({ length: count }, (_, index) => ({ customerId: `c${index}` }));

const run = async (more: Partial<NodeRun> = {}) =>
	await runNode({ simulator, items: customers(1), parameters: {}, ...more });

/** Makes a run, and measures its virtual time in milliseconds. */
const measure = async (more: Partial<NodeRun>): Promise<NodeResult & { readonly took: number }> =>
	await inVirtualTime(async () => {
		const start = performance.now();
		const result = await run(more);
		return { ...result, took: performance.now() - start };
	});

/** Creates jobs, and returns items with their IDs. */
const createJobs = async (count: number, to = simulator) =>
	(await runNode({ simulator: to, items: customers(count), parameters: { settings: { batchSize: 1 } } })).json;

const waitFor = (minutes: number) => ({ operation: 'waitForCompletion', settings: { maxWaitTime: minutes } });

const SECOND = 1 / 60;

describe('keys', () => {
	beforeEach(async () => await open());

	test('should not go to a proxy when the base URL is on this machine', async () => {
		const heard: unknown[] = [];
		const proxy = createServer((request, response) => {
			heard.push(request.url, request.headers);
			response.end('{"jobId":1}');
		}).listen(0);
		const { port } = proxy.address() as AddressInfo;
		const { HTTP_PROXY: before } = process.env;
		process.env.HTTP_PROXY = `http://127.0.0.1:${port}`;
		const { json } = await run().finally(() => {
			if (before === undefined) delete process.env.HTTP_PROXY;
			else process.env.HTTP_PROXY = before;
			proxy.close();
		});
		expect(heard).toEqual([]);
		expect(json).toMatchObject([{ jobId: 123456 }]);
	});

	test('should stay those of the address when the credential is changed during a run', async () => {
		const changed = { apiKey: 'the new API key', secretKey: 'the new secret key', baseUrl: 'https://new.example' };
		const { getDecrypted } = HostCredentials.prototype;
		let reads = 0;
		jest.spyOn(HostCredentials.prototype, 'getDecrypted').mockImplementation(async function (
			this: HostCredentials,
			...given
		) {
			const credential = await Reflect.apply(getDecrypted, this, given);
			return reads++ === 0 ? credential : { ...credential, ...changed };
		});
		const { error } = await run({ parameters: { waitForCompletion: true } });
		expect(error).toBeUndefined();
		expect(simulator.requests.length).toBeGreaterThan(1);
		for (const { headers } of simulator.requests) {
			expect(headers).toMatchObject({ apikey: simulator.keys.apiKey, secretkey: simulator.keys.secretKey });
		}
	});
});

describe('an answer', () => {
	beforeEach(async () => await open());

	test("should take no longer than 'Request Timeout', however slowly it comes", async () => {
		simulator.addFault({ kind: 'drip', method: 'POST' });
		const { error, took } = await measure({ parameters: { settings: { requestTimeout: 7, maxRetries: 0 } } });
		expect(error?.message).toBe('Gameball did not respond in time');
		expect(took).toBe(7_000);
	});

	test('should be waited for longer than n8n itself would', async () => {
		simulator.addFault({ kind: 'hang', method: 'POST' });
		const { took } = await measure({ parameters: { settings: { requestTimeout: 600, maxRetries: 0 } } });
		expect(took).toBe(600_000);
	});

	test('should be read when it begins with a byte order mark', async () => {
		simulator.addFault({ kind: 'status', method: 'POST', status: 200, body: '\uFEFF{"jobId":5}' });
		expect((await run()).json).toMatchObject([{ jobId: 5 }]);
	});

	test("should take no longer than 'Max Wait Time' when it is that of a status check", async () => {
		const items = await createJobs(1);
		simulator.addFault({ kind: 'drip', method: 'GET', times: Infinity });
		const { error, took } = await measure({ items, parameters: waitFor(10 * SECOND) });
		expect(error?.message).toBe('The job could not be checked in time');
		expect(took).toBeGreaterThan(9_000);
		expect(took).toBeLessThanOrEqual(15_000);
	});

	const adjustment = { parameters: { recordType: 'balanceAdjustment' }, items: [{ customerId: 'a', amount: 1 }] };
	const expectTooLong = ({ error }: NodeResult): void => {
		expect(error?.message).toBe('The response from the base URL is too long');
		expect(error?.description).toContain('May have arrived: item 0.');
	};

	test('should be refused when it is too long, and say so', async () => {
		simulator.addFault({ kind: 'oversize', method: 'POST' });
		expectTooLong(await run(adjustment));
	});

	test('should not be decompressed further than that', async () => {
		const bomb = gzipSync(Buffer.alloc(500_000_000));
		const server = createServer((_, response) => {
			response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
		}).listen(0);
		const { port } = server.address() as AddressInfo;
		const before = process.memoryUsage().rss;
		const credential = { baseUrl: `http://127.0.0.1:${port}` };
		// In virtual time, nothing waits for a decompression.
		const { result } = await start({ simulator, credential, ...adjustment });
		const ended = await result;
		server.closeAllConnections();
		server.close();
		expectTooLong(resultOf(ended));
		expect(process.memoryUsage().rss - before).toBeLessThan(450_000_000);
	});

	test('should be read when a job has long results', async () => {
		const successful = Array.from({ length: 1_000 }, (_, index) => ({
			customerId: `c${index}`,
			message: 'ab, '.repeat(12_000),
		}));
		const body = JSON.stringify({
			status: 'completed',
			totalCount: 1_000,
			finishedCount: 1_000,
			response: { successful, failed: [] },
		});
		expect(body.length).toBeGreaterThan(48_000_000);
		simulator.addFault({ kind: 'status', method: 'GET', status: 200, body });
		const { json } = await run({ items: [{ jobId: 7 }], parameters: { operation: 'getJobStatus', output: 'records' } });
		expect(json).toHaveLength(1_000);
	});

	test('should be refused when it is made of more objects than any job', async () => {
		const body = `{"status":"completed","response":{"successful":[${'{},'.repeat(1_000_000)}{}]}}`;
		simulator.addFault({ kind: 'status', method: 'GET', status: 200, body });
		const { error } = await run({ items: [{ jobId: 7 }], parameters: { operation: 'getJobStatus' } });
		expect(error?.description).toContain('The response has an unexpected format');
	});

	test('should count no more refused records than a job has', async () => {
		const body = JSON.stringify({
			status: 'completed',
			totalCount: 2,
			finishedCount: 2,
			errorCount: 50,
			response: null,
		});
		simulator.addFault({ kind: 'status', method: 'GET', status: 200, body, times: Infinity });
		const { error } = await run({
			items: customers(4),
			parameters: { waitForCompletion: true, settings: { trial: { size: 2, maxRefused: 50 } } },
		});
		expect(error?.description).toContain('2 of 2 trial records were refused or not confirmed (100%)');
	});
});

describe("'Max Wait Time'", () => {
	beforeEach(async () => await open({ queuedFor: 3_600_000 }));

	test('should end the wait for more jobs than can be checked in that time', async () => {
		const items = await createJobs(120);
		const { json, took } = await measure({ items, parameters: waitFor(3 * SECOND), onError: 'continueRegularOutput' });
		expect(took).toBeLessThanOrEqual(4_000);
		expect(json).toHaveLength(120);
		expect(json.map(({ message }) => String(message))).toContainEqual(expect.stringContaining("Raise 'Max Wait Time'"));
	});

	test('should end a wait although Gameball wants no further check so soon', async () => {
		const items = await createJobs(1);
		simulator.addFault({
			...{ kind: 'status', method: 'GET', status: 200, headers: { 'retry-after': '20' }, times: Infinity },
			body: JSON.stringify({ status: 'queued', totalCount: 1 }),
		});
		const { error, took } = await measure({ items, parameters: waitFor(3 * SECOND) });
		expect(error?.message).toBe('The job did not finish in time');
		expect(took).toBeLessThanOrEqual(3_000);
	});

	test('should end a wait beside one for 200 stuck jobs', async () => {
		const [one, ...others] = await createJobs(201);
		await inVirtualTime(async () => {
			const long = run({ items: others, parameters: waitFor(5), onError: 'continueRegularOutput' });
			await sleep(1_000);
			const { took } = await measure({ items: [one ?? {}], parameters: waitFor(12 * SECOND) });
			expect(took).toBeLessThanOrEqual(13_000);
			await long;
		});
	});
});

test('a wait for a finished job should not starve beside one for 150 stuck jobs', async () => {
	await open({ shareDone: (jobId) => (jobId === 123_456 ? 1 : 0) });
	const [finished, ...stuck] = await createJobs(151);
	await inVirtualTime(async () => {
		const long = run({ items: stuck, parameters: waitFor(2), onError: 'continueRegularOutput' });
		await sleep(500);
		const { json, took } = await measure({ items: [finished ?? {}], parameters: waitFor(2) });
		expect(json).toMatchObject([{ status: 'completed' }]);
		expect(took).toBeLessThan(2_000);
		await long;
	});
});

test('requests should keep the rates when n8n is busy and sends them late', async () => {
	let began: number | undefined;
	await open({
		delayArrival() {
			began ??= performance.now();
			return Math.max(0, 300 - ((performance.now() - began) % 2_000));
		},
	});
	const parameters = { settings: { batchSize: 1, concurrency: 10 } };
	await Promise.all(Array.from({ length: 8 }, async () => await run({ items: customers(50), parameters })));
	expect(simulator.received()).toMatchObject({ jobs: 400, tooMany: 0 });
});

describe('waits that have the account to themselves', () => {
	test.each([
		[60, 45],
		[100, 10],
	])('should see %i jobs of %i seconds end within five seconds', async (count, seconds) => {
		await open();
		const { waits } = await waitWithNode(
			await loadGameball(),
			{ count, duration: seconds * 1_000, work: 'steady', seed: 1 },
			60,
		);
		expect(waits.filter(({ delay }) => delay > 5_000)).toEqual([]);
	});
});

test('300 executions that wait should delay no request to send something', async () => {
	await open({ queuedFor: 60_000 });
	const jobs = await createJobs(300);
	await inVirtualTime(async () => {
		await sleep(30_000);
		const waits = jobs.map(async (job) => await run({ items: [job], parameters: waitFor(10) }));
		const delays: number[] = [];
		for (let second = 0; second < 60; second++) {
			await sleep(1_000);
			const { took } = await measure({});
			delays.push(took);
		}
		expect(Math.max(...delays)).toBeLessThanOrEqual(1_000);
		const ended = await Promise.all(waits);
		expect(ended.every(({ json }) => json[0]?.status === 'completed')).toBe(true);
		expect(simulator.received().tooMany).toBe(0);
	});
});
