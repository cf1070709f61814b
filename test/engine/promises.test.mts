import { stringify } from 'csv-stringify/sync';
import { sleep, type IDataObject, type INodeExecutionData, type INodeParameters } from 'n8n-workflow';
import { keepInMemory } from '../../dev/engine/binaryData.mts';
import { processedKeys } from '../../dev/engine/processedKeys.mts';
import { inVirtualTime } from '../../dev/engine/virtualTime.mts';
import type { Fault } from '../../dev/simulator/faults.mts';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { collectLog, runNode, type NodeResult, type NodeRun } from './harness.mts';

let simulator: Simulator;
beforeEach(async () => {
	processedKeys.clear();
	simulator = await startSimulator({ queuedFor: 50, recordsPerSecond: 50_000 });
});
afterEach(async () => await simulator.close());

const FILE = 'rows.csv';

/** A kind of rows: the same promises hold for each (docs/money.md, docs/errors.md, docs/first-import.md). */
interface Kind {
	readonly unit: 'item' | 'row';
	/** Names records by their places, from 0. */
	readonly name: (first: number, last?: number) => string;
	/** Names records that were not sent: those of a batch that failed, if any, and those after it. */
	readonly nameRest: (failed: readonly [number, number] | undefined, first: number, last: number) => string;
	/** What the end of an error adds about going on. */
	readonly advice: string;
	readonly run: (rows: readonly IDataObject[]) => Pick<NodeRun, 'items' | 'files'> & { parameters: INodeParameters };
}

const toFile = (rows: readonly IDataObject[], name = FILE) =>
	keepInMemory(Buffer.from(stringify([...rows], { header: true })), name);

const ITEMS: Kind = {
	unit: 'item',
	name: (first, last = first) => (first === last ? `item ${first}` : `items ${first} to ${last}`),
	nameRest: (failed, first, last) => ITEMS.name(failed?.[0] ?? first, last),
	advice: '',
	run: (items) => ({ items, parameters: {} }),
};

const ROWS: Kind = {
	unit: 'row',
	name: (first, last = first) =>
		`${first === last ? `row ${first + 2}` : `rows ${first + 2} to ${last + 2}`} of ${FILE}`,
	nameRest: (failed, first) => {
		const rows = failed === undefined ? '' : `rows ${failed[0] + 2} to ${failed[1] + 2}, `;
		return `${rows}all rows from ${first + 2} on of ${FILE}`;
	},
	advice:
		" To send only the rows that were not sent, set 'First Row' to the first of them and 'Max Rows' to their number.",
	run: (rows) => ({ items: [{}], files: [toFile(rows)], parameters: { source: 'file' } }),
};

/** Runs the node in virtual time, and lets the jobs end that it does not wait for. */
const runToEnd = async (request: Omit<NodeRun, 'simulator'>): Promise<NodeResult> =>
	await inVirtualTime(async () => {
		const result = await runNode({ simulator, ...request });
		await sleep(60_000);
		simulator.received();
		return result;
	});

interface Request extends Partial<Pick<NodeRun, 'onError' | 'retryOnFail'>> {
	readonly parameters?: INodeParameters;
	readonly settings?: INodeParameters;
}

const send = async (
	kind: Kind,
	rows: readonly IDataObject[],
	{ parameters, settings = {}, ...others }: Request = {},
): Promise<NodeResult> => {
	const { parameters: own, ...input } = kind.run(rows);
	return await runToEnd({
		...{ ...input, ...others },
		parameters: { recordType: 'balanceAdjustment', ...own, ...parameters, settings },
	});
};

/** Adjustments by their amounts; Gameball refuses negative ones. */
const adjust = (...amounts: number[]) => amounts.map((amount, index) => ({ customerId: `c${index}`, amount }));

