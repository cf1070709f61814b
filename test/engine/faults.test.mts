import type { IDataObject, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import { processedKeys } from '../../dev/engine/processedKeys.mts';
import { inVirtualTime } from '../../dev/engine/virtualTime.mts';
import type { Fault } from '../../dev/simulator/faults.mts';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { collectLog, runNode, type NodeResult, type NodeRun } from './harness.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ queuedFor: 50, recordsPerSecond: 50_000 });
});
afterEach(async () => await simulator.close());

/** An operation of the matrix: its input, and the request that meets the fault. */
interface Case {
	readonly parameters: NodeRun['parameters'];
	readonly items: IDataObject[];
	/** The requests that the fault befalls. */
	readonly method: string;
	/** Its column in the table of outcomes. */
	readonly column: 1 | 2 | 3 | 4 | 5 | 6;
}

const ONE_BY_ONE = { batchSize: 1, concurrency: 1, requestTimeout: 1 };
const CUSTOMERS = [{ customerId: 'a' }, { customerId: 'b' }, { customerId: 'c' }];
const JOBS = [{ jobId: 123456 }, { jobId: 123457 }, { jobId: 123458 }];

const CASES: Readonly<Record<string, Case>> = {
	'Create Batch where a repeat is harmless': {
		parameters: { settings: ONE_BY_ONE },
		items: CUSTOMERS,
		method: 'POST',
		column: 1,
	},
	'Create Batch where a repeat is harmful': {
		parameters: { recordType: 'balanceAdjustment', settings: ONE_BY_ONE },
		items: CUSTOMERS.map((customer) => ({ ...customer, amount: 1 })),
		method: 'POST',
		column: 2,
	},
	'Create Batch that waits': {
		parameters: { waitForCompletion: true, output: 'records', settings: ONE_BY_ONE },
		items: CUSTOMERS,
		method: 'GET',
		column: 3,
	},
	'Get Job Status': { parameters: { operation: 'getJobStatus' }, items: JOBS, method: 'GET', column: 4 },
	'Stop Job': { parameters: { operation: 'stopJob' }, items: JOBS, method: 'DELETE', column: 5 },
	'Wait for Completion': {
		parameters: { operation: 'waitForCompletion', settings: { pollInterval: 1 } },
		items: JOBS,
		method: 'GET',
		column: 6,
	},
};

const status = (code: number, body = '', headers: Record<string, string> = {}): Fault => ({
	kind: 'status',
	status: code,
	body,
	headers,
});
const json = { 'content-type': 'application/json' };
const error = (httpStatus: number, code: number) =>
	status(httpStatus, JSON.stringify({ code, message: 'No', requestId: 'r' }), json);

