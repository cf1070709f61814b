import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { toJobIdValue, parseJobId } from '../../nodes/Gameball/jobs/jobId.ts';
import type { JobResponse } from '../../nodes/Gameball/jobs/JobResponse.ts';
import { readJobState } from '../../nodes/Gameball/jobs/jobState.ts';
import { computeDelay, followPace, type JobPace } from '../../nodes/Gameball/jobs/polling.ts';
import { readResults, matchResults, type ResultNaming } from '../../nodes/Gameball/jobs/recordResults.ts';
import { STATES } from '../fixtures/tutorial.mts';

describe('job IDs', () => {
	test.each([
		[123456, 123456],
		['123456', 123456],
		[' 123456 ', 123456],
		['123456789012345678901', '123456789012345678901'],
	])('should be accepted when given as %j', (given, shown) => {
		const jobId = parseJobId(given);
		expect(jobId).toBeDefined();
		expect(jobId === undefined ? undefined : toJobIdValue(jobId)).toBe(shown);
	});

	test.each([
		[undefined],
		[null],
		[''],
		['-1'],
		['1.0'],
		['1e5'],
		['0x10'],
		['١٢'],
		['1/2'],
		['007'],
		[0],
		[-1],
		[1.5],
		[NaN],
		[Infinity],
		[{}],
		[[1]],
	])('should be refused when given as %p', (given) => {
		expect(parseJobId(given)).toBeUndefined();
	});
});

/** A response as it comes over the network, where every field can be anything. */
const parse = (response: object): JobResponse => response as JobResponse;

describe('the state of a job', () => {
	test.each(Object.entries(STATES))('should be read when it is %s', (status, { answer, isFinished, progress }) => {
		const done = answer.finishedCount + answer.errorCount;
		expect(readJobState(parse(answer))).toMatchObject({ status, isFinished, isOver: isFinished, done, progress });
	});

	test.each([
		[2, true],
		[1, false],
		[0, false],
	])('should be over when its word is unknown and %i of 2 records are done: %j', (done, isOver) => {
		const job = parse({ status: 'wrapped-up', totalCount: 2, finishedCount: done, errorCount: 0 });
		expect(readJobState(job)).toMatchObject({ status: 'unknown', isFinished: false, isOver });
	});

	test.each([
		['Queued', 'queued'],
		['pending', 'queued'],
		['Running', 'running'],
		['processing', 'running'],
		['inProgress', 'running'],
		['in_progress', 'running'],
		['FINISHED', 'completed'],
		['cancelled', 'stopped'],
		['canceled', 'stopped'],
		['constructor', 'unknown'],
		['', 'unknown'],
		[null, 'unknown'],
		[7, 'unknown'],
	])('should be read from %j as %s', (word, status) => {
		expect(readJobState(parse({ status: word })).status).toBe(status);
	});

	test.each([
		[{ totalCount: 3, finishedCount: 1, errorCount: 1 }, 66],
		[{ totalCount: 1000, finishedCount: 999, errorCount: 0 }, 99],
		[{ totalCount: 2, finishedCount: 5, errorCount: 5 }, 100],
		[{ totalCount: 0, finishedCount: 5 }, 0],
		[{ totalCount: 'many', finishedCount: -1 }, 0],
		[{}, 0],
	])('should show the progress of %j as %i percent', (counts, progress) => {
		expect(readJobState(parse(counts)).progress).toBe(progress);
	});
});

