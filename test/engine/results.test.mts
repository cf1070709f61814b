import { unlinkSync } from 'node:fs';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { findPath, keepOnDisk } from '../../dev/engine/binaryData.mts';
import { processedKeys } from '../../dev/engine/processedKeys.mts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../dev/simulator/server.mts';
import { csvFile, runNode, type NodeResult } from './harness.mts';

let simulator: Simulator;
const open = async (options?: SimulatorOptions) => (simulator = await startSimulator(options));
afterEach(async () => await simulator.close());

const IDS = ['a', 'b', 'c'];

const KINDS = ['items', 'file'] as const;

/** Sends customers, as items or as the rows of a file, and waits for their jobs. */
async function send(kind: (typeof KINDS)[number], ids: readonly string[], more: INodeParameters = {}) {
	const parameters = { waitForCompletion: true, output: 'records', ...more };
	if (kind === 'items') {
		return await runNode({ simulator, items: ids.map((customerId) => ({ customerId })), parameters });
	}
	const files = csvFile(`customerId\n${ids.join('\n')}\n`);
	return await runNode({ simulator, items: [{}], files, parameters: { ...parameters, source: 'file' } });
}

/** Lists the customers that a run reports as unknown. */
const listUnknown = ({ json }: NodeResult): unknown[] =>
	json.filter(({ status }) => status === 'unknown').map(({ customerId }) => customerId);

const hintsOf = ({ task }: NodeResult): string => (task?.hints ?? []).map(({ message }) => message).join('\n');

const completed = (more: IDataObject): string =>
	JSON.stringify({ status: 'completed', totalCount: 3, finishedCount: 3, errorCount: 0, ...more });

/** The answer of a job that is not finished, whatever it names. */
const running = (ids: readonly string[]): string =>
	naming(...ids.map(named))
		.replace('completed', 'running')
		.replace('"finishedCount":3', '"finishedCount":2');

const naming = (...successful: IDataObject[]): string => completed({ response: { successful, failed: [] } });

const named = (customerId: string) => ({ customerId, message: 'Customer created successfully' });

describe.each(KINDS)('a completed job with records from %s', (kind) => {
	beforeEach(async () => await open());

	test.each<[string, string, string[]]>([
		['no results', completed({ response: null }), IDS],
		['results that are no lists', completed({ response: { successful: 3, failed: '0' } }), IDS],
		['one name twice and another not at all', naming(named('a'), named('a'), named('b')), ['c']],
		['names of nobody', naming(named('a'), named('b'), named('x')), ['c']],
		['a name in capitals', naming(named('A'), named('b'), named('c')), ['a']],
		['IDs under another name', naming(named('a'), named('b'), { id: 'c', message: 'Created' }), ['c']],
		[
			'a number of refused records, and too few names',
			completed({ errorCount: 2, ...(JSON.parse(naming(named('a'))) as IDataObject) }),
			['b', 'c'],
		],
	])('should leave the records unknown that it does not name: %s', async (_, body, unknown) => {
		simulator.addFault({ kind: 'status', method: 'GET', status: 200, body, times: Infinity });
		const result = await send(kind, IDS);
		expect(listUnknown(result)).toEqual(unknown);
		expect(hintsOf(result)).toContain(`${3 - unknown.length} of 3 records arrived in 1 job.`);
	});

	test('should need no second look at the records when it names each of them', async () => {
		const result = await send(kind, IDS);
		expect(listUnknown(result)).toEqual([]);
		expect(hintsOf(result)).toContain('3 of 3 records arrived in 1 job.');
	});

	test('should name a record for each time it was sent, or for all of them once', async () => {
		simulator.addFault({
			kind: 'status',
			method: 'GET',
			status: 200,
			body: naming(named('a'), named('b')),
			times: Infinity,
		});
		expect(listUnknown(await send(kind, ['a', 'b', 'b']))).toEqual([]);
	});
});

test.each(KINDS)('should not take a job for the jobs of two batches, with records from %s', async (kind) => {
	await open({ makeJobId: () => 7 });
	const result = await send(kind, ['a', 'b'], { settings: { batchSize: 1 } });
	expect(listUnknown(result)).toEqual(['a']);
	expect(hintsOf(result)).toContain('1 of 2 records arrived');
});

