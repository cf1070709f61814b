import fc from 'fast-check';
import { parseObject } from '../../nodes/Gameball/api/httpResponse.ts';
import { parseBaseUrl } from '../../nodes/Gameball/api/baseUrl.ts';
import { Pacing, getPacing } from '../../nodes/Gameball/api/pacing.ts';
import { isTransient, mayHaveWorked, parseRetryAfter, computeRetryDelay } from '../../nodes/Gameball/api/retry.ts';
import { Failure, type FailureFacts } from '../../nodes/Gameball/Failure.ts';
import { Rates } from '../../dev/simulator/rates.mts';

describe('the base URL', () => {
	test.each([
		['https://api.gameball.co', 'https://api.gameball.co'],
		[' https://api.gameball.co/// ', 'https://api.gameball.co'],
		['https://proxy.example.com/gameball/', 'https://proxy.example.com/gameball'],
		['http://localhost:4010/', 'http://localhost:4010'],
		['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
		['http://[::1]:4010', 'http://[::1]:4010'],
	])('should be accepted when it is %j', (given, url) => {
		expect(parseBaseUrl(given)).toBe(url);
	});

	test.each([
		['http://api.gameball.co'],
		['http://127.0.0.1.example.com'],
		['http://localhost.example.com'],
		['ftp://localhost'],
		['file:///etc/passwd'],
		['api.gameball.co'],
		['https://'],
		['https://a:b@api.gameball.co'],
		['https://api.gameball.co?x=1'],
		['https://api.gameball.co#x'],
		[''],
		[undefined],
		[7],
	])('should be refused when it is %j', (given) => {
		expect(parseBaseUrl(given)).toBeUndefined();
	});
});

describe('pacing', () => {
	/** One step of a client. */
	const step = fc.record({
		/** Milliseconds since the one before. */
		after: fc.oneof(fc.constant(0), fc.nat(50), fc.nat(3_000)),
		requests: fc.oneof(fc.nat(3), fc.nat(120), fc.nat(500)),
		/** For how long Gameball wants no requests. */
		hold: fc.option(fc.nat(10_000), { freq: 8 }),
		/** True if the requests that are booked for later are given up. */
		isForgotten: fc.integer({ min: 0, max: 4 }).map((value) => value === 0),
	});

	test('should keep the rates, the holds and the order whatever the schedule', () => {
		fc.assert(
			fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
				const pacing = new Pacing();
				const sent: number[] = [];
				let now = 1_000_000;
				let heldUntil = 0;
				/** Those who wait for their turn, by the moment they were given. */
				let waiting: number[] = [];
				const advance = (to: number) => {
					for (;;) {
						const next = Math.min(...waiting);
						if (next > to) break;
						waiting.splice(waiting.indexOf(next), 1);
						if (pacing.isHeld(next)) waiting.push(next + pacing.book(next));
						else sent.push(next);
					}
					now = to;
				};
				for (const { after, requests, hold, isForgotten } of steps) {
					advance(now + after);
					for (let request = 0; request < requests; request++) waiting.push(now + pacing.book(now));
					advance(now);
					if (hold !== null) {
						pacing.hold(now, now + hold);
						heldUntil = Math.max(heldUntil, now + hold);
						const before = sent.length;
						advance(Math.max(now, heldUntil - 1));
						expect(sent).toHaveLength(before);
					}
					if (isForgotten) {
						waiting = [];
						pacing.forgetBookings(now);
					}
				}
				advance(Number.MAX_SAFE_INTEGER);
				const rates = new Rates();
				expect(sent.every((time) => rates.take(time))).toBe(true);
				expect(sent).toEqual([...sent].sort((one, other) => one - other));
			}),
			{ numRuns: 1_000 },
		);
	});

	test('should delay nothing when requests are slow enough', () => {
		const pacing = new Pacing();
		const waits = Array.from({ length: 1_000 }, (_, index) => pacing.book(index * 100));
		expect(new Set(waits)).toEqual(new Set([0]));
	});

	test('should halve its speed when Gameball says it is too much, and then recover', () => {
		const pacing = new Pacing();
		/** Counts the requests that may go out at a moment. */
		const burst = (now: number): number => {
			const waits = Array.from({ length: 40 }, () => pacing.book(now));
			pacing.forgetBookings(now);
			return waits.filter((wait) => wait === 0).length;
		};
		expect(burst(0)).toBe(30);
		pacing.hold(100_000, 100_000);
		pacing.hold(100_000, 101_000);
		pacing.hold(100_500, 101_000);
		expect(burst(101_000)).toBe(7);
		expect(burst(101_000 + 60_000)).toBe(30);
		for (let now = 200_000; now < 210_000; now += 1_000) pacing.hold(now, now + 10);
		expect(burst(210_000)).toBe(1);
	});

	test('should be shared within an execution, but not between executions', () => {
		const [one, other] = [new AbortController().signal, new AbortController().signal];
		expect(getPacing(one)).toBe(getPacing(one));
		expect(getPacing(one)).not.toBe(getPacing(other));
		expect(getPacing(undefined)).not.toBe(getPacing(undefined));
	});
});