const FAULTS = {
	'a 429 with Retry-After in seconds': status(429, '', { 'retry-after': '2' }),
	'a 429 with Retry-After as a date': status(429, '', { 'retry-after': 'Fri, 31 Dec 2049 23:59:59 GMT' }),
	'a 429 without Retry-After': error(429, 429),
	'a 503': error(503, 5003),
	'a concurrent request': error(422, 2001),
	'a 500': error(500, 5000),
	'a 502 as a web page': status(502, '<html></html>'),
	'a 504': status(504),
	'a dropped connection': { kind: 'drop' },
	'a lost answer': { kind: 'loseAnswer' },
	'a 400': error(400, 3016),
	'a 401': error(401, 1000),
	'a 403': error(403, 1002),
	'a 422': error(422, 3003),
	'a redirect': status(307, '', { location: 'http://127.0.0.1:1/' }),
	'an empty success': status(200),
	'a success that is a web page': status(200, '<!doctype html>'),
	'a success that is cut off': status(200, '{"jobId":12', json),
	'a list': status(200, '[1]', json),
	'data that is 10,000 deep': status(200, `{"jobId":1,"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, json),
	'data that replaces a prototype': status(200, '{"jobId":1,"__proto__":{"isAdmin":true}}', json),
} satisfies Readonly<Record<string, Fault>>;

/**
 * The reaction of an operation to a fault:
 *
 * - `retry`: it sends the request again, and nothing fails.
 * - `fail`: it does not send the request again, and the item fails.
 * - `fail as uncertain`: the same, and the error says that Gameball may have taken the batch.
 * - `succeed`: it takes the answer for a success.
 */
type Outcome = 'retry' | 'fail' | 'fail as uncertain' | 'succeed';

/**
 * The outcome of each fault, written by hand after the README ("Reliability"). The columns: Create Batch where a
 * repeat is harmless, where it is harmful, and that waits; Get Job Status; Stop Job; Wait for Completion.
 */
const OUTCOMES: ReadonlyArray<
	readonly [fault: keyof typeof FAULTS, Outcome, Outcome, Outcome, Outcome, Outcome, Outcome]
> = [
	// Surely not done, and it passes: every request is sent again.
	['a 429 with Retry-After in seconds', 'retry', 'retry', 'retry', 'retry', 'retry', 'retry'],
	['a 429 with Retry-After as a date', 'retry', 'retry', 'retry', 'retry', 'retry', 'retry'],
	['a 429 without Retry-After', 'retry', 'retry', 'retry', 'retry', 'retry', 'retry'],
	['a 503', 'retry', 'retry', 'retry', 'retry', 'retry', 'retry'],
	['a concurrent request', 'retry', 'retry', 'retry', 'retry', 'retry', 'retry'],
	// Perhaps done, and it passes: all are sent again but what would do harm a second time.
	['a 500', 'retry', 'fail as uncertain', 'retry', 'retry', 'retry', 'retry'],
	['a 502 as a web page', 'retry', 'fail as uncertain', 'retry', 'retry', 'retry', 'retry'],
	['a 504', 'retry', 'fail as uncertain', 'retry', 'retry', 'retry', 'retry'],
	['a dropped connection', 'retry', 'fail as uncertain', 'retry', 'retry', 'retry', 'retry'],
	['a lost answer', 'retry', 'fail as uncertain', 'retry', 'retry', 'retry', 'retry'],
	// Refused, and it would be again.
	['a 400', 'fail', 'fail', 'fail', 'fail', 'fail', 'fail'],
	['a 401', 'fail', 'fail', 'fail', 'fail', 'fail', 'fail'],
	['a 403', 'fail', 'fail', 'fail', 'fail', 'fail', 'fail'],
	['a 422', 'fail', 'fail', 'fail', 'fail', 'fail', 'fail'],
	['a redirect', 'fail', 'fail', 'fail', 'fail', 'fail', 'fail'],
	// A success without the data that belong to it; a job that is stopped needs none.
	['an empty success', 'fail as uncertain', 'fail as uncertain', 'fail', 'fail', 'succeed', 'fail'],
	['a success that is a web page', 'fail as uncertain', 'fail as uncertain', 'fail', 'fail', 'succeed', 'fail'],
	['a success that is cut off', 'fail as uncertain', 'fail as uncertain', 'fail', 'fail', 'succeed', 'fail'],
	['a list', 'fail as uncertain', 'fail as uncertain', 'fail', 'fail', 'succeed', 'fail'],
	['data that is 10,000 deep', 'fail as uncertain', 'fail as uncertain', 'fail', 'fail', 'succeed', 'fail'],
	['data that replaces a prototype', 'fail as uncertain', 'fail as uncertain', 'fail', 'fail', 'succeed', 'fail'],
];

/** The input items that output items belong to. */
const itemsOf = (output: readonly INodeExecutionData[]): number[] =>
	output.flatMap(({ pairedItem }) => [pairedItem].flat().map((pair) => (pair as IPairedItemData).item));

async function runCase(
	{ parameters, items, method }: Case,
	fault: Fault,
	times: number,
	onError: NodeRun['onError'],
): Promise<NodeResult> {
	const result = await inVirtualTime(async () => {
		// In the same virtual time, so that the jobs have not ended before they are looked at.
		if (items === JOBS) await runNode({ simulator, items: CUSTOMERS, parameters: { settings: ONE_BY_ONE } });
		simulator.addFault({ ...fault, method, times });
		return await runNode({ simulator, items, parameters, onError });
	});
	const everything = JSON.stringify(result.run) + String(result.error?.stack);
	expect(everything).not.toContain(simulator.keys.apiKey);
	expect(everything).not.toContain(simulator.keys.secretKey);
	return result;
}

/** Checks if the request that met the fault, the first of its method, was sent again. */
function isSentAgain({ method }: Case): boolean {
	const [met, ...later] = simulator.requests.filter((request) => request.method === method);
	// Batches all go to one address; the first holds the first customer.
	const isBatch = method === 'POST';
	return later.some(({ url, body }) => url === met?.url && (!isBatch || JSON.stringify(body).includes('"a"')));
}

const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

describe.each(Object.entries(CASES))('%s', (operation, given) => {
	const outcomes = OUTCOMES.map((row) => [row[given.column], row[0]] as const);
	describe.each(ON_ERROR)('with On Error %s', (onError) => {
		test.each(outcomes)('should %s when it meets %s', async (outcome, fault) => {
			const result = await runCase(given, FAULTS[fault], 1, onError);
			const isFailure = outcome === 'fail' || outcome === 'fail as uncertain';
			const { output, errors, run } = result;
			const isStopped = isFailure && onError === 'stopWorkflow';
			expect(isSentAgain(given)).toBe(outcome === 'retry');
			expect(run.status).toBe(isStopped ? 'error' : 'success');
			if (isStopped) {
				expect(output).toEqual([]);
				expect(result.error?.message).toEqual(expect.any(String));
				expect(result.error?.description).toEqual(expect.any(String));
				const isTold = result.error?.description?.includes('Gameball may have accepted');
				expect(isTold).toBe(outcome === 'fail as uncertain');
			} else {
				const failed = [...output, ...errors].filter(
					({ json }) => json.error !== undefined || json.status === 'invalid',
				);
				// Jobs side by side: which of them the fault befalls is not ours to say.
				expect(failed).toHaveLength(isFailure ? 1 : 0);
				expect(errors).toHaveLength(isFailure && onError === 'continueErrorOutput' ? 1 : 0);
				expect(itemsOf([...output, ...errors]).sort()).toEqual([0, 1, 2]);
				const isTold = (failed[0]?.json.error as IDataObject | undefined)?.mayHaveWorked === true;
				expect(isTold).toBe(outcome === 'fail as uncertain');
			}
			if (operation === 'Create Batch where a repeat is harmful') {
				const taken = [...simulator.jobs.values()].flatMap(({ entries }) => entries as IDataObject[]);
				expect(new Set(taken.map(({ customerId }) => customerId)).size).toBe(taken.length);
			}
		});
	});
});

describe('Create Batch with Send Once where a repeat is harmful', () => {
	const given: Case = {
		parameters: {
			...{ recordType: 'balanceAdjustment', waitForCompletion: true, output: 'records' },
			settings: { ...ONE_BY_ONE, sendOnce: true },
		},
		items: CUSTOMERS.map((customer) => ({ ...customer, amount: 1 })),
		method: 'POST',
		column: 2,
	};
	beforeEach(() => processedKeys.clear());

	test.each(OUTCOMES.map((row) => [row[given.column], row[0]] as const))(
		'should %s when it meets %s, and pay what is left in the next run',
		async (outcome, fault) => {
			await runCase(given, FAULTS[fault], 1, 'continueErrorOutput');
			const { items, parameters } = given;
			const { json } = await inVirtualTime(async () => await runNode({ simulator, items, parameters }));
			const isUncertain = outcome === 'fail as uncertain';
			expect(json[0]?.status).toBe(outcome === 'fail' ? 'successful' : 'alreadySent');
			const { balances } = simulator.account;
			expect([balances.get('b'), balances.get('c')]).toEqual([1, 1]);
			if (isUncertain) expect(balances.get('a') ?? 1).toBe(1);
			else expect(balances.get('a')).toBe(1);
		},
	);
});

test.each(Object.entries(CASES).filter(([, { method }]) => method === 'POST'))(
	'should give up after 6 tries when a fault does not pass in %s',
	async (_, given) => {
		const { error: told } = await runCase(given, error(503, 5003), Infinity, 'stopWorkflow');
		expect(told?.message).toBe('Gameball is temporarily unavailable');
		expect(told?.description).toContain('The node tried 6 times.');
		expect(simulator.requests).toHaveLength(6);
	},
);

test('should call a batch uncertain when an earlier try may have worked', async () => {
	simulator.addFault({ kind: 'loseAnswer', method: 'POST' });
	simulator.addFault({ ...error(422, 7000), method: 'POST' });
	const { error: told } = await inVirtualTime(
		async () => await runNode({ simulator, items: [{ customerId: 'a' }], parameters: {} }),
	);
	expect(told?.message).toBe('Gameball refused the records');
	expect(told?.description).toContain('Gameball may have accepted batch 1 of 1 with item 0.');
});

test('should send a batch again when its answer is late and a repeat is harmless', async () => {
	simulator.addFault({ kind: 'hang', method: 'POST' });
	const { json: jobs } = await inVirtualTime(
		async () =>
			await runNode({ simulator, items: [{ customerId: 'a' }], parameters: { settings: { requestTimeout: 1 } } }),
	);
	expect(jobs).toMatchObject([{ jobId: 123457 }]);
	expect(simulator.jobs.size).toBe(2);
});

describe('a run whose batch 57 of 100 fails', () => {
	const items = Array.from({ length: 1_000 }, (_, index) => ({ customerId: `c${index}` }));
	const parameters = { settings: { batchSize: 10 } };
	const runAll = async (onError: NodeRun['onError']) => {
		let posts = 0;
		await simulator.close();
		simulator = await startSimulator({ chooseFault: () => (++posts === 57 ? error(422, 7000) : undefined) });
		return await inVirtualTime(async () => await runNode({ simulator, items, parameters, onError }));
	};

	test('should name the jobs created and the items not sent when it stops', async () => {
		const { error: told, output } = await runAll('stopWorkflow');
		expect(output).toEqual([]);
		const jobIds = [...simulator.jobs.keys()];
		expect(jobIds.length).toBeGreaterThanOrEqual(56);
		expect(jobIds.length).toBeLessThan(60);
		const [, listed = ''] = /Sent as jobs ([\d, ]+)\./.exec(told?.description ?? '') ?? [];
		expect(listed.split(', ').map(Number).sort()).toEqual(jobIds.sort());
		const [, ranges = ''] = /Not sent: items ([^.]+)\./.exec(told?.description ?? '') ?? [];
		const notSent = ranges.split(', ').flatMap((range) => {
			const [first = NaN, last = first] = range.split(' to ').map(Number);
			return Array.from({ length: last - first + 1 }, (_, index) => first + index);
		});
		const sent = [...simulator.jobs.values()].flatMap(({ entries }) =>
			(entries as IDataObject[]).map(({ customerId }) => Number(String(customerId).slice(1))),
		);
		expect([...sent, ...notSent].sort((one, other) => one - other)).toEqual(items.map((_, index) => index));
	});

	test.each([['continueRegularOutput'], ['continueErrorOutput']] as const)(
		'should return every job, and an error for every item not sent, when it goes on (%s)',
		async (onError) => {
			const { output, errors } = await runAll(onError);
			const all = [...output, ...errors];
			const jobs = all.filter(({ json: { jobId } }) => jobId !== undefined);
			const failed = all.filter(({ json: { error: told } }) => told !== undefined);
			expect(jobs.map(({ json: { jobId } }) => jobId).sort()).toEqual([...simulator.jobs.keys()].sort());
			expect(failed).toHaveLength(10);
			expect(itemsOf(all).sort((one, other) => one - other)).toEqual(items.map((_, index) => index));
			if (onError === 'continueErrorOutput') {
				expect(errors.map(({ json: { customerId } }) => customerId)).toEqual(itemsOf(errors).map((item) => `c${item}`));
			}
		},
	);
});

test('should pause all requests for as long as Gameball asks when it answers 429', async () => {
	const arrivals: number[] = [];
	await simulator.close();
	simulator = await startSimulator({
		chooseFault() {
			arrivals.push(Date.now());
			return arrivals.length === 1 ? status(429, '', { 'retry-after': '20' }) : undefined;
		},
	});
	const items = Array.from({ length: 12 }, (_, index) => ({ customerId: `c${index}` }));
	const { json: jobs } = await inVirtualTime(
		async () => await runNode({ simulator, items, parameters: { settings: { batchSize: 1, concurrency: 3 } } }),
	);
	expect(jobs).toHaveLength(12);
	const [first = 0] = arrivals;
	// Those under way with the first one are not to be called back.
	expect(arrivals.filter((time) => time - first < 19_900).length).toBeLessThanOrEqual(3);
});

test('should wait a minute at most when Retry-After asks for an hour', async () => {
	simulator.addFault({ ...status(503, '', { 'retry-after': '3600' }), method: 'POST' });
	const took = await inVirtualTime(async () => {
		const start = Date.now();
		await runNode({ simulator, items: [{ customerId: 'a' }], parameters: {} });
		return Date.now() - start;
	});
	expect(took).toBeGreaterThanOrEqual(59_000);
	expect(took).toBeLessThan(65_000);
});

describe('waiting for jobs', () => {
	const wait = async (parameters: NodeRun['parameters'], items: IDataObject[]) =>
		await inVirtualTime(async () => {
			const start = Date.now();
			const result = await runNode({ simulator, items, parameters: { operation: 'waitForCompletion', ...parameters } });
			return { ...result, took: Date.now() - start };
		});

	test('should go on when Gameball is away for a quarter of an hour', async () => {
		await runNode({ simulator, items: [{ customerId: 'a' }], parameters: {} });
		let back = Infinity;
		const seen = simulator;
		simulator = await startSimulator({
			keys: seen.keys,
			chooseFault: () => (Date.now() < back ? error(503, 5003) : status(200, '{"status":"completed"}', json)),
		});
		await seen.close();
		const { json: jobs, took } = await inVirtualTime(async () => {
			back = Date.now() + 15 * 60_000;
			return await wait({}, [{ jobId: 123456 }]);
		});
		expect(jobs).toMatchObject([{ status: 'completed', isFinished: true }]);
		expect(took).toBeGreaterThanOrEqual(14 * 60_000);
	});

	test('should go on when a job is not known yet, but only for half a minute', async () => {
		simulator.addFault({ ...error(404, 4004), method: 'GET', times: 3 });
		simulator.addFault({ ...status(200, '{"status":"completed"}', json), method: 'GET' });
		const { json: jobs } = await wait({}, [{ jobId: 7 }]);
		expect(jobs).toMatchObject([{ jobId: 7, status: 'completed' }]);
		const { error: told, took } = await wait({}, [{ jobId: 7 }]);
		expect(told?.message).toBe('Gameball has no job with this ID');
		expect(took).toBeGreaterThanOrEqual(30_000);
		expect(took).toBeLessThan(60_000);
	});

	test('should fail and say why when a job was never seen before the time was up', async () => {
		simulator.addFault({ ...error(503, 5003), method: 'GET', times: Infinity });
		const { error: told, took } = await wait({ settings: { maxWaitTime: 2 } }, [{ jobId: 7 }]);
		expect(told?.message).toBe('Gameball is temporarily unavailable');
		expect(took).toBe(120_000);
	});

	test('should give a hint when a state is unknown', async () => {
		simulator.addFault({ ...status(200, '{"status":"pondering"}', json), method: 'GET', times: 2 });
		simulator.addFault({ ...status(200, '{"status":"completed"}', json), method: 'GET' });
		const { task } = await wait({}, [{ jobId: 7 }]);
		expect(task?.hints).toMatchObject([
			{
				message: `Gameball returned an unknown job status ("pondering"). The node treats the job as running until Gameball's counts show that all its records are processed.`,
			},
		]);
	});

	test('should keep to the rates and check each job regularly when there are 200', async () => {
		await simulator.close();
		simulator = await startSimulator({ queuedFor: 3 * 60_000 });
		const items = Array.from({ length: 200 }, (_, index) => ({ customerId: `c${index}` }));
		const settings = { batchSize: 1, concurrency: 10, maxPollInterval: 5 };
		const { json: jobs } = await inVirtualTime(
			async () =>
				await runNode({ simulator, items, parameters: { waitForCompletion: true, output: 'summary', settings } }),
		);
		expect(jobs.filter(({ status }) => status === 'completed')).toHaveLength(200);
		const { inOneSecond, in30Seconds } = simulator.received().peaks;
		expect(inOneSecond).toBeLessThanOrEqual(30);
		expect(in30Seconds).toBeLessThanOrEqual(360);

		const checks = new Map<string, number[]>();
		for (const { method, url, at } of simulator.requests) {
			if (method === 'GET') checks.set(url, [...(checks.get(url) ?? []), at]);
		}
		expect(checks.size).toBe(200);
		const pauses = [...checks.values()].flatMap((times) =>
			times.slice(1).map((time, index) => time - (times[index] ?? 0)),
		);
		// All are checked in turn, three a second on the average: a round takes 67 seconds.
		expect(Math.max(...pauses)).toBeLessThan(100_000);
	});

	test('should log every job and the progress when the wait is long', async () => {
		await simulator.close();
		simulator = await startSimulator({ queuedFor: 10 * 60_000 });
		const lines = await collectLog();
		const { json: jobs } = await runNode({ simulator, items: CUSTOMERS, parameters: { settings: { batchSize: 1 } } });
		expect(lines.splice(0).sort()).toEqual(
			jobs.map(
				({ jobId }, index) =>
					`Execution execution: Gameball accepted batch ${index + 1} of 3 (item ${index}) as job ${String(jobId)}`,
			),
		);
		await wait({}, jobs);
		expect(lines).toContain('Execution execution: 0 of 3 jobs finished, 0 records processed');
		expect(lines.length).toBeGreaterThanOrEqual(5);
		expect(lines.length).toBeLessThanOrEqual(10);
	});
});

test('should share the rates when an execution has two nodes', async () => {
	const items = Array.from({ length: 30 }, (_, index) => ({ customerId: `c${index}` }));
	await inVirtualTime(
		async () => await runNode({ simulator, items, parameters: { settings: { batchSize: 1 } }, twice: true }),
	);
	expect(simulator.requests).toHaveLength(60);
	expect(simulator.received().peaks.inOneSecond).toBe(30);
});

test('should get every batch through when twenty executions share the account', async () => {
	await simulator.close();
	simulator = await startSimulator({ queuedFor: 30_000 });
	const runs = await inVirtualTime(
		async () =>
			await Promise.all(
				Array.from({ length: 20 }, async (_, execution) => {
					const items = Array.from({ length: 50 }, (__, index) => ({ customerId: `${execution}-${index}` }));
					const parameters = { waitForCompletion: true, output: 'records', settings: { batchSize: 10 } };
					return await runNode({ simulator, items, parameters });
				}),
			),
	);
	expect(runs.map(({ json, error }) => [error?.description, json.length])).toEqual(runs.map(() => [undefined, 50]));
	expect(simulator.customers.size).toBe(1_000);
	expect(simulator.received().repeated).toBe(0);
}, 120_000);