describe.each(KINDS)('a trial with records from %s', (kind) => {
	beforeEach(async () => await open());

	test.each<[string, string]>([
		['names none of its records', completed({ response: null })],
		['names others', naming(named('x'), named('y'), named('z'))],
	])('should prove nothing when its job %s', async (_, body) => {
		simulator.addFault({ kind: 'status', method: 'GET', status: 200, body, times: Infinity });
		const { error } = await send(kind, [...IDS, 'd', 'e'], {
			settings: { trial: { size: 3, maxRefused: 50 } },
		});
		expect(error?.message).toBe('Too many trial records did not arrive');
		expect(error?.description).toContain('3 of 3 trial records were refused or not confirmed (100%)');
		expect(simulator.received().records).toBe(3);
	});
});

describe.each(KINDS)('a job with records from %s', (kind) => {
	test('should prove nothing by what it named before it was completed', async () => {
		await open();
		simulator.addFault({ kind: 'status', method: 'GET', status: 200, body: running(IDS) });
		simulator.addFault({
			...{ kind: 'status', method: 'GET', status: 200, times: Infinity },
			body: completed({ response: null }),
		});
		expect(listUnknown(await send(kind, IDS))).toEqual(IDS);
	});

	test('should not be taken for another one whose names add up to nearly the same', async () => {
		await open();
		simulator.addFault({
			...{ kind: 'status', method: 'GET', status: 200, times: Infinity },
			body: naming(named('1004'), named('1010'), named('c')),
		});
		expect(listUnknown(await send(kind, ['1000', '1014', 'c'])).map(String)).toEqual(['1000', '1014']);
	});

	test('should be looked at again when its ID comes again after the trial', async () => {
		await open({ makeJobId: () => 77 });
		const ids = Array.from({ length: 30 }, (_, index) => `c${index}`);
		const { json } = await send(kind, ids, { settings: { trial: { size: 10, maxRefused: 100 } } });
		const unknown = json.filter(({ status }) => status === 'unknown');
		expect(kind === 'items' ? json.length : unknown.length).toBe(kind === 'items' ? 30 : 0);
	});
});

describe('a trial of adjustments', () => {
	const parameters = { recordType: 'balanceAdjustment', waitForCompletion: true, output: 'records' };

	test('should be judged by what it sent, not by what was sent before', async () => {
		processedKeys.clear();
		await open();
		const makeItems = (count: number, bad: number) =>
			Array.from({ length: count }, (_, index) => ({ customerId: `c${index}`, amount: index === bad ? -1 : 1 }));
		await runNode({ simulator, items: makeItems(9, -1), parameters: { ...parameters, sendOnce: true } });
		const settings = { trial: { size: 10, maxRefused: 10 } };
		const { error } = await runNode({
			simulator,
			items: makeItems(500, 9),
			parameters: { ...parameters, sendOnce: true, settings },
		});
		expect(error?.description).toContain('1 of 1 trial record was refused or not confirmed (100%)');
		expect(simulator.received().records).toBe(10);
	});

	test('should stop everything even if the file cannot be read again for its results', async () => {
		const rows = Array.from({ length: 40_000 }, (_, index) => `c${index},${index < 8 ? -1 : 1}`);
		const binary = await keepOnDisk(Buffer.from(`Customer ID,Amount\n${rows.join('\n')}\n`), 'rows.csv');
		const path = await findPath(binary);
		let isThere = true;
		await open({
			chooseFault(method) {
				if (method === 'GET' && isThere) unlinkSync(path);
				isThere &&= method !== 'GET';
				return undefined;
			},
		});
		const { json } = await runNode({
			simulator,
			items: [{}],
			files: [binary],
			parameters: { ...parameters, source: 'file', settings: { trial: { size: 10, maxRefused: 5 } } },
			onError: 'continueRegularOutput',
		});
		expect(simulator.received().records).toBe(10);
		expect(json.map(({ status }) => status)).not.toContain('successful');
	});
});