describe('the pace of a job', () => {
	/** Follows a job of 100 records through status checks at which so many were done. */
	const follow = (...checks: ReadonlyArray<readonly [elapsed: number, done: number]>): JobPace | undefined =>
		checks.reduce<JobPace | undefined>(
			(pace, [elapsed, done]) => followPace(pace, elapsed, { done, total: done === 0 ? 0 : 100 }),
			undefined,
		);

	test('should say nothing of the end while there are no counts, or only the first ones', () => {
		expect(follow([0, 0], [5_000, 0])?.end).toBeUndefined();
		expect(follow([0, 40])?.end).toBeUndefined();
		expect(follow([0, 40], [5_000, 40])?.end).toBeUndefined();
	});

	test('should tell the end from the counts so far', () => {
		expect(follow([0, 0], [10_000, 20])?.end).toBe(50_000);
		expect(follow([0, 0], [10_000, 0], [20_000, 20])?.end).toBe(60_000);
	});

	test('should expect a job that stood still to go on as fast as before', () => {
		expect(follow([0, 0], [10_000, 20], [60_000, 20])?.end).toBe(100_000);
	});

	test('should not take a single burst for the pace', () => {
		expect(follow([0, 0], [10_000, 0], [11_000, 5], [61_000, 10])?.end).toBe(61_000 + 90 / (10 / 51_000));
	});

	test('should expect the end now when all records are done, or more than there are', () => {
		expect(follow([0, 0], [10_000, 100])?.end).toBe(10_000);
		expect(follow([0, 0], [10_000, 120])?.end).toBe(10_000);
	});
});

describe('the delay between two status checks', () => {
	const schedule = { pollInterval: 5_000, maxPollInterval: 600_000, maxWaitTime: 3_600_000 };

	test.each<[string, number, number | undefined, number]>([
		['as long as it took so far while the end is unknown', 20_000, undefined, 20_000],
		['four fifths of the remaining time', 100_000, 200_000, 80_000],
		['a bit more than the remaining time when the job ends soon', 100_000, 110_000, 11_250],
		['the shortest interval at first', 0, undefined, 5_000],
		['the longest interval at most', 1_000_000, 5_000_000, 600_000],
		['a twentieth of the time so far when the end is overdue', 200_000, 150_000, 10_000],
		['thrice the time so far at most', 10_000, 1_000_000, 30_000],
	])('should be %s', (_, elapsed, end, delay) => {
		expect(computeDelay(schedule, elapsed, end)).toBe(delay);
	});

	test('should never be shorter than the shortest interval, even when the longest one is', () => {
		expect(computeDelay({ ...schedule, maxPollInterval: 1_000 }, 20_000, undefined)).toBe(5_000);
	});
});

const BY_CUSTOMER: ResultNaming = { resultKeys: [['customerId', 'customerId']], isIdentityUnique: true };
const records = (ids: string[]) => ids.map((customerId) => ({ customerId }));

