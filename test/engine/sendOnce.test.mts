import fc from 'fast-check';
import { sleep, type INodeParameters } from 'n8n-workflow';
import { processedKeys } from '../../dev/engine/processedKeys.mts';
import { KINDS } from '../../dev/simulator/account.mts';
import type { Fault } from '../../dev/simulator/faults.mts';
import { inVirtualTime } from '../../dev/engine/virtualTime.mts';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { recordTypes } from '../../nodes/Gameball/records/index.ts';
import { runNode, start, type NodeResult, type NodeRun } from './harness.mts';

let simulator: Simulator;
beforeEach(async () => {
	processedKeys.clear();
	simulator = await startSimulator({ queuedFor: 50, recordsPerSecond: 50_000 });
});
afterEach(async () => await simulator.close());

type Request = Omit<NodeRun, 'simulator'>;

const run = async (request: Request): Promise<NodeResult> =>
	await inVirtualTime(async () => await runNode({ simulator, ...request }));

const posts = (): number => simulator.requests.filter(({ method }) => method === 'POST').length;
const balances = (): Record<string, number> => Object.fromEntries(simulator.account.balances);
const hints = ({ task }: NodeResult): string =>
	(task?.hints ?? []).flatMap(({ message }) => message.split('<br>')).join('\n');

const adjustments = (count: number, amount = 10) =>
	Array.from({ length: count }, (_, index) => ({ customerId: `c${index}`, amount }));

/** The parameters of a run that adjusts balances and waits. */
const waiting = (settings: INodeParameters = {}): INodeParameters => ({
	recordType: 'balanceAdjustment',
	waitForCompletion: true,
	output: 'records',
	settings: { sendOnce: true, ...settings },
});
const notWaiting = (settings: INodeParameters = {}): INodeParameters => ({
	recordType: 'balanceAdjustment',
	settings: { sendOnce: true, ...settings },
});

const ALREADY = { status: 'alreadySent', message: 'Not sent: the node already sent this record' };

/** A row of each record type. */
const ROW = {
	...{ orderId: 'o', orderDate: '2024-01-01T00:00:00Z', totalPaid: 100, amount: 100, eventName: 'visit' },
	...{ transactionId: 't', transactionTime: '2024-01-01T00:00:00Z' },
};

describe('a second run of the same rows', () => {
	const shapes: ReadonlyArray<readonly [string, INodeParameters]> = [
		['no wait', {}],
		...['job', 'summary', 'records'].map((output) => [output, { waitForCompletion: true, output }] as const),
	];
	const counted = recordTypes.filter(({ isIdempotent }) => !isIdempotent);
	const cases = counted.flatMap(({ name, identity }) =>
		shapes.map(([shape, parameters]) => ({ recordType: name, identity, shape, parameters })),
	);

	test.each(cases)(
		'should send nothing of the type $recordType with $shape',
		async ({ recordType, identity, parameters }) => {
			const items = ['a', 'b'].map((customerId) => ({
				customerId,
				...ROW,
				orderId: customerId,
				transactionId: customerId,
			}));
			simulator.account.move('a', 500);
			simulator.account.move('b', 500);
			simulator.account.process(kindOf('orders'), { ...items[0] });
			simulator.account.process(kindOf('orders'), { ...items[1] });
			const request = {
				items,
				parameters: { recordType, ...parameters, settings: { sendOnce: true, unknownFields: 'ignore' } },
			};
			await run(request);
			expect(posts()).toBe(1);
			const second = await run(request);
			expect([posts(), simulator.jobs.size]).toEqual([1, 1]);
			expect(second.error).toBeUndefined();
			expect(second.output).toEqual([
				{ json: { ...ALREADY, [identity]: 'a' }, pairedItem: { item: 0 } },
				{ json: { ...ALREADY, [identity]: 'b' }, pairedItem: { item: 1 } },
			]);
			expect(hints(second)).toContain(
				'2 records were not sent again. Item 0 (counting from 0, a): Not sent: the node already sent this record.',
			);
		},
	);

	test('should send only the new rows, and every item comes out once', async () => {
		await run({ items: adjustments(3), parameters: waiting() });
		const { json, output } = await run({ items: adjustments(5), parameters: waiting({ batchSize: 2 }) });
		expect(json.map(({ status }) => status)).toEqual([
			...['alreadySent', 'alreadySent', 'alreadySent'],
			...['successful', 'successful'],
		]);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2, 3, 4].map((item) => ({ item })));
		expect(balances()).toEqual({ c0: 10, c1: 10, c2: 10, c3: 10, c4: 10 });
	});

	test('should know a row whatever the order of its columns', async () => {
		await run({ items: [{ customerId: 'a', amount: 1 }], parameters: notWaiting() });
		const { json } = await run({ items: [{ amount: 1, customerId: 'a' }], parameters: notWaiting() });
		expect(json).toMatchObject([{ status: 'alreadySent' }]);
	});

	test('should send a row again that changed, and one of another workflow or credential', async () => {
		const request: Request = { items: adjustments(1), parameters: notWaiting() };
		await run(request);
		await run({ ...request, items: adjustments(1, 11) });
		await run({ ...request, workflowId: 'other' });
		await run({ ...request, credentialId: '2' });
		expect(posts()).toBe(4);
	});

	test('should send the rows again when the option is off', async () => {
		await run({ items: adjustments(1), parameters: notWaiting() });
		await run({ items: adjustments(1), parameters: { recordType: 'balanceAdjustment' } });
		expect(posts()).toBe(2);
	});

	test('should send rows once that two executions have at the same moment', async () => {
		const request: NodeRun = { simulator, items: adjustments(300), parameters: waiting({ batchSize: 20 }) };
		const results = await inVirtualTime(async () => await Promise.all([runNode(request), runNode(request)]));
		expect(results.flatMap(({ json }) => json.filter(({ status }) => status === 'successful'))).toHaveLength(300);
		expect(new Set(Object.values(balances()))).toEqual(new Set([10]));
		expect(processedKeys.size).toBe(300);
	});

	test('should keep nothing of a dry run', async () => {
		await run({ items: adjustments(2), parameters: notWaiting({ dryRun: true }) });
		expect(processedKeys.size).toBe(0);
	});
});

