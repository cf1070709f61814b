import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { inVirtualTime } from '../../dev/engine/virtualTime.mts';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { runNode, type NodeResult, type NodeRun } from './harness.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ queuedFor: 50, recordsPerSecond: 50_000 });
});
afterEach(async () => await simulator.close());

const run = async (request: Omit<NodeRun, 'simulator'>): Promise<NodeResult> =>
	await inVirtualTime(async () => await runNode({ simulator, ...request }));

/** Adjustments of which every so many are refused, by the share in percent. */
const adjustments = (count: number, refusedShare: number) =>
	Array.from({ length: count }, (_, index) => ({
		customerId: `c${index}`,
		amount: (index * refusedShare) % 100 < refusedShare ? -1 : 1,
	}));

const withTrial = (settings: INodeParameters, output = 'records'): INodeParameters => ({
	...{ recordType: 'balanceAdjustment', waitForCompletion: true, output, settings },
});

const hints = ({ task }: NodeResult): string =>
	(task?.hints ?? []).flatMap(({ message }) => message.split('<br>')).join('\n');

describe('5,000 adjustments of which 40 % are refused, with a trial of 100', () => {
	const parameters = withTrial({ trial: { size: 100, maxRefused: 5 } });
	const items = adjustments(5_000, 40);

	test('should send exactly 100 and stop the workflow with a clear error', async () => {
		const { error } = await run({ items, parameters });
		expect(simulator.received()).toMatchObject({ records: 100, jobs: 1 });
		expect(error?.message).toBe('Too many trial records did not arrive');
		expect(error?.description).toMatch(
			/^40 of 100 trial records were refused or not confirmed \(40%\), but 'Max Refused' allows only 5%\. First refused record: c0: Insufficient balance\. Correct .* Not sent: items 100 to 4999\. Sent as job \d+\.$/,
		);
	});

	test.each(['records', 'summary', 'job'])(
		'should let every item out where the workflow goes on: %s',
		async (output) => {
			const result = await run({
				items,
				parameters: withTrial({ trial: { size: 100, maxRefused: 5 } }, output),
				onError: 'continueRegularOutput',
			});
			expect(simulator.received().records).toBe(100);
			const count = (status: string) => result.json.filter((json) => json.status === status).length;
			expect(count('notSent')).toBe(4_900);
			expect([count('failed'), count('successful'), count('completed')]).toEqual(
				output === 'records' ? [40, 60, 0] : [0, 0, 1],
			);
			expect(hints(result)).toContain('Too many trial records did not arrive. 40 of 100 trial records');
		},
	);

	test('should send the other items to the error output', async () => {
		const { json, errors } = await run({ items, parameters, onError: 'continueErrorOutput' });
		expect(json).toHaveLength(60);
		const statuses = errors.map(({ json: { error } }) => (error as IDataObject).status);
		expect(statuses.filter((status) => status === 'notSent')).toHaveLength(4_900);
		expect(errors.at(-1)?.json).toMatchObject({
			message: 'Not sent: too many trial records were refused',
			error: { message: 'This record was not sent to Gameball', customerId: 'c4999' },
		});
	});
});

describe('a trial', () => {
	test.each([
		[5, 5],
		[0, 0],
		[100, 100],
	])('should let the others go when %i % are refused and %i % may be', async (share, maxRefused) => {
		const items = adjustments(1_000, share);
		const { json } = await run({
			items,
			parameters: withTrial({
				trial: { size: 100, maxRefused },
				batchSize: 300,
				treatAsError: ['timeout'],
			}),
		});
		expect(json).toHaveLength(1_000);
		expect([...simulator.jobs.values()].map(({ entries }) => entries.length)).toEqual([100, 300, 300, 300]);
	});

	test('should number all batches through, and be finished before the others start', async () => {
		const parameters = withTrial({ trial: { size: 3, maxRefused: 5 }, batchSize: 2 }, 'job');
		const { output } = await run({ items: adjustments(5, 0), parameters });
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
			[[0, 1], [2], [3, 4]].map((items) => items.map((item) => ({ item }))),
		);
		const methods = simulator.requests.map(({ method }) => method);
		const lastPost = methods.lastIndexOf('POST');
		expect(methods.slice(2, lastPost).filter((method) => method === 'GET').length).toBeGreaterThanOrEqual(2);
	});

	test('should change nothing when it is as large as the run', async () => {
		const { json, error } = await run({
			items: adjustments(10, 100),
			parameters: withTrial({ trial: { size: 50, maxRefused: 5 }, treatAsError: ['timeout'] }),
		});
		expect(error).toBeUndefined();
		expect(json.map(({ status }) => status)).toEqual(Array(10).fill('failed'));
	});

	test('should not let the others go when its job is not finished in time', async () => {
		await simulator.close();
		simulator = await startSimulator({ queuedFor: 3_600_000 });
		const { json, error } = await run({
			items: adjustments(20, 0),
			parameters: withTrial({ trial: { size: 10, maxRefused: 5 }, maxWaitTime: 1, treatAsError: ['failedJob'] }),
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(json.filter(({ status }) => status === 'notSent')).toHaveLength(10);
		expect(simulator.received().records).toBe(10);
	});

	test('should not let the others go when its batch is not taken', async () => {
		simulator.addFault({ kind: 'status', status: 401, method: 'POST' });
		const { json } = await run({
			items: adjustments(20, 0),
			parameters: withTrial({ trial: { size: 10, maxRefused: 5 }, maxRetries: 0 }),
			onError: 'continueRegularOutput',
		});
		expect(json.filter(({ status }) => status === 'notSent')).toHaveLength(10);
		expect(simulator.received().records).toBe(0);
	});

	test('should count rows that sank their batch as refused', async () => {
		const items = adjustments(30, 0).map((row, index) => (index < 2 ? { ...row, customerId: `poison-${index}` } : row));
		const stopped = await run({ items, parameters: withTrial({ trial: { size: 10, maxRefused: 5 } }) });
		expect(stopped.error?.description).toContain('2 of 10 trial records');
		const { error } = await run({ items, parameters: withTrial({ trial: { size: 10, maxRefused: 20 } }) });
		expect(error?.message).toBe('Gameball refused this data');
		expect(error?.description).toContain('Gameball accepted the others.');
		expect(simulator.received().records).toBe(8 + 28);
	});

	test('should be no part of a run that does not wait', async () => {
		await run({
			items: adjustments(20, 100),
			parameters: { recordType: 'balanceAdjustment', settings: { trial: { size: 5, maxRefused: 5 } } },
		});
		expect(simulator.received().records).toBe(20);
	});
});