/** Six adjustments of batches of two, the first of which is a trial. */
const SIX = adjust(1, 2, 3, 4, 5, 6);
const BATCHES: INodeParameters = { batchSize: 2, concurrency: 1, maxRetries: 0 };
const TRIAL: INodeParameters = { ...BATCHES, trial: { size: 2, maxRefused: 5 } };
const WAITING: INodeParameters = { waitForCompletion: true, output: 'records' };
const SHAPES: ReadonlyArray<readonly [string, INodeParameters]> = [
	['no wait', {}],
	...['job', 'summary', 'records'].map((output) => [output, { waitForCompletion: true, output }] as const),
];

/** Lets a number of requests to create a job through, and then makes one fail. */
function failPost(before: number, fault: Fault): void {
	if (before > 0) simulator.addFault({ kind: 'delay', ms: 0, method: 'POST', times: before });
	simulator.addFault({ ...fault, method: 'POST' });
}
const FORBIDDEN: Fault = { kind: 'status', status: 403 };
const LOST: Fault = { kind: 'loseAnswer' };

const messages = ({ task }: NodeResult): string[] =>
	(task?.hints ?? []).flatMap(({ message }) => message.split('<br>'));
const hints = (result: NodeResult): string => messages(result).join('\n');
const paid = (): Record<string, number> => Object.fromEntries(simulator.account.balances);
const jobIds = (): number[] => [...simulator.jobs.keys()].map(Number);

/** The status in an item of either output. */
const statusOf = ({ json }: INodeExecutionData): unknown => json.status ?? (json.error as IDataObject)?.status;

