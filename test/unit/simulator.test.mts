import { withGlobal } from '@sinonjs/fake-timers';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { CREATE_BODY } from '../fixtures/tutorial.mts';

/** The simulator is asked over HTTP, without the node, and has to answer as the API documents say. */
let simulator: Simulator;
/** The clock that the simulator looks at; timers and connections are real. */
let clock: ReturnType<ReturnType<typeof withGlobal>['install']>;
beforeEach(async () => {
	clock = withGlobal(globalThis).install({ now: Date.now(), toFake: ['Date', 'performance'] });
	simulator = await startSimulator({ queuedFor: 100, recordsPerSecond: 20 });
});
afterEach(async () => {
	clock.uninstall();
	await simulator.close();
});

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
	const response = await fetch(`${simulator.baseUrl}/api/v4/integrations${path}`, {
		method,
		headers: {
			APIKey: simulator.keys.apiKey,
			SecretKey: simulator.keys.secretKey,
			'Content-Type': 'application/json',
			...headers,
		},
		...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	});
	const text = await response.text();
	return {
		status: response.status,
		headers: response.headers,
		json: text === '' ? undefined : (JSON.parse(text) as unknown),
	};
}

const create = async (body: unknown = CREATE_BODY) => await ask('POST', '/batch/customers', body);
const entries = (count: number) => ({
	body: Array.from({ length: count }, (_, index) => ({ customerId: String(index) })),
});

describe('a job', () => {
	test('should go from queued to running to completed, and count its records', async () => {
		const { status, json } = await create(entries(10));
		expect(status).toBe(200);
		expect(json).toEqual({ jobId: expect.any(Number) });
		const path = `/batch/${(json as { jobId: number }).jobId}`;
		const queued = await ask('GET', path);
		expect(queued.json).toEqual({
			operation: 'Customer Creation Batch Job',
			errorCount: 0,
			totalCount: 0,
			finishedCount: 0,
			startedAt: null,
			createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
			status: 'queued',
			response: null,
		});
		clock.tick(350);
		expect((await ask('GET', path)).json).toMatchObject({ status: 'running', totalCount: 10 });
		clock.tick(500);
		expect((await ask('GET', path)).json).toMatchObject({
			status: 'completed',
			totalCount: 10,
			finishedCount: 10,
			errorCount: 0,
		});
		expect(simulator.customers.size).toBe(10);
	});

	test('should give the reason under error or message when it refuses a record', async () => {
		await create({
			body: [
				{ customerId: 'refuse-1' },
				{ customerId: '2', email: 'n/a' },
				{ customerId: '3', customerAttributes: { mobile: '12' } },
			],
		});
		clock.tick(400);
		expect((await ask('GET', '/batch/123456')).json).toMatchObject({
			status: 'failed',
			errorCount: 3,
			response: {
				successful: [],
				failed: [
					{ customerId: 'refuse-1', error: 'Failed to create customer' },
					{ customerId: '2', error: 'Email is not valid' },
					{ customerId: '3', message: 'Mobile number is not valid' },
				],
			},
		});
	});

	test('should stop on DELETE', async () => {
		await create();
		const { status } = await ask('DELETE', '/batch/123456');
		expect(status).toBe(200);
		expect((await ask('GET', '/batch/123456')).json).toMatchObject({ status: 'stopped', response: null });
	});

	test('should update a customer when it exists', async () => {
		await create({ body: [{ customerId: '1', city: 'Cairo' }] });
		await create({ body: [{ customerId: '1', name: 'Ada' }] });
		clock.tick(300);
		expect(simulator.customers.get('1')).toEqual({ customerId: '1', city: 'Cairo', name: 'Ada' });
		expect((await ask('GET', '/batch/123457')).json).toMatchObject({
			response: { successful: [{ message: 'Customer updated successfully' }] },
		});
	});
});