const kindOf = (path: string) => {
	const kind = KINDS.find((known) => known.path === path);
	if (kind === undefined) throw new Error(path);
	return kind;
};

describe('rows that did not arrive', () => {
	test('should be sent again when Gameball refused them', async () => {
		const items = [{ customerId: 'poor', amount: -100 }, ...adjustments(2)];
		const first = await run({ items, parameters: waiting() });
		expect(first.json.map(({ status }) => status)).toEqual(['failed', 'successful', 'successful']);
		simulator.account.move('poor', 150);
		const second = await run({ items, parameters: waiting() });
		expect(second.json.map(({ status }) => status)).toEqual(['successful', 'alreadySent', 'alreadySent']);
		expect(balances()).toEqual({ poor: 50, c0: 10, c1: 10 });
	});

	test('should be sent again when refused records are an error that stops the workflow', async () => {
		const items = [{ customerId: 'poor', amount: -100 }, ...adjustments(1)];
		const { error } = await run({ items, parameters: waiting({ treatAsError: ['refusedRecords'] }) });
		expect(error?.message).toBe('Gameball refused some records');
		simulator.account.move('poor', 150);
		await run({ items, parameters: waiting() });
		expect(balances()).toEqual({ poor: 50, c0: 10 });
	});

	test('should count as sent when the run does not wait, which a hint says', async () => {
		const items = [{ customerId: 'poor', amount: -100 }];
		expect(hints(await run({ items, parameters: notWaiting() }))).toContain(
			"until then, 'Send Once' counts refused records as sent.",
		);
		const { json } = await run({ items, parameters: notWaiting() });
		expect(json).toMatchObject([{ status: 'alreadySent' }]);
	});

	test.each([
		['401', { kind: 'status', status: 401 }],
		['429', { kind: 'status', status: 429 }],
		['503', { kind: 'status', status: 503 }],
	] as const)('should be sent again when Gameball answered with %s', async (_, fault) => {
		simulator.addFault({ ...fault, method: 'POST' });
		const failed = await run({ items: adjustments(2), parameters: notWaiting({ maxRetries: 0 }) });
		expect(failed.error).toBeDefined();
		expect(processedKeys.size).toBe(0);
		await run({ items: adjustments(2), parameters: waiting() });
		expect(balances()).toEqual({ c0: 10, c1: 10 });
	});

	test.each([
		['lost the answer', { kind: 'loseAnswer' }],
		['answered with 500', { kind: 'status', status: 500 }],
	] as const)('should not be sent again when Gameball %s', async (_, fault) => {
		simulator.addFault({ ...fault, method: 'POST' });
		await run({ items: adjustments(2), parameters: notWaiting() });
		const { json } = await run({ items: adjustments(2), parameters: waiting() });
		expect(json.map(({ status }) => status)).toEqual(['alreadySent', 'alreadySent']);
		expect(posts()).toBe(1);
	});

	test('should be sent again when they were at fault for the refusal of their batch', async () => {
		const items = [{ customerId: 'poison-1', amount: 1 }, ...adjustments(9)];
		await run({ items, parameters: waiting({ invalidRecords: 'skip' }) });
		expect(processedKeys.size).toBe(9);
		const { json } = await run({ items, parameters: waiting({ invalidRecords: 'skip' }) });
		expect(json.map(({ status }) => status)).toEqual(['invalid', ...Array(9).fill('alreadySent')]);
	});

	test('should be sent again when their batch was not started after an earlier one failed', async () => {
		simulator.addFault({ kind: 'status', status: 401, method: 'POST' });
		await run({ items: adjustments(6), parameters: notWaiting({ batchSize: 2, concurrency: 1, maxRetries: 0 }) });
		await run({ items: adjustments(6), parameters: waiting() });
		expect(new Set(Object.values(balances()))).toEqual(new Set([10]));
		expect(simulator.received().records).toBe(6);
	});
});