describe.each([
	['input items', ITEMS],
	['a file', ROWS],
])('%s, when the workflow stops', (_, kind) => {
	test('should say what was sent in a good trial when a later batch is refused', async () => {
		failPost(1, FORBIDDEN);
		const { error } = await send(kind, SIX, { parameters: WAITING, settings: TRIAL });
		expect(paid()).toEqual({ c0: 1, c1: 2 });
		expect(error?.description).toContain(`Gameball did not accept batch 2 of 3 with ${kind.name(2, 3)}.`);
		const notSent = kind.nameRest([2, 3], 4, 5);
		expect(error?.description).toContain(`Not sent: ${notSent}. Sent as job 123456.${kind.advice}`);
	});

	test('should tell what may have been sent from what was not', async () => {
		failPost(1, LOST);
		const { error } = await send(kind, SIX, { settings: BATCHES });
		expect(error?.description).toContain(`Gameball may have accepted batch 2 of 3 with ${kind.name(2, 3)}.`);
		expect(error?.description).toContain(
			`Not sent: ${kind.nameRest(undefined, 4, 5)}. May have arrived: ${kind.name(2, 3)}. Sent as job 123456.${kind.advice}`,
		);
		expect(paid()).toEqual({ c0: 1, c1: 2, c2: 3, c3: 4 });
	});

	test('should say that nothing was sent, or that no job is known', async () => {
		failPost(0, FORBIDDEN);
		const none = await send(kind, SIX, { settings: BATCHES });
		const notSent = kind.nameRest([0, 1], 2, 5);
		expect(none.error?.description).toContain(`Not sent: ${notSent}. Gameball accepted nothing.`);
		failPost(0, LOST);
		const lost = await send(kind, SIX, { settings: BATCHES });
		expect(lost.error?.description).toContain(`May have arrived: ${kind.name(0, 1)}. No job ID is known.`);
	});

	test('should say after a bad trial what was sent and what was not', async () => {
		const { error } = await send(kind, adjust(-1, -1, 3, 4), { parameters: WAITING, settings: TRIAL });
		expect(error?.message).toBe('Too many trial records did not arrive');
		expect(error?.description).toContain(`Not sent: ${kind.nameRest(undefined, 2, 3)}. Sent as job 123456.`);
		expect(simulator.received().records).toBe(2);
	});

	test('should name every job when one of them failed', async () => {
		const { error } = await send(kind, adjust(1, 2, -1, -1, 5, 6), { parameters: WAITING, settings: BATCHES });
		expect(error?.message).toBe('The job failed');
		expect(error?.description).toContain(`The job contains ${kind.name(2, 3)}.`);
		expect(error?.description).toContain(`Sent as jobs ${jobIds().join(', ')}.`);
		expect(jobIds()).toHaveLength(3);
	});

	test('should name every job, those of the trial too, when a row sank its batch', async () => {
		const rows = SIX.map((row, index) => (index === 3 ? { ...row, customerId: 'poison-3' } : row));
		const { error } = await send(kind, rows, { parameters: WAITING, settings: TRIAL });
		expect(error?.message).toBe('Gameball refused this data');
		const row = kind.unit === 'item' ? 'Item 3 (counting from 0, poison-3)' : 'rows.csv: Row 5 (poison-3)';
		expect(error?.description).toContain(`\nGameball refused 1 record:\n${row}: Gameball refused this record.`);
		expect(error?.description).toContain(`Sent as jobs ${jobIds().join(', ')}.`);
		expect(simulator.received().records).toBe(5);
	});

	test('should not forget the parts of a halved batch that were not started', async () => {
		const rows = SIX.map((row, index) => (index === 0 ? { ...row, customerId: 'poison-0' } : row));
		failPost(1, FORBIDDEN);
		const { error } = await send(kind, rows, { settings: { ...BATCHES, batchSize: 4 } });
		expect(error?.description).toContain(`Gameball did not accept batch 1 of 2 with ${kind.name(0, 1)}.`);
		const parts = kind === ITEMS ? kind.name(0, 5) : 'rows 2 to 3, rows 4 to 5, all rows from 6 on of rows.csv';
		expect(error?.description).toContain(`Not sent: ${parts}. Gameball accepted nothing.`);
	});

	test('should say which records were refused when another batch fails', async () => {
		const rows = SIX.map((row, index) => (index === 0 ? { ...row, customerId: 'poison-0' } : row));
		failPost(3, FORBIDDEN);
		const { error } = await send(kind, rows, { settings: { ...BATCHES } });
		expect(error?.description).toContain(`Gameball did not accept batch 2 of 3 with ${kind.name(2, 3)}.`);
		const row = kind.unit === 'item' ? 'Item 0 (counting from 0, poison-0)' : 'rows.csv: Row 2 (poison-0)';
		expect(error?.description).toContain(`Gameball refused 1 record:\n${row}: Gameball refused this record.`);
		expect(error?.description).toContain('Sent as job 123456.');
	});

	test('should tell of the uncertain part of a halved batch first', async () => {
		const rows = SIX.map((row, index) => (index === 0 ? { ...row, customerId: 'poison-0' } : row));
		failPost(2, LOST);
		const { error } = await send(kind, rows, { settings: { ...BATCHES, batchSize: 6 } });
		expect(error?.description).toContain(`Gameball may have accepted batch 1 of 1 with ${kind.name(3, 5)}.`);
		expect(error?.description).toContain(`May have arrived: ${kind.name(3, 5)}.`);
	});

	test('should name what was not started beside many batches that failed', async () => {
		simulator.addFault({ ...FORBIDDEN, method: 'POST', times: 12 });
		const rows = adjust(...Array.from({ length: 15 }, (_, index) => index + 1));
		const { error } = await send(kind, rows, { settings: { batchSize: 1, concurrency: 10, maxRetries: 0 } });
		const rest = kind.unit === 'item' ? 'Not sent: items 0 to 14.' : ', all rows from ';
		expect(error?.description).toContain(rest);
	});

	test('should send nothing if a row is invalid', async () => {
		const { error } = await send(kind, [...SIX, { customerId: 'c6', amount: 'much' }]);
		expect(error?.message).toBe(`Some ${kind.unit}s cannot be sent to Gameball`);
		expect(error?.description).toContain(`1 of 7 ${kind.unit}s is invalid, so nothing was sent.`);
		expect(simulator.requests).toEqual([]);
	});

	test('should send nothing with Retry On Fail', async () => {
		const { error } = await send(kind, SIX, { retryOnFail: true });
		expect(error?.message).toBe("Turn off 'Retry On Fail' for this record type");
		expect(simulator.requests).toEqual([]);
	});
});

