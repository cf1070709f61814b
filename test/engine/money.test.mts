import type { IDataObject } from 'n8n-workflow';
import { inVirtualTime } from '../../dev/engine/virtualTime.mts';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { recordTypes } from '../../nodes/Gameball/records/index.ts';
import { runNode, type NodeResult, type NodeRun } from './harness.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ queuedFor: 50, recordsPerSecond: 50_000 });
});
afterEach(async () => await simulator.close());

const run = async (request: Omit<NodeRun, 'simulator'>): Promise<NodeResult> =>
	await inVirtualTime(async () => await runNode({ simulator, ...request }));

const posts = (): number => simulator.requests.filter(({ method }) => method === 'POST').length;

const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;
const OUTPUTS: ReadonlyArray<readonly [string, IDataObject]> = [
	['no wait', {}],
	...['job', 'summary', 'records'].map((output) => [`output ${output}`, { waitForCompletion: true, output }] as const),
];

/** A row for each record type; of adjustments and redemptions the customer has too little for it. */
const ROWS: Readonly<Record<string, IDataObject>> = {
	customer: {},
	order: { orderId: 'o', orderDate: '2024-01-01T00:00:00Z', totalPaid: 100 },
	orderTransaction: { orderId: 'o' },
	balanceInquiry: {},
	balanceAdjustment: { amount: 100 },
	cashback: { transactionId: 't', transactionTime: '2024-01-01T00:00:00Z', amount: 100 },
	redemption: { transactionId: 't', transactionTime: '2024-01-01T00:00:00Z', amount: 100 },
	event: { eventName: 'visit' },
};

describe('Retry On Fail', () => {
	const harmful = recordTypes.filter(({ isIdempotent }) => !isIdempotent).map(({ name }) => name);
	const cases = harmful.flatMap((recordType) =>
		ON_ERROR.flatMap((onError) => OUTPUTS.map(([output, parameters]) => ({ recordType, onError, output, parameters }))),
	);

	test.each(cases)(
		'should send nothing of the type $recordType with $onError and $output',
		async ({ recordType, onError, parameters }) => {
			const items = [
				{ customerId: 'a', ...ROWS[recordType] },
				{ customerId: 'b', ...ROWS[recordType] },
			];
			const { error, output, errors } = await run({
				items,
				parameters: { recordType, ...parameters },
				onError,
				retryOnFail: true,
			});
			expect(simulator.requests).toEqual([]);
			const message = "Turn off 'Retry On Fail' for this record type";
			if (onError === 'stopWorkflow') {
				expect(error?.message).toBe(message);
				expect(error?.description).toContain('Nothing was sent.');
			} else {
				const told = onError === 'continueErrorOutput' ? errors : output;
				expect(told.map(({ json }) => (json.error as IDataObject).message)).toEqual([message, message]);
			}
		},
	);

	test('should pay nobody twice when the first adjustment is refused', async () => {
		const items = [
			{ customerId: 'poor', amount: -100 },
			{ customerId: 'rich', amount: 100 },
		];
		for (const retryOnFail of [true, false]) {
			await run({
				items,
				parameters: { recordType: 'balanceAdjustment', waitForCompletion: true, output: 'records' },
				onError: 'continueErrorOutput',
				retryOnFail,
			});
		}
		expect(Object.fromEntries(simulator.account.balances)).toEqual({ rich: 100 });
	});

	test('should stay allowed for customers, who arrive', async () => {
		simulator.addFault({ kind: 'status', status: 401, method: 'POST' });
		const { json } = await run({ items: [{ customerId: 'a' }], parameters: {}, retryOnFail: true });
		expect(json).toMatchObject([{ recordCount: 1 }]);
		expect(simulator.received().records).toBe(1);
	});
});