test.each<[string, string, boolean]>([
	['a job', '{"jobId":1,"response":{"failed":[{"customerId":"a"}]}}', true],
	['a list', '[]', false],
	['a text that is cut off', '{"jobId":1', false],
	['data 99 deep', `{"x":${'['.repeat(98)}${']'.repeat(98)}}`, true],
	['data 10,000 deep', `{"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, false],
	['a prototype', '{"a":[{"__proto__":{"b":1}}]}', false],
	['100 million characters', `{"x":"${'x'.repeat(100_000_000)}"}`, false],
])('should know whether %s is a usable answer', (_, body, isTaken) => {
	expect(parseObject(body) !== undefined).toBe(isTaken);
});

describe('retries', () => {
	const NOW = Date.UTC(2026, 10, 23, 12);

	test.each([
		['2', 2_000],
		[' 0 ', 0],
		['3600', 60_000],
		['Mon, 23 Nov 2026 12:00:05 GMT', 5_000],
		['Mon, 23 Nov 2026 11:00:00 GMT', 0],
		['Fri, 31 Dec 2049 23:59:59 GMT', 60_000],
		['soon', undefined],
		['', undefined],
		[undefined, undefined],
	])('should read Retry-After %j as %j milliseconds', (header, ms) => {
		expect(parseRetryAfter(header, NOW)).toBe(ms);
	});

	test('should pause at random, up to a limit that doubles', () => {
		const longest = [1, 2, 3, 4, 5, 6, 7, 50].map((retry) => computeRetryDelay(retry, undefined, 1));
		expect(longest).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
		expect(computeRetryDelay(5, undefined, 0)).toBe(0);
		expect(computeRetryDelay(5, 12_000, 0.5)).toBe(12_000);
		expect(computeRetryDelay(5, 12_000, 1)).toBe(16_000);
	});

	test.each<[FailureFacts, passes: boolean, mayHaveWorked: boolean]>([
		[{ httpStatus: 429 }, true, false],
		[{ httpStatus: 503 }, true, false],
		[{ httpStatus: 500 }, true, true],
		[{ httpStatus: 502 }, true, true],
		[{ httpStatus: 504 }, true, true],
		[{ httpStatus: 524 }, true, true],
		[{ httpStatus: 501 }, false, false],
		[{ httpStatus: 422, code: 2001 }, true, false],
		[{ httpStatus: 422, code: 3003 }, false, false],
		[{ httpStatus: 401 }, false, false],
		[{ httpStatus: 302 }, false, false],
		[{ httpStatus: 200 }, false, true],
		[{ networkCode: 'ECONNREFUSED' }, true, false],
		[{ networkCode: 'ENOTFOUND' }, true, false],
		[{ networkCode: 'ECONNRESET' }, true, true],
		[{ networkCode: 'ECONNABORTED' }, true, true],
		[{}, true, true],
	])('should judge %j as transient (%j) and perhaps done (%j)', (details, passes, worked) => {
		const failure = new Failure('x', 'y', { facts: details });
		expect([isTransient(failure), mayHaveWorked(failure)]).toEqual([passes, worked]);
	});
});