describe.each([
	['input items', ITEMS],
	['a file', ROWS],
])('%s, when the workflow goes on', (_, kind) => {
	test.each(SHAPES)('should send the batches after one that failed: %s', async (__, parameters) => {
		failPost(1, FORBIDDEN);
		const { output, errors } = await send(kind, SIX, { parameters, settings: BATCHES, onError: 'continueErrorOutput' });
		expect(paid()).toEqual({ c0: 1, c1: 2, c4: 5, c5: 6 });
		expect(errors.length).toBeGreaterThan(0);
		for (const { json } of errors) {
			expect(json.message).toContain(`Gameball did not accept batch 2 of 3 with ${kind.name(2, 3)}.`);
			expect(json.error).toMatchObject({ httpStatus: 403, batch: 2, batches: 3 });
			expect(json.error).not.toHaveProperty('mayHaveWorked');
		}
		expect(output.filter(({ json }) => json.error !== undefined)).toEqual([]);
	});

	test.each(SHAPES)('should mark what may have been sent: %s', async (__, parameters) => {
		failPost(1, LOST);
		const { errors } = await send(kind, SIX, { parameters, settings: BATCHES, onError: 'continueErrorOutput' });
		expect(errors.length).toBeGreaterThan(0);
		for (const { json } of errors) expect(json.error).toMatchObject({ mayHaveWorked: true });
	});

	test.each(SHAPES.slice(1))('should let what a bad trial held back out: %s', async (__, parameters) => {
		const rows = adjust(-1, -1, 3, 4);
		const apart = await send(kind, rows, { parameters, settings: TRIAL, onError: 'continueErrorOutput' });
		const held = apart.errors.filter((item) => statusOf(item) === 'notSent');
		expect(held.length).toBeGreaterThan(0);
		expect(held[0]?.json).toMatchObject({
			message: 'Not sent: too many trial records were refused',
			error: { message: 'This record was not sent to Gameball' },
		});
		expect(apart.output.filter((item) => statusOf(item) === 'notSent')).toEqual([]);
		const together = await send(kind, rows, { parameters, settings: TRIAL, onError: 'continueRegularOutput' });
		expect(together.output.filter((item) => statusOf(item) === 'notSent')).toHaveLength(held.length);
		expect(hints(together)).toContain('Too many trial records did not arrive. 2 of 2 trial records');
		expect(simulator.received().records).toBe(4);
	});

	test.each(SHAPES)('should send the rows that sank their batch to the error output: %s', async (__, parameters) => {
		const rows = SIX.map((row, index) => (index === 3 ? { ...row, customerId: 'poison-3' } : row));
		const result = await send(kind, rows, { parameters, settings: BATCHES, onError: 'continueErrorOutput' });
		expect(result.errors.map(({ json }) => json.error)).toMatchObject([{ status: 'invalid', httpStatus: 422 }]);
		expect(hints(result)).toContain('Gameball refused 1 record.');
		const regular = await send(kind, rows, { parameters, settings: BATCHES, onError: 'continueRegularOutput' });
		expect(regular.output.map(statusOf).filter((status) => status === 'invalid')).toHaveLength(1);
	});

	test.each(SHAPES)('should send invalid rows to the error output, and count them: %s', async (__, parameters) => {
		const rows = [...SIX, { customerId: 'c6', amount: 'much' }];
		const result = await send(kind, rows, { parameters, settings: BATCHES, onError: 'continueErrorOutput' });
		expect(result.errors.map(({ json }) => json.error)).toMatchObject([
			{ message: 'This record cannot be sent to Gameball', status: 'invalid' },
		]);
		expect(hints(result)).toContain(`1 of 7 ${kind.unit}s was not sent because it is invalid.`);
		expect(simulator.received().records).toBe(6);
	});

	test('should send refused records to the error output, and let unknown ones pass', async () => {
		const refused = await send(kind, adjust(1, -1), { parameters: WAITING, onError: 'continueErrorOutput' });
		expect(refused.errors.map(({ json }) => json.error)).toMatchObject([
			{ message: 'Gameball refused this record', status: 'failed', customerId: 'c1', jobId: 123456 },
		]);
		expect(hints(refused)).toContain('Gameball refused 1 record: c1: Insufficient balance');
		const body = JSON.stringify({
			...{ status: 'completed', totalCount: 2, finishedCount: 2, errorCount: 0 },
			response: { successful: [{ customerId: 'c0' }], failed: [] },
		});
		simulator.addFault({ kind: 'status', status: 200, method: 'GET', body });
		const unknown = await send(kind, adjust(1, 1), { parameters: WAITING, onError: 'continueErrorOutput' });
		expect(unknown.errors).toEqual([]);
		expect(unknown.output.filter((item) => statusOf(item) === 'unknown')).toHaveLength(1);
	});
});