describe('a batch that is refused for its data', () => {
	const customers = (count: number, poison: readonly number[] = []) =>
		Array.from({ length: count }, (_, index) => ({
			customerId: `${poison.includes(index) ? 'poison-' : 'c'}${index}`,
		}));

	test.each([0, 1, 499, 500, 998, 999])('should sink no other row when row %i of 1,000 is at fault', async (row) => {
		const { output, errors } = await run({
			items: customers(1_000, [row]),
			parameters: {},
			onError: 'continueErrorOutput',
		});
		expect(posts()).toBeLessThanOrEqual(25);
		expect(errors).toMatchObject([{ pairedItem: { item: row } }]);
		expect(errors[0]?.json.message).toContain(
			'Gameball refused this record. Gameball says: One of the records has an invalid',
		);
		expect(output.reduce((sum, { json }) => sum + Number(json.recordCount), 0)).toBe(999);
		const sent = [...simulator.jobs.values()].flatMap(({ entries }) => entries.map((entry) => JSON.stringify(entry)));
		expect([sent.length, new Set(sent).size]).toEqual([999, 999]);
	});

	test('should report each row once, in the order of the input, when the output is Records', async () => {
		const { json, output } = await run({
			items: customers(20, [3, 4, 17]),
			parameters: { waitForCompletion: true, output: 'records', options: { invalidRecords: 'skip' } },
		});
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(Array.from({ length: 20 }, (_, item) => ({ item })));
		expect(json.flatMap(({ status }, item) => (status === 'invalid' ? [item] : []))).toEqual([3, 4, 17]);
		expect(json.filter(({ status }) => status === 'successful')).toHaveLength(17);
	});

	test('should stop the workflow with the rows at fault after the others were sent', async () => {
		const { error } = await run({ items: customers(10, [2]), parameters: {} });
		expect(error?.message).toBe('Gameball refused this data');
		expect(error?.description).toContain(
			'Item 2 (counting from 0, poison-2): Gameball refused this record. Gameball says: One of the records',
		);
		expect(error?.description).toContain('Gameball accepted the others.');
		expect(error?.description).toContain(`Sent as jobs `);
		expect(simulator.received().records).toBe(9);
	});

	test('should give up after 60 further requests and fail with the rest when many rows are at fault', async () => {
		const poison = Array.from({ length: 500 }, (_, index) => index * 2);
		const { errors, output } = await run({
			items: customers(1_000, poison),
			parameters: { requestOptions: { maxRetries: 0 } },
			onError: 'continueErrorOutput',
		});
		expect(posts()).toBe(61);
		const items = [...output, ...errors].flatMap(
			({ pairedItem }) => pairedItem as { item: number } | Array<{ item: number }>,
		);
		expect(items.map(({ item }) => item).sort((one, other) => one - other)).toEqual(
			Array.from({ length: 1_000 }, (_, item) => item),
		);
		expect(errors.at(-1)?.json.error).toMatchObject({ httpStatus: 422, code: 3003 });
	});

	test.each([
		['401', { status: 401, body: '{"code":1000,"message":"No"}' }],
		['403', { status: 403, body: '{"code":1002,"message":"No"}' }],
		['404', { status: 404, body: '{"code":4004,"message":"No"}' }],
		['a 400 that is a web page', { status: 400, body: '<html></html>' }],
		['an unknown code', { status: 422, body: '{"code":7777,"message":"No"}' }],
	])('should not be divided when Gameball answers with %s', async (_, { status, body }) => {
		simulator.addFault({ kind: 'status', method: 'POST', times: Infinity, status, body });
		await run({
			items: customers(10),
			parameters: { requestOptions: { maxRetries: 0 } },
			onError: 'continueErrorOutput',
		});
		expect(posts()).toBe(1);
	});

	test('should not be divided but retried when another request is at work on a customer', async () => {
		const body = '{"code":2001,"message":"Concurrent"}';
		simulator.addFault({ kind: 'status', method: 'POST', times: 2, status: 422, body });
		const { json } = await run({ items: customers(10), parameters: {} });
		expect(json).toMatchObject([{ recordCount: 10 }]);
		expect(posts()).toBe(3);
	});

	test('should pay each of the other customers once', async () => {
		const items = customers(100, [10, 60]).map((customer) => ({ ...customer, amount: 5 }));
		const parameters = { recordType: 'balanceAdjustment', waitForCompletion: true, output: 'records' };
		await run({ items, parameters, onError: 'continueErrorOutput' });
		const balances = [...simulator.account.balances];
		expect(balances).toHaveLength(98);
		expect(new Set(balances.map(([, balance]) => balance))).toEqual(new Set([5]));
	});
});

/** Runs every combination of the settings twice over rows of which some are refused, as a hurried user would. */
describe('the account after runs with every setting', () => {
	const cases = recordTypes.flatMap(({ name: recordType }) =>
		ON_ERROR.flatMap((onError) =>
			[true, false].flatMap((retryOnFail) =>
				OUTPUTS.map(([output, parameters]) => ({ recordType, onError, retryOnFail, output, parameters })),
			),
		),
	);

	test.each(cases)(
		'should have at most what the rows say: $recordType, $onError, Retry On Fail $retryOnFail, $output',
		async ({ recordType, onError, retryOnFail, parameters }) => {
			const items = ['refuse-a', 'b', 'c'].map((customerId, index) => ({
				customerId,
				...ROWS[recordType],
				...(recordType === 'customer' ? {} : { orderId: `o${index}`, transactionId: `t${index}` }),
				...(index === 0 && recordType === 'balanceAdjustment' ? { amount: -100 } : {}),
			}));
			for (const { customerId } of items) simulator.account.move(customerId, recordType === 'redemption' ? 150 : 0);
			await run({ items, parameters: { recordType, ...parameters }, onError, retryOnFail });
			const limit = recordType === 'redemption' ? 150 : 100;
			for (const [, balance] of simulator.account.balances) {
				expect(balance).toBeLessThanOrEqual(limit);
				expect(balance).toBeGreaterThanOrEqual(0);
			}
			const counts = [...simulator.account.events.values()].flatMap((events) => [...events.values()]);
			expect(Math.max(0, ...counts)).toBeLessThanOrEqual(1);
		},
	);
});
