import { inVirtualTime } from '../../dev/engine/virtualTime.mts';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { STATES } from '../fixtures/tutorial.mts';
import { runNode, type NodeRun } from './harness.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ queuedFor: 50, recordsPerSecond: 50_000 });
});
afterEach(async () => await simulator.close());

/** Lets the simulator answer the next look at a job with this. */
const answerWith = (answer: unknown, times = 1) =>
	simulator.addFault({ kind: 'status', status: 200, method: 'GET', body: JSON.stringify(answer), times });

const run = async (
	parameters: NodeRun['parameters'],
	items: NodeRun['items'] = [{ jobId: 123456 }],
	onError?: NodeRun['onError'],
) => await runNode({ simulator, items, parameters, onError });

/** Sends customers and returns their jobs, one a customer. */
async function createJobs(ids: string[]): Promise<number[]> {
	const { json } = await run(
		{ settings: { batchSize: 1 } },
		ids.map((customerId) => ({ customerId })),
	);
	return json.map(({ jobId }) => Number(jobId));
}

describe.each(Object.entries(STATES))('a job that is %s', (_, { answer, isFinished, progress, records }) => {
	test('should come out untouched, with its meaning, when Output is job', async () => {
		answerWith(answer);
		const { json } = await run({ operation: 'getJobStatus', output: 'job' });
		expect(json).toEqual([{ ...answer, jobId: 123456, isFinished, progress }]);
	});

	test('should come out without the response as a tool, whatever Output is', async () => {
		answerWith(answer);
		const parameters = { operation: 'getJobStatus', output: 'job' };
		const { json } = await runNode({ simulator, items: [{ jobId: 123456 }], parameters, asTool: true });
		expect(json).toMatchObject([{ jobId: 123456, isFinished }]);
		expect(json[0]).not.toHaveProperty('response');
	});

	test('should come out without the response by default', async () => {
		answerWith(answer);
		const { json } = await run({ operation: 'getJobStatus' });
		const { response: _response, ...rest } = answer;
		expect(json).toEqual([{ ...rest, jobId: 123456, isFinished, progress }]);
	});

	test('should come out as an item for each record when Output is records', async () => {
		answerWith(answer);
		const { json, output } = await run({ operation: 'getJobStatus', output: 'records' });
		if (records.length === 0) {
			// n8n stops a branch without items.
			expect(json).toMatchObject([{ jobId: 123456, isFinished, progress }]);
			return;
		}
		expect(json).toEqual(records.map((record) => ({ jobId: 123456, ...record })));
		const order = ['jobId', 'customerId', 'status', 'message'];
		expect(json.map((record) => Object.keys(record).slice(0, 4))).toEqual(json.map(() => order));
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(records.map(() => ({ item: 0 })));
	});
});

test.each(['getJobStatus', 'waitForCompletion'])('should send %s refusals to the error output', async (operation) => {
	answerWith(STATES.completed.answer);
	const { json, errors } = await run({ operation, output: 'records' }, [{ jobId: 123456 }], 'continueErrorOutput');
	expect(json).toMatchObject([{ jobId: 123456, customerId: '12345', status: 'successful' }]);
	expect(errors).toMatchObject([
		{
			json: {
				jobId: 123456,
				message: 'Failed to create customer',
				error: { message: 'Gameball refused this record', customerId: '67890', status: 'failed' },
			},
			pairedItem: { item: 0 },
		},
	]);
});