describe.each([
	['input items', ITEMS],
	['a file', ROWS],
])('%s, with Send Once', (_, kind) => {
	const ONCE: INodeParameters = { sendOnce: true };

	test.each([
		['in a trial that lets the others go', { ...BATCHES, trial: { size: 2, maxRefused: 50 } }, undefined],
		['in a trial that holds the others back', TRIAL, undefined],
		['in a trial before a batch that fails', { ...BATCHES, trial: { size: 2, maxRefused: 50 } }, 1],
		['in a batch before one that fails', BATCHES, 1],
	])('should send a record again that Gameball refused %s', async (__, settings, failAt) => {
		if (failAt !== undefined) failPost(failAt, FORBIDDEN);
		const rows = adjust(1, -2, 3, 4);
		const request = { parameters: WAITING, settings: { ...settings, ...ONCE } };
		await send(kind, rows, request);
		const before = paid();
		expect(before).toMatchObject({ c0: 1 });
		const { output } = await send(kind, rows, { ...request, onError: 'continueRegularOutput' });
		expect(output.map(statusOf)).toContain('failed');
		expect(paid()).toMatchObject({ c0: 1 });
		expect(simulator.account.timesProcessed.get('balance-adjustment {"customerId":"c1","amount":-2}')).toBe(2);
	});

	test('should send again what was surely not accepted, and not what may have been', async () => {
		failPost(0, FORBIDDEN);
		failPost(0, LOST);
		const request: Request = {
			parameters: WAITING,
			settings: { ...BATCHES, ...ONCE },
			onError: 'continueRegularOutput',
		};
		await send(kind, SIX, request);
		expect(paid()).toEqual({ c2: 3, c3: 4, c4: 5, c5: 6 });
		const { output } = await send(kind, SIX, request);
		expect(paid()).toEqual({ c0: 1, c1: 2, c2: 3, c3: 4, c4: 5, c5: 6 });
		expect(output.filter((item) => statusOf(item) === 'alreadySent')).toHaveLength(4);
	});

	test.each(SHAPES)('should let what was sent before pass, and count it: %s', async (__, parameters) => {
		await send(kind, SIX, { settings: ONCE });
		const result = await send(kind, SIX, { parameters, settings: ONCE, onError: 'continueErrorOutput' });
		expect(result.output.map(statusOf)).toEqual(Array(6).fill('alreadySent'));
		expect(result.errors).toEqual([]);
		expect(hints(result)).toContain('6 records were not sent again.');
		expect(simulator.received().records).toBe(6);
	});

	test('should send a row whose first copy was not accepted', async () => {
		const rows = [...SIX.slice(0, 2), ...SIX.slice(0, 2)];
		failPost(0, FORBIDDEN);
		const request: Request = { parameters: WAITING, onError: 'continueRegularOutput' };
		const { output } = await send(kind, rows, { ...request, settings: { ...BATCHES, ...ONCE } });
		expect(paid()).toEqual({ c0: 1, c1: 2 });
		expect(output.map(statusOf)).not.toContain('alreadySent');
	});

	test('should send the first of two rows that are the same', async () => {
		const { output } = await send(kind, [SIX[0] ?? {}, SIX[1] ?? {}, SIX[0] ?? {}], {
			parameters: WAITING,
			settings: ONCE,
		});
		expect(paid()).toEqual({ c0: 1, c1: 2 });
		expect(output.map(({ json }) => json.message)).toContain(`Not sent: same record as ${kind.name(0)}`);
	});

	test('should send nothing if it is more than may be remembered', async () => {
		const { error } = await send(kind, SIX, {
			settings: { ...BATCHES, sendOnce: true, sendOnceOptions: { remember: 5 } },
		});
		expect(error?.message).toBe("Too many records for 'Send Once' to remember");
		expect(simulator.requests).toEqual([]);
	});
});