describe('a cancelled run', () => {
	test.each([
		['keep rows that were on their way', { kind: 'delay', ms: 60_000 } as const, 2],
		[
			'release rows whose request waited for its turn',
			{ kind: 'status', status: 429, headers: { 'retry-after': '30' } } as const,
			0,
		],
	])('should %s', async (_, fault, kept) => {
		simulator.addFault({ ...fault, method: 'POST' });
		const { status } = await inVirtualTime(async () => {
			const execution = await start({ simulator, items: adjustments(2), parameters: notWaiting() });
			await simulator.waitForRequests(1);
			await sleep(50);
			execution.cancel();
			const run = await execution.result;
			await sleep(10 * 60_000);
			return run;
		});
		expect(status).toBe('canceled');
		expect(processedKeys.size).toBe(kept);
	});
});

describe('the columns that tell records apart', () => {
	const byOrder = (settings: INodeParameters = {}) =>
		waiting({
			...settings,
			sendOnce: true,
			sendOnceOptions: { columns: 'Order No, meta.line' },
			unknownFields: 'ignore',
		});
	const row = (order: string, line: number, amount = 1) => ({
		...{ customerId: 'a', amount, 'Order No': order, meta: { line } },
	});

	test('should decide alone, also where they are in an object', async () => {
		await run({ items: [row('x', 1), row('x', 2)], parameters: byOrder() });
		const { json } = await run({ items: [row('x', 1, 99), row('x', 3)], parameters: byOrder() });
		expect(json.map(({ status }) => status)).toEqual(['alreadySent', 'successful']);
		expect(balances()).toEqual({ a: 3 });
	});

	test.each([' ', '\u200B', '#N/A'])('should make an item invalid where one is empty: %j', async (order) => {
		const { error } = await run({ items: [row('x', 1), row(order, 2)], parameters: byOrder() });
		expect(error?.description).toContain(
			"Item 1 (counting from 0): Column 'Order No' is empty, but 'Send Once' tells records apart by it. Fill it, or change 'Columns' under 'Send Once'.",
		);
		expect(posts()).toBe(0);
	});

	test('should let the first of two equal rows of a run go, and name it', async () => {
		const { json } = await run({ items: [row('x', 1), row('y', 1), row('x', 1, 5)], parameters: byOrder() });
		expect(json.map(({ status }) => status)).toEqual(['successful', 'successful', 'alreadySent']);
		expect(json[2]?.message).toBe('Not sent: same record as item 0');
		expect(balances()).toEqual({ a: 2 });
	});
});