describe('Get Job Status', () => {
	test('should ask for the job with the documented request', async () => {
		const [jobId] = await createJobs(['a']);
		await run({ operation: 'getJobStatus' }, [{ jobId }]);
		expect(simulator.requests.at(-1)).toMatchObject({
			method: 'GET',
			url: `/api/v4/integrations/batch/${jobId}`,
			headers: { apikey: simulator.keys.apiKey, secretkey: simulator.keys.secretKey },
		});
	});

	test('should work on every item in order', async () => {
		const jobIds = await createJobs(['a', 'b', 'c']);
		const { json, output } = await run(
			{ operation: 'getJobStatus' },
			jobIds.map((jobId) => ({ jobId: String(jobId) })),
		);
		expect(json.map(({ jobId }) => jobId)).toEqual(jobIds);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	});

	test('should go on after an item that fails when the node continues', async () => {
		const [jobId] = await createJobs(['a']);
		const { json, errors } = await run(
			{ operation: 'getJobStatus' },
			[{ jobId: 999 }, { jobId }],
			'continueErrorOutput',
		);
		expect(json).toMatchObject([{ jobId }]);
		expect(errors).toMatchObject([
			{
				json: {
					jobId: 999,
					error: { message: 'Gameball has no job with this ID', httpStatus: 404, code: 4004 },
				},
				pairedItem: { item: 0 },
			},
		]);
	});
});

describe('Stop Job', () => {
	test('should stop an unfinished job and return it as it is afterwards', async () => {
		await simulator.close();
		simulator = await startSimulator({ queuedFor: 60_000 });
		const [jobId] = await createJobs(['a']);
		const { json } = await run({ operation: 'stopJob' }, [{ jobId }]);
		expect(json).toMatchObject([{ jobId, status: 'stopped', isFinished: true, progress: 0, stopped: true }]);
		expect(simulator.requests.slice(-2).map(({ method, url }) => `${method} ${url}`)).toEqual([
			`DELETE /api/v4/integrations/batch/${jobId}`,
			`GET /api/v4/integrations/batch/${jobId}`,
		]);
	});

	test('should say so when the job had already ended', async () => {
		const [jobId] = await createJobs(['a']);
		await run({ operation: 'waitForCompletion', settings: { pollInterval: 1 } }, [{ jobId }]);
		const { json } = await run({ operation: 'stopJob' }, [{ jobId }]);
		expect(json).toMatchObject([{ jobId, status: 'completed', isFinished: true, stopped: false }]);
	});

	test('should say so when Gameball refuses because the job has ended', async () => {
		simulator.addFault({ kind: 'status', status: 422, method: 'DELETE' });
		answerWith(STATES.completed.answer);
		const { json } = await run({ operation: 'stopJob' });
		expect(json).toMatchObject([{ status: 'completed', stopped: false }]);
	});

	test('should fail when Gameball refuses for another reason', async () => {
		simulator.addFault({ kind: 'status', status: 422, method: 'DELETE', body: '{"code":3003,"message":"No"}' });
		answerWith(STATES.running.answer);
		const { error } = await run({ operation: 'stopJob' });
		expect(error?.description).toContain('Gameball says: No (HTTP 422, code 3003)');
	});
});