describe('an error', () => {
	const error = (code: number) => ({
		code,
		type: expect.any(String),
		message: expect.any(String),
		documentationUrl: expect.any(String),
		requestId: expect.any(String),
	});

	test.each([
		[{ APIKey: 'x' }, 401, 1000],
		[{ APIKey: '' }, 401, 1000],
		[{ SecretKey: '' }, 401, 1001],
		[{ SecretKey: 'x' }, 401, 1000],
	])('should be returned when the keys are %j', async (headers, status, code) => {
		const answer = await ask('POST', '/batch/customers', CREATE_BODY, headers);
		expect(answer).toMatchObject({ status, json: error(code) });
		expect(simulator.jobs.size).toBe(0);
	});

	test.each([
		['no body', '', 400, 3000],
		['no entries at all', {}, 400, 3000],
		['no entries', { body: [] }, 400, 3016],
		['too many entries', entries(1001), 400, 3016],
		['no list', { body: {} }, 400, 3016],
		['a number as ID', { body: [{ customerId: 1 }] }, 422, 3003],
		['no ID', { body: [{}] }, 422, 3001],
		['no JSON', '{', 400, 3016],
	])('should be returned when the request has %s', async (_, body, status, code) => {
		expect(await create(body)).toMatchObject({ status, json: error(code) });
		expect(simulator.jobs.size).toBe(0);
	});

	test('should not be returned when there are 1,000 entries', async () => {
		expect((await create(entries(1000))).status).toBe(200);
	});

	test.each([['/batch/999'], ['/batch/abc'], ['/nothing']])('should be 404 when the path is %s', async (path) => {
		expect(await ask('GET', path)).toMatchObject({ status: 404, json: error(4004) });
	});

	test('should be 429 when there are more than 30 requests a second', async () => {
		const answers = await Promise.all(Array.from({ length: 40 }, async () => await ask('GET', '/transactions/count')));
		expect(answers.filter(({ status }) => status === 200)).toHaveLength(30);
		expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1');
	});
});

describe('a fault on demand', () => {
	test('should replace the answer by a status, as often as asked', async () => {
		simulator.addFault({ kind: 'status', status: 503, body: '{"code":5003}', times: 2 });
		const statuses = [await create(), await create(), await create()].map(({ status }) => status);
		expect(statuses).toEqual([503, 503, 200]);
		expect(simulator.jobs.size).toBe(1);
	});

	test('should drop the connection before anything is done', async () => {
		simulator.addFault({ kind: 'drop' });
		await expect(create()).rejects.toThrow('fetch failed');
		expect(simulator.jobs.size).toBe(0);
	});

	test('should lose the answer after the work is done', async () => {
		simulator.addFault({ kind: 'loseAnswer', method: 'POST' });
		await expect(create()).rejects.toThrow('fetch failed');
		expect(simulator.jobs.size).toBe(1);
	});

	test('should delay the answer', async () => {
		simulator.addFault({ kind: 'delay', ms: 300 });
		const start = process.hrtime.bigint();
		expect((await create()).status).toBe(200);
		expect(Number(process.hrtime.bigint() - start) / 1e6).toBeGreaterThanOrEqual(290);
	});

	test('should be available over HTTP, for trying things by hand', async () => {
		await fetch(`${simulator.baseUrl}/simulator/faults`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ kind: 'status', status: 500 }),
		});
		expect((await create()).status).toBe(500);
		const received = await fetch(`${simulator.baseUrl}/simulator/received`);
		expect(await received.json()).toMatchObject({
			requests: 1,
			jobs: 0,
			records: 0,
			done: 0,
			refused: 0,
			customers: 0,
		});
	});
});

test('should know the documented API versions and no others', async () => {
	const status = async (version: string) => {
		const { apiKey, secretKey } = simulator.keys;
		const response = await fetch(`${simulator.baseUrl}/api/${version}/integrations/transactions/count`, {
			headers: { apikey: apiKey, secretkey: secretKey },
		});
		return response.status;
	};
	expect(await Promise.all(['v4', 'v4.0', 'v4.1', 'v3'].map(status))).toEqual([200, 200, 200, 404]);
});