describe.each([
	['input items', ITEMS],
	['a file', ROWS],
])('%s', (_, kind) => {
	test('should be counted in a dry run: duplicates, invalid and blank rows, sums', async () => {
		const rows = [
			...['a', 'b', 'a'].map((customerId) => ({ customerId, city: 'Rome', email: '' })),
			...[
				{ customerId: '', city: 'Bonn', email: '' },
				{ customerId: '', city: '', email: '' },
			],
		];
		const result = await send(kind, rows, {
			parameters: { recordType: 'customer' },
			settings: { dryRun: true, invalidRecords: 'skip' },
		});
		expect(simulator.requests).toEqual([]);
		expect(result.error).toBeUndefined();
		expect(result.json.filter(({ dryRun }) => dryRun === true)).toHaveLength(3);
		expect(result.json.at(-1)).toMatchObject({ status: 'invalid' });
		expect(messages(result)).toEqual(
			expect.arrayContaining([
				'Dry run: nothing was sent. A real run would send 3 records in 1 request.',
				expect.stringMatching(`^1 of 5 ${kind.unit}s was not sent because it is invalid`),
				expect.stringMatching('^1 record has the same ID as another record in its batch'),
				`1 blank ${kind.unit} was skipped.`,
			]),
		);
	});

	test('should have lines in the log that say which job has which rows, and what is uncertain', async () => {
		const lines = await collectLog();
		await send(kind, SIX.slice(0, 3), { settings: BATCHES });
		expect(lines).toEqual([
			expect.stringContaining(`: sending batch 1 of 2 (${kind.name(0, 1)}). If n8n stops before it logs the job,`),
			expect.stringContaining(`: Gameball accepted batch 1 of 2 (${kind.name(0, 1)}) as job 123456`),
			expect.stringContaining(`: sending batch 2 of 2 (${kind.name(2)}). If n8n stops before it logs the job,`),
			expect.stringContaining(`: Gameball accepted batch 2 of 2 (${kind.name(2)}) as job 123457`),
		]);
	});

	test('should let very many invalid rows out', async () => {
		const bad = Array.from({ length: 200_000 }, () => ({ customerId: '', amount: '1' }));
		const result = await send(kind, [{ customerId: 'a', amount: '1' }, ...bad], {
			settings: { maxReported: 100_000 },
			onError: 'continueRegularOutput',
		});
		// A file lists as many as it may, and counts the others.
		expect(result.output).toHaveLength(kind.unit === 'item' ? 200_001 : 100_002);
	}, 60_000);
});

test.each([
	['stopped', { status: 'stopped', response: null }],
	['completed without names', { status: 'completed', response: { successful: [], failed: [{ error: 'No' }] } }],
	['completed without results', { status: 'completed', response: null }],
])('should not say that the rows of a file arrived when its job is %s', async (_, answer) => {
	const body = JSON.stringify({ totalCount: 2, finishedCount: 0, errorCount: 0, ...answer });
	simulator.addFault({ kind: 'status', status: 200, method: 'GET', body, times: Infinity });
	const { output } = await send(ROWS, adjust(1, 1), { parameters: WAITING, settings: { treatAsError: ['timeout'] } });
	expect(output.map(({ json }) => [json.row, json.status])).toEqual([
		[2, 'unknown'],
		[3, 'unknown'],
	]);
});