describe('results', () => {
	const results = readResults(
		parse({
			response: {
				successful: [{ customerId: 'c', message: 'ok' }, { customerId: 1, points: 7 }, 'noise', null],
				failed: [
					{ customerId: 'a', error: 'no' },
					{ customerId: 'b', message: 'never', status: 'x', jobId: 9 },
					{ error: { deep: true } },
				],
			},
		}),
	);

	test('should have the text from message or error, and the other fields', () => {
		expect(results).toEqual([
			{ status: 'successful', message: 'ok', fields: { customerId: 'c' } },
			{ status: 'successful', message: '', fields: { customerId: 1, points: 7 } },
			{ status: 'failed', message: 'no', fields: { customerId: 'a' } },
			{ status: 'failed', message: 'never', fields: { customerId: 'b' } },
			{ status: 'failed', message: '{"deep":true}', fields: {} },
		]);
	});

	test.each([[null], [undefined], ['x'], [[]], [{}], [{ successful: 'x', failed: null }]])(
		'should be empty when the response is %j',
		(response) => {
			expect(readResults({ response } as never)).toEqual([]);
		},
	);

	test('should find their records in any order, even when some are missing', () => {
		const found = matchResults(records(['a', '1', 'x', 'c', 'a']), results, BY_CUSTOMER);
		expect(found.map(({ status, message }) => [status, message])).toEqual([
			['failed', 'no'],
			['successful', ''],
			['unknown', 'Gameball returned no result for this record'],
			['successful', 'ok'],
			['failed', 'no'],
		]);
	});

	test('should be unknown when they contradict each other', () => {
		const twice = readResults({ response: { successful: [{ customerId: 'a' }], failed: [{ customerId: 'a' }] } });
		expect(matchResults(records(['a']), twice, BY_CUSTOMER)[0]?.status).toBe('unknown');
	});

	test('should reach the right records whatever the order, the gaps and the duplicates', () => {
		const id = fc.constantFrom('a', 'b', '1', '2', '007', '__proto__', 'constructor', 'undefined', '');
		const entry = fc.oneof(
			fc.record(
				{ customerId: fc.oneof(id, fc.constantFrom(1, 2)), message: fc.string() },
				{ requiredKeys: [], noNullPrototype: true },
			),
			fc.record({ customerId: id, error: fc.string() }, { noNullPrototype: true }),
			fc.constantFrom(null, 7, 'a', []),
		);
		const entries = fc.array(entry, { maxLength: 8 });
		const answer = fc.record({ successful: entries, failed: entries });
		const shuffle = fc.infiniteStream(fc.nat(1_000));
		fc.assert(
			fc.property(fc.array(id, { maxLength: 10 }), answer, shuffle, (ids, response, numbers) => {
				const isAbout = (one: string) => (said: unknown) =>
					said instanceof Object && 'customerId' in said && String(said.customerId) === one;
				const expected = ids.map((one) => {
					const isSuccessful = response.successful.some(isAbout(one));
					const isFailed = response.failed.some(isAbout(one));
					if (isSuccessful === isFailed) return 'unknown';
					return isSuccessful ? 'successful' : 'failed';
				});
				const match = (given: IDataObject) =>
					matchResults(records(ids), readResults({ response: given }), BY_CUSTOMER).map(({ status }) => status);
				expect(match(response as IDataObject)).toEqual(expected);
				const mix = (list: unknown[]) =>
					list.map((value) => ({ value, key: numbers.next().value })).sort((one, other) => one.key - other.key);
				const shuffled = {
					successful: mix(response.successful).map(({ value }) => value),
					failed: mix(response.failed).map(({ value }) => value),
				};
				expect(match(shuffled as IDataObject)).toEqual(expected);
			}),
			{ numRuns: 2_000 },
		);
	});

	describe('of records with an ID of their own', () => {
		const naming: ResultNaming = {
			resultKeys: [
				['transactionId', 'transactionId'],
				['customerId', 'customerId'],
			],
			isIdentityUnique: true,
		};
		const sent = [
			{ customerId: 'a', transactionId: 't1' },
			{ customerId: 'a', transactionId: 't2' },
			{ customerId: 'b', transactionId: 't3' },
		];
		const match = (response: IDataObject) =>
			matchResults(sent, readResults({ response }), naming).map(({ status }) => status);

		test('should be found by that ID', () => {
			const failed = [{ customerId: 'a', transactionId: 't2', error: 'x' }];
			expect(match({ successful: [{ customerId: 'a', transactionId: 't1' }], failed })).toEqual([
				'successful',
				'failed',
				'unknown',
			]);
		});

		test('should be found by customer when the answer names no more and is clear', () => {
			const [a, b] = [{ customerId: 'a' }, { customerId: 'b' }];
			expect(match({ successful: [a, b, a], failed: [] })).toEqual(['successful', 'successful', 'successful']);
			expect(match({ successful: [a, b], failed: [a] })).toEqual(['unknown', 'unknown', 'successful']);
			expect(match({ successful: [a, b], failed: [] })).toEqual(['unknown', 'unknown', 'successful']);
		});
	});

	test('should be known for a shared ID only when every record with it has a result', () => {
		const naming: ResultNaming = { resultKeys: [['customerId', 'customerId']], isIdentityUnique: false };
		const match = (successful: string[]) =>
			matchResults(
				records(['a', 'a', 'b']),
				readResults({ response: { successful: records(successful) } }),
				naming,
			).map(({ status }) => status);
		expect(match(['a', 'b', 'a'])).toEqual(['successful', 'successful', 'successful']);
		expect(match(['a', 'b'])).toEqual(['unknown', 'unknown', 'successful']);
	});
});