describe('Wait for Completion', () => {
	const operation = 'waitForCompletion';
	const settings = { pollInterval: 1 };
	/** A fraction of a second, in minutes. */
	const shortly = 0.005;

	test('should look again until the job is finished', async () => {
		answerWith(STATES.queued.answer);
		answerWith(STATES.running.answer);
		answerWith(STATES.completed.answer);
		const { json } = await run({ operation, output: 'job', settings });
		expect(json).toEqual([{ ...STATES.completed.answer, jobId: 123456, isFinished: true, progress: 100 }]);
		expect(simulator.requests).toHaveLength(3);
	});

	test('should wait for all jobs at the same time, and ask only once when a job is named twice', async () => {
		const jobIds = await createJobs(['a', 'b', 'c']);
		const before = simulator.requests.length;
		const { json, took } = await inVirtualTime(async () => {
			const start = Date.now();
			const items = [...jobIds, jobIds[0]].map((jobId) => ({ jobId }));
			const result = await run({ operation, output: 'records', settings }, items);
			return { ...result, took: Date.now() - start };
		});
		expect(json.map(({ customerId, status }) => [customerId, status])).toEqual([
			['a', 'successful'],
			['b', 'successful'],
			['c', 'successful'],
			['a', 'successful'],
		]);
		expect(simulator.requests.length - before).toBeLessThanOrEqual(6);
		expect(took).toBeLessThan(5_000);
	});

	test('should name the job, its state and a remedy when On Timeout is error', async () => {
		answerWith(STATES.running.answer, 5);
		const { error } = await run({ operation, settings: { ...settings, maxWaitTime: shortly } });
		expect(error?.message).toBe('The job did not finish in time');
		expect(error?.description).toMatch(
			/Job 123456 was running \(100%\) after 0.005 minutes.*Get Job Status.*Max Wait Time/,
		);
	});

	test('should return the unfinished job when Treat as Error does not name it', async () => {
		answerWith(STATES.running.answer, 5);
		const { json } = await run({
			operation,
			settings: { ...settings, maxWaitTime: shortly, treatAsError: ['failedJob'] },
		});
		expect(json).toMatchObject([{ status: 'running', isFinished: false }]);
		// The first look, and the last one at the deadline.
		expect(simulator.requests).toHaveLength(2);
	});

	test('should stop the job when Stop Jobs names the timeout, and fail unless Treat as Error does not name failed jobs', async () => {
		await simulator.close();
		simulator = await startSimulator({ queuedFor: 60_000 });
		const [jobId, other] = await createJobs(['a', 'b']);
		const stop = { ...settings, maxWaitTime: shortly, stopJobs: ['timeout'] };
		const stopped = await run({ operation, settings: { ...stop, treatAsError: ['timeout'] } }, [{ jobId }]);
		expect(stopped.json).toMatchObject([{ jobId, status: 'stopped', isFinished: true }]);
		const failed = await run({ operation, settings: stop }, [{ jobId: other }]);
		expect(failed.error?.message).toBe('The job was stopped before it finished');
	});

	test.each([
		['failed', 'The job failed'],
		['stopped', 'The job was stopped before it finished'],
	] as const)('should fail when a job is %s, unless Treat as Error does not name it', async (state, message) => {
		answerWith(STATES[state].answer, 2);
		const { error } = await run({ operation, settings });
		expect(error?.message).toBe(message);
		const { json } = await run({ operation, settings: { ...settings, treatAsError: ['timeout'] } });
		expect(json).toMatchObject([{ status: state, isFinished: true }]);
	});

	test('should fail on refused records only when Treat as Error names them', async () => {
		answerWith(STATES.completed.answer, 2);
		const { json } = await run({ operation, settings });
		expect(json).toHaveLength(1);
		const { error } = await run({ operation, settings: { ...settings, treatAsError: ['refusedRecords'] } });
		expect(error?.description).toContain('67890: Failed to create customer');
	});

	test('should go on waiting when the state is unknown', async () => {
		answerWith({ ...STATES.running.answer, status: 'pondering' });
		answerWith(STATES.completed.answer);
		const { json } = await run({ operation, settings });
		expect(json).toMatchObject([{ status: 'completed' }]);
	});

	test('should end when the state is unknown but all records are done, after three further looks', async () => {
		const done = { status: 'wrapped-up', totalCount: 2, finishedCount: 1, errorCount: 1, response: null };
		answerWith(done, Infinity);
		const { json, error, task } = await inVirtualTime(async () => await run({ operation }));
		expect(error).toBeUndefined();
		expect(json).toMatchObject([{ status: 'wrapped-up', progress: 100 }]);
		expect(simulator.requests).toHaveLength(4);
		expect(task?.hints?.map(({ message }) => message).join()).toContain(
			'("wrapped-up"). The node treats the job as running until',
		);
	});

	test.each([[{}], [{ jobId: 123456 }], [{ status: 7 }], [{ status: '' }]])(
		'should end with an error when the answer has no state: %j',
		async (answer) => {
			answerWith(answer, Infinity);
			const { error } = await run({ operation, settings });
			expect(error?.message).toBe('Unexpected response from Gameball');
			expect(simulator.requests).toHaveLength(1);
			const { error: told } = await run({ operation: 'getJobStatus' });
			expect(told?.message).toBe('Unexpected response from Gameball');
		},
	);

	test.each([
		['nobody listens', 'http://127.0.0.1:9', 'The server at the base URL does not accept connections'],
		['there is no such host', 'https://nobody.invalid', 'The server name in the base URL does not exist'],
	])('should end after 30 seconds when %s from the start', async (_, baseUrl, message) => {
		const { error, took } = await inVirtualTime(async () => {
			const start = Date.now();
			const items = [{ jobId: 123456 }];
			const result = await runNode({ simulator, items, parameters: { operation }, credential: { baseUrl } });
			return { ...result, took: Date.now() - start };
		});
		expect(error?.message).toBe(message);
		expect(took).toBeGreaterThanOrEqual(30_000);
		expect(took).toBeLessThan(40_000);
	});

	test.each([
		['a job', 200],
		['a fault that may pass', 503],
	])('should not check again before Gameball allows it when the answer is %s with Retry-After', async (_, status) => {
		simulator.addFault({ kind: 'status', status, headers: { 'Retry-After': '25' }, body: '{"status":"queued"}' });
		answerWith(STATES.completed.answer);
		await inVirtualTime(async () => await run({ operation }));
		const [first, second] = simulator.requests.map(({ at }) => at);
		expect((second ?? 0) - (first ?? 0)).toBe(25_000);
	});

	test('should check again sooner than planned when a check fails by a fault that may pass', async () => {
		answerWith(STATES.queued.answer, 3);
		simulator.addFault({ kind: 'status', status: 503, method: 'GET' });
		answerWith(STATES.completed.answer);
		await inVirtualTime(async () => await run({ operation }));
		const times = simulator.requests.map(({ at }) => at);
		const delays = times.slice(1).map((time, index) => (time - (times[index] ?? 0)) / 1_000);
		expect(delays).toEqual([5, 5, 10, 5]);
	});

	test('should go on waiting for the other jobs when one fails', async () => {
		const [jobId] = await createJobs(['a']);
		const items = [{ jobId: 999 }, { jobId: 'x' }, { jobId }];
		const { json, errors } = await inVirtualTime(
			async () => await run({ operation, settings }, items, 'continueErrorOutput'),
		);
		expect(json).toMatchObject([{ jobId, status: 'completed' }]);
		expect(errors).toMatchObject([
			{ json: { error: { message: 'Gameball has no job with this ID' } }, pairedItem: { item: 0 } },
			{ json: { error: { message: 'The job ID is not valid' } }, pairedItem: { item: 1 } },
		]);
	});

	test.each([
		[{ pollInterval: 0 }, 'Poll Interval (Seconds)'],
		[{ maxPollInterval: 0.5 }, 'Max Poll Interval (Seconds)'],
		[{ maxWaitTime: -1 }, 'Max Wait Time (Minutes)'],
		[{ treatAsError: 'panic' }, 'Treat as Error'],
	])('should refuse to start when an option is out of range: %j', async (wrong, label) => {
		const { error } = await run({ operation, settings: wrong });
		expect(error?.message).toContain(`'${label}`);
		expect(simulator.requests).toHaveLength(0);
	});
});

describe('an item that looks like a record that was not sent', () => {
	test.each(['getJobStatus', 'stopJob'])('should not be skipped by %s if it has a job', async (operation) => {
		const [jobId] = await createJobs(['a']);
		const before = simulator.requests.length;
		await run({ operation, jobId: '={{ $json.job }}' }, [{ job: jobId, status: 'invalid' }]);
		expect(simulator.requests.length).toBeGreaterThan(before);
	});
});

test('should return the job when it has no results of records yet, so that the next node runs', async () => {
	await simulator.close();
	simulator = await startSimulator({ queuedFor: 60_000 });
	const [jobId] = await createJobs(['a']);
	const { json } = await run({ operation: 'getJobStatus', output: 'records' }, [{ jobId }]);
	expect(json).toMatchObject([{ jobId, isFinished: false }]);
});