describe('the most records to remember', () => {
	const remember = (count: number) => waiting({ sendOnce: true, sendOnceOptions: { remember: count } });

	test('should end a run with more before anything is sent', async () => {
		const { error } = await run({ items: adjustments(11), parameters: remember(10) });
		expect(error?.message).toBe("Too many records for 'Send Once' to remember");
		expect(error?.description).toContain(
			"Nothing was sent. This run has 11 records, the node remembers 0 from earlier runs, and 'Remember' allows a total of 10.",
		);
		expect(posts()).toBe(0);
	});

	test('should count what is remembered, and forget nothing', async () => {
		await run({ items: adjustments(8), parameters: remember(10) });
		const { error } = await run({ items: adjustments(11).slice(5), parameters: remember(10) });
		expect(error?.description).toContain('This run has 6 records, the node remembers 8 ');
		expect([posts(), processedKeys.size]).toEqual([1, 8]);
		const { json } = await run({ items: adjustments(10), parameters: remember(10) });
		expect(json.filter(({ status }) => status === 'successful')).toHaveLength(2);
		expect(processedKeys.size).toBe(10);
		expect((await run({ items: adjustments(10), parameters: remember(5) })).error?.description).toContain(
			'has 10 records',
		);
		expect((await run({ items: adjustments(5), parameters: remember(5) })).error).toBeUndefined();
	});
});

describe('the store of n8n', () => {
	test('should be asked for nothing when the workflow was never saved', async () => {
		const { error } = await run({ items: adjustments(1), parameters: notWaiting(), workflowId: '' });
		expect(error?.message).toBe("Save the workflow to use 'Send Once'");
		expect(posts()).toBe(0);
	});

	test('should end the run before anything is sent when it fails', async () => {
		processedKeys.fault = 'database is locked';
		const { error } = await run({ items: adjustments(1), parameters: notWaiting() });
		expect(error?.message).toBe("n8n could not store the data for 'Send Once'");
		expect(error?.description).toContain('n8n says: database is locked');
		expect(posts()).toBe(0);
	});
});

describe('any runs of any rows with any faults', () => {
	const FAULTS: readonly Fault[] = [
		{ kind: 'drop' },
		{ kind: 'loseAnswer' },
		...[401, 429, 500, 503].map((status): Fault => ({ kind: 'status', status })),
	];
	const runs = fc.array(
		fc.record({
			rows: fc.subarray(adjustments(12), { minLength: 1 }),
			faults: fc.array(fc.constantFrom(...FAULTS), { maxLength: 2 }),
			batchSize: fc.integer({ min: 1, max: 6 }),
			isWaiting: fc.boolean(),
		}),
		{ minLength: 1, maxLength: 4 },
	);

	test('should never pay a row twice, and leave out only rows that may have arrived', async () => {
		await fc.assert(
			fc.asyncProperty(runs, async (given) => {
				processedKeys.clear();
				await simulator.close();
				simulator = await startSimulator({ queuedFor: 50, recordsPerSecond: 50_000 });
				const uncertain = new Set<unknown>();
				for (const { rows, faults, batchSize, isWaiting } of given) {
					for (const fault of faults) simulator.addFault({ ...fault, method: 'POST' });
					const parameters = (isWaiting ? waiting : notWaiting)({ batchSize, maxRetries: 1 });
					const { errors } = await run({ items: rows, parameters, onError: 'continueErrorOutput' });
					for (const { json } of errors) {
						if ((json.error as { mayHaveWorked?: boolean }).mayHaveWorked) uncertain.add(json.customerId);
					}
				}
				simulator.clearFaults();
				const paid = await inVirtualTime(async () => {
					await runNode({ simulator, items: adjustments(12), parameters: waiting() });
					// Jobs that no run waited for go on too.
					await sleep(60_000);
					return new Map(simulator.account.balances);
				});
				for (const { customerId } of adjustments(12)) {
					const balance = paid.get(customerId);
					expect(balance ?? 10).toBe(10);
					if (balance === undefined) expect(uncertain).toContain(customerId);
				}
			}),
			{ numRuns: 40 },
		);
	}, 120_000);
});

test('should let items that were not sent pass through the operations for jobs', async () => {
	const unsent = { ...ALREADY, customerId: 'a' };
	await run({ items: adjustments(1), parameters: { recordType: 'balanceAdjustment' } });
	const [jobId] = simulator.jobs.keys();
	for (const operation of ['waitForCompletion', 'getJobStatus', 'stopJob']) {
		const { json, error } = await run({ items: [unsent, { jobId }], parameters: { operation } });
		expect(error).toBeUndefined();
		expect(json).toHaveLength(2);
		expect(json).toContainEqual(unsent);
	}
});
