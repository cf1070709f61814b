import type { IDataObject, INodeParameters } from 'n8n-workflow';
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
