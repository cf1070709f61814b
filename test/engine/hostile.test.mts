import { createServer } from 'node:http';
import type { IDataObject } from 'n8n-workflow';
import type { AddressInfo } from 'node:net';
import { processedKeys } from '../../dev/engine/processedKeys.mts';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { runNode, type NodeRun } from './harness.mts';

let simulator: Simulator;
beforeEach(async () => {
	processedKeys.clear();
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const run = async (more: Partial<NodeRun> = {}) =>
	await runNode({ simulator, items: [{ customerId: 'a' }], parameters: {}, ...more });

describe('a key that a response repeats', () => {
	/** A key that JSON, PHP and URLs write in different ways, and that is the beginning of the other key. */
	const apiKey = 'k/1"\\é+x';
	const secretKey = `${apiKey}-and-more`;
	const credential = { apiKey, secretKey };
	const asEscapes = [...secretKey].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
	const echoes = [
		JSON.stringify(secretKey).slice(1, -1),
		JSON.stringify(secretKey).slice(1, -1).replaceAll('/', '\\/'),
		encodeURIComponent(secretKey),
		...[asEscapes.slice(0, 3).join('') + JSON.stringify(secretKey.slice(3)).slice(1, -1)],
	];
	const answer = (status: number, body: string) => simulator.addFault({ kind: 'status', status, body });
	const shows = (value: unknown): string[] => {
		const text = JSON.stringify(value) + JSON.stringify(JSON.stringify(value));
		return ['and-more', encodeURIComponent(apiKey), JSON.stringify(apiKey).slice(1, -1)].filter((secret) =>
			text.includes(secret),
		);
	};

	test.each(echoes)('should be shown nowhere, in whatever field: %s', async (echo) => {
		const body = `{ "code": "${echo}", "message": "bad ${echo}", "requestId": "${echo}" }`;
		answer(400, body);
		const failed = await run({ credential, onError: 'continueRegularOutput' });
		expect(shows(failed.json)).toEqual([]);
		answer(400, body);
		expect(shows((await run({ credential })).error?.description)).toEqual([]);
		const job = `{ "status": "completed", "operation": "${echo}", "totalCount": 1, "finishedCount": 1, "errorCount": 1, "response": { "successful": [], "failed": [{ "customerId": "${echo}", "error": "${echo}" }] } }`;
		for (const output of ['job', 'summary', 'records']) {
			answer(200, job);
			const { json } = await run({
				credential,
				items: [{ jobId: 7 }],
				parameters: { operation: 'getJobStatus', output },
			});
			expect(json).toHaveLength(1);
			expect(shows(json)).toEqual([]);
		}
	});

	test('should not be looked for where it is as short as a part of a word', async () => {
		const own = await startSimulator({ keys: { apiKey: 'a', secretKey: 'b' } });
		const { json } = await run({ simulator: own }).finally(own.close);
		expect(json).toMatchObject([{ jobId: 123456 }]);
	});

	test('should not be cut in two where a long message is shortened', async () => {
		answer(400, JSON.stringify({ message: `${'x'.repeat(295)}${secretKey}` }));
		const { error } = await run({ credential });
		expect(error?.description).not.toContain(apiKey.slice(0, 4));
	});

	test('should leave what only looks like an escape alone', async () => {
		answer(400, String.raw`{ "message": "C:\\u0041 \u0022quoted\u0022 \u0041" }`);
		const { error } = await run();
		expect(error?.description).toContain(String.raw`Gameball says: C:\u0041 "quoted" A`);
	});
});

test.each([400, 401, 500])('should quote little of a long answer with the status %i', async (status) => {
	const long = 'x'.repeat(1_000_000);
	simulator.addFault({
		kind: 'status',
		status,
		body: JSON.stringify({ message: long, code: long, requestId: long }),
		times: 9,
	});
	const { json } = await run({ onError: 'continueRegularOutput', parameters: { settings: { maxRetries: 0 } } });
	expect(JSON.stringify(json).length).toBeLessThan(4_000);
});

describe('a batch that is refused as a whole', () => {
	const items = ['a', 'b', 'poison-c', 'd'].map((customerId) => ({ customerId }));

	test('should be halved when it is too large, so that what is small enough arrives', async () => {
		simulator.addFault({ kind: 'status', method: 'POST', status: 413, body: '<html>too large</html>', times: 3 });
		const { json, error } = await run({
			items: items.filter(({ customerId }) => !customerId.startsWith('poison')),
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(json.map(({ recordCount, status }) => recordCount ?? status)).toEqual([1, 1, 'invalid']);
		expect(JSON.stringify(json)).toContain('too large');
	});

	test.each([9003, 9004])('should be halved when the code is %i, so that the others arrive', async (code) => {
		const cashback = [1, 2, 3, 4].map((number) => ({
			...{ customerId: `c${number}`, transactionId: `t${number}`, amount: 5 },
			transactionTime: `2026-01-0${number}T10:00:00Z`,
		}));
		const body = JSON.stringify({ code, message: 'Transaction exists already' });
		// The batch, its first half, and the first record of it.
		simulator.addFault({ kind: 'status', method: 'POST', status: 400, body, times: 2 });
		const { json } = await run({
			items: cashback,
			parameters: { recordType: 'cashback', settings: { concurrency: 1 } },
			onError: 'continueRegularOutput',
		});
		expect(json.map(({ recordCount }) => recordCount)).toEqual([1, 1, 2]);
	});
});

describe('a server that does not speak HTTPS', () => {
	test("should release what 'Send Once' claimed, since nothing was sent", async () => {
		const server = createServer((_, response) => response.end('plain')).listen(0);
		const { port } = server.address() as AddressInfo;
		const adjustments = {
			items: [{ customerId: 'a', amount: 5 }],
			parameters: { recordType: 'balanceAdjustment', sendOnce: true },
		};
		const { error } = await run({ ...adjustments, credential: { baseUrl: `https://localhost:${port}` } });
		server.close();
		expect(error?.message).toBe('A secure connection to the base URL could not be made');
		expect(error?.description).toContain('Not sent: item 0.');
		expect(error?.description).not.toContain('may have accepted');
		const { json } = await run(adjustments);
		expect(json).toMatchObject([{ recordCount: 1 }]);
	});
});

describe('what JSON cannot hold', () => {
	const nest = (depth: number): IDataObject => (depth === 0 ? { end: true } : { in: nest(depth - 1) });
	const looping: IDataObject = { name: 'x' };
	looping.self = looping;
	const refusing = {
		toJSON() {
			throw new Error('no');
		},
	};
	const neighbours = [
		{ customerId: 'a', amount: 1 },
		{ customerId: 'c', amount: 1 },
	];

	test.each<[string, unknown]>([
		['a deep object', nest(8_000)],
		['an object in itself', looping],
		['an object that refuses to be written', refusing],
		['a BigInt', 12n],
	])('should be invalid while the others arrive: %s', async (_, value) => {
		const custom = value as IDataObject;
		const result = await run({
			items: [{ customerId: 'a' }, { customerId: 'b', custom: { value: custom } as IDataObject }, { customerId: 'c' }],
			onError: 'continueErrorOutput',
		});
		expect(result.json).toMatchObject([{ recordCount: 2 }]);
		expect(result.errors).toHaveLength(1);
		if (typeof value === 'bigint') return;
		const events = await run({
			items: [
				{ customerId: 'a', eventName: 'e' },
				{ customerId: 'b', eventName: 'e', metadata: { value: custom } as IDataObject },
			],
			parameters: { recordType: 'event', sendOnce: true },
			onError: 'continueErrorOutput',
		});
		expect(events.json).toMatchObject([{ recordCount: 1 }]);
		expect(events.errors).toHaveLength(1);
	});

	test('should never be sent as null: NaN and dates that do not exist', async () => {
		const item = { customerId: 'a', Plan: 'gold', Size: NaN, Since: new Date(NaN), Rate: Infinity };
		await run({ items: [item as unknown as IDataObject] });
		expect(simulator.requests[0]?.body).toEqual({ body: [{ customerId: 'a', custom: { Plan: 'gold' } }] });
		const metadata = { size: NaN, sizes: [1, NaN], name: 'x' };
		await run({ items: [{ customerId: 'a', eventName: 'e', metadata }], parameters: { recordType: 'event' } });
		expect(JSON.stringify(simulator.requests[1]?.body)).toBe(
			'{"body":[{"customerId":"a","events":{"e":{"sizes":[1],"name":"x"}}}]}',
		);
	});

	test('should not keep its neighbours from being remembered as sent, or mark those that never were', async () => {
		const parameters = { recordType: 'balanceAdjustment', sendOnce: true };
		await run({ items: neighbours, parameters });
		const { json } = await run({ items: neighbours, parameters });
		expect(json.map(({ status }) => status)).toEqual(['alreadySent', 'alreadySent']);
	});
});

describe('times beyond what timers can take', () => {
	test('should not end a request at once, or poll without a pause', async () => {
		const DAYS = 30 * 86_400;
		const settings = { requestTimeout: DAYS, pollInterval: DAYS, maxPollInterval: DAYS, maxWaitTime: 60 * 24 * 40 };
		const { json, error } = await run({ parameters: { waitForCompletion: true, settings } });
		expect(error).toBeUndefined();
		expect(json).toMatchObject([{ status: 'successful' }]);
		expect(simulator.requests.filter(({ method }) => method === 'GET').length).toBeLessThan(5);
	});
});