test('should count the rows beyond Max Rows Listed that were sent before, and not as errors', async () => {
	await send(ROWS, SIX, { settings: { sendOnce: true } });
	const settings = { sendOnce: true, maxReported: 2 };
	const { output, errors } = await send(ROWS, SIX, { settings, onError: 'continueErrorOutput' });
	expect(errors).toEqual([]);
	expect(output.map(({ json }) => [json.status, json.count])).toEqual([
		['alreadySent', undefined],
		['alreadySent', undefined],
		['alreadySent', 4],
	]);
});

describe('three files of which the second fails', () => {
	const files = ['a', 'b', 'c'].map((name) =>
		toFile(
			adjust(1, 2).map(({ amount }, index) => ({ customerId: `${name}${index}`, amount })),
			`${name}.csv`,
		),
	);
	const run = async (request: Request, given = files) => {
		const { parameters, settings = {}, onError } = request;
		return await runToEnd({
			...{ items: [{}, {}, {}], files: given },
			parameters: { recordType: 'balanceAdjustment', source: 'file', ...parameters, settings },
			...(onError === undefined ? {} : { onError }),
		});
	};

	test.each(SHAPES)('should say what was sent and what was not: %s', async (_, parameters) => {
		failPost(1, FORBIDDEN);
		const { error } = await run({ parameters, settings: { maxRetries: 0 } });
		expect(paid()).toEqual({ a0: 1, a1: 2 });
		expect(error?.description).toContain(
			'Not sent: rows 2 to 3 of b.csv, all rows of c.csv. Sent as job 123456. Send each of these files in a run of its own',
		);
	});

	test.each(SHAPES)('should send the third where the workflow goes on: %s', async (_, parameters) => {
		failPost(1, FORBIDDEN);
		const { errors } = await run({ parameters, settings: { maxRetries: 0 }, onError: 'continueErrorOutput' });
		expect(paid()).toEqual({ a0: 1, a1: 2, c0: 1, c1: 2 });
		expect(errors).toMatchObject([{ pairedItem: { item: 1 }, json: { error: { httpStatus: 403 } } }]);
	});

	test('should send nothing of the third after a bad trial of the second', async () => {
		const settings = { ...BATCHES, trial: { size: 1, maxRefused: 5 } };
		const refused = [toFile(adjust(1, 2), 'a.csv'), toFile(adjust(-9, 2), 'b.csv'), toFile(adjust(7, 8), 'c.csv')];
		const stopped = await run({ parameters: WAITING, settings }, refused);
		expect(stopped.error?.message).toBe('Too many trial records did not arrive');
		expect(stopped.error?.description).toContain(
			`Not sent: all rows from 3 on of b.csv, all rows of c.csv. Sent as jobs ${jobIds().join(', ')}. Send each`,
		);
		expect(paid()).toEqual({ c0: 1, c1: 2 });
		const { errors } = await run({ parameters: WAITING, settings, onError: 'continueErrorOutput' }, refused);
		expect(errors.filter((item) => statusOf(item) === 'notSent')).toMatchObject([
			{ pairedItem: { item: 1 }, json: { error: { firstRow: 3, recordCount: 1 } } },
			{ pairedItem: { item: 2 }, json: { error: { firstRow: 1, recordCount: 2 } } },
		]);
		expect(paid()).toEqual({ c0: 2, c1: 4 });
	});

	test('should send nothing if all of them are more than may be remembered', async () => {
		const { error } = await run({ settings: { sendOnce: true, sendOnceOptions: { remember: 5 } } });
		expect(error?.message).toBe("Too many records for 'Send Once' to remember");
		expect(simulator.requests).toEqual([]);
	});

	test('should not send a row that an earlier file has', async () => {
		const twice = ['a.csv', 'b.csv'].map((name) => toFile(SIX.slice(0, 2), name));
		const { json } = await runToEnd({
			...{ items: [{}, {}], files: twice },
			parameters: { recordType: 'balanceAdjustment', source: 'file', ...WAITING, settings: { sendOnce: true } },
		});
		expect(paid()).toEqual({ c0: 1, c1: 2 });
		expect(json.map(({ message }) => message)).toContain('Not sent: same record as row 2 of a.csv');
	});
});
