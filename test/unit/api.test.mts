import { sleep } from 'n8n-workflow';
import { readClock } from '../../nodes/Gameball/api/clock.ts';
import { setMaxListeners } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { parseObject } from '../../nodes/Gameball/api/httpResponse.ts';
import { parseBaseUrl } from '../../nodes/Gameball/api/credential.ts';
import { RateLimiter } from '../../nodes/Gameball/api/rateLimiter.ts';
import { getRequestQueue, toAccount, RequestQueue } from '../../nodes/Gameball/api/requestQueue.ts';
import { isRetryable, mayHaveWorked, parseRetryAfter, computeRetryDelay } from '../../nodes/Gameball/api/retry.ts';
import { Failure, type FailureFacts } from '../../nodes/Gameball/errors.ts';
import { inVirtualTime } from '../../dev/engine/virtualTime.mts';
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
		/** How long n8n and the way to Gameball take, and how long Gameball takes to answer. */
		way: fc.oneof(fc.constant(0), fc.nat(1_000)),
		work: fc.oneof(fc.constant(0), fc.nat(3_000)),
		/** For how long Gameball wants no requests. */
		hold: fc.option(fc.nat(10_000), { freq: 8 }),
	});

	test('should keep the rates and the holds whatever the schedule', () => {
		fc.assert(
			fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
				const pacing = new RateLimiter();
				const rates = new Rates();
				let now = 1_000_000;
				let heldUntil = 0;
				const broken: string[] = [];
				const arrivals: number[] = [];
				let open: Array<{ at: number; answer: (at: number) => void }> = [];
				const delay = () => {
					for (const { at, answer } of open) if (at <= now) answer(at);
					open = open.filter(({ at }) => at > now);
					return pacing.delay(now);
				};
				for (const { after, requests, way, work, hold } of steps) {
					now += after;
					for (let request = 0; request < requests; request++) {
						for (let ms = delay(); ms > 0; ms = delay()) now += Math.min(ms, 50);
						if (now < heldUntil) broken.push(`sent at ${now} in spite of a hold`);
						const sent = pacing.record(now);
						open.push({ at: now + way + work, answer: (at) => (sent.arrival = Math.min(sent.arrival, at)) });
						arrivals.push(now + way);
					}
					if (hold === null) continue;
					pacing.pauseUntil(now, now + hold);
					heldUntil = Math.max(heldUntil, now + hold);
				}
				for (const at of arrivals.sort((one, other) => one - other)) {
					if (!rates.take(at)) broken.push(`too many at ${at}`);
				}
				expect(broken).toEqual([]);
			}),
			{ numRuns: 30 },
		);
	});

	test('should delay nothing when requests are slow enough', () => {
		const pacing = new RateLimiter();
		for (let now = 0; now < 100_000; now += 100) {
			expect(pacing.delay(now)).toBe(0);
			pacing.record(now).arrival = now;
		}
	});

	test('should halve its speed when Gameball says it is too much, and then recover', () => {
		const pacing = new RateLimiter();
		/** Counts the requests that may go out at a moment. */
		const burst = (now: number): number => {
			let count = 0;
			for (; pacing.delay(now) === 0; count++) pacing.record(now).arrival = now;
			return count;
		};
		expect(burst(0)).toBe(30);
		pacing.pauseUntil(100_000, 100_000);
		pacing.pauseUntil(100_000, 101_000);
		pacing.pauseUntil(100_500, 101_000);
		expect(burst(101_000)).toBe(8);
		expect(burst(101_000 + 60_000)).toBe(30);
		for (let now = 200_000; now < 210_000; now += 1_000) pacing.pauseUntil(now, now + 10);
		expect(burst(210_000)).toBe(1);
	});

	test('should keep most of its speed when another program uses up the rate every 20 seconds', () => {
		const pacing = new RateLimiter();
		let count = 0;
		for (let now = 0; now < 3_600_000; now += 100) {
			if (now % 20_000 === 0) pacing.pauseUntil(now, now + 1_000);
			if (pacing.delay(now) > 0) continue;
			pacing.record(now).arrival = now;
			count++;
		}
		// Ten a second, of which the bursts take one in twenty.
		expect(count).toBeGreaterThan(3_600 * 5);
	});
});

describe('turns', () => {
	/** Takes turns for an execution; notes its name at each. */
	const take = async (turns: RequestQueue, log: string[], name: string, count: number, signal?: AbortSignal) => {
		const execution = {};
		await Promise.all(
			Array.from({ length: count }, async () => {
				const answered = await turns.acquire(execution, signal);
				answered?.();
				log.push(name);
			}),
		);
	};

	test('should go round among executions, however many requests each has', async () => {
		const log: string[] = [];
		const turns = new RequestQueue();
		await inVirtualTime(
			async () =>
				await Promise.all([take(turns, log, 'long', 300), take(turns, log, 'a', 3), take(turns, log, 'b', 1)]),
		);
		expect(log).toHaveLength(304);
		expect(log.slice(0, 6)).toEqual(['long', 'a', 'b', 'long', 'a', 'long']);
	});

	test('should not start all at once, so that n8n can do other work between', async () => {
		const log: string[] = [];
		const taking = take(new RequestQueue(), log, 'request', 20);
		const started: number[] = [];
		while (log.length < 20) {
			const before = log.length;
			await nextTurn();
			started.push(log.length - before);
		}
		await taking;
		// A busy machine can be late with a timer, so that two fall into one turn of the event loop.
		expect(Math.max(...started)).toBeLessThan(5);
	});

	test('should pass on the turns of a cancelled execution', async () => {
		const log: string[] = [];
		const turns = new RequestQueue();
		const cancelled = new AbortController();
		// As n8n does for the signal of an execution.
		setMaxListeners(Infinity, cancelled.signal);
		await inVirtualTime(async () => {
			const start = Date.now();
			const first = take(turns, log, 'cancelled', 1_000, cancelled.signal);
			const second = take(turns, log, 'other', 30);
			cancelled.abort();
			await expect(first).rejects.toThrow('canceled');
			await second;
			expect(Date.now() - start).toBeLessThan(2_500);
			expect(turns.isIdle(readClock() + 3_600_000)).toBe(true);
		});
	});

	/** Makes status checks for an execution; notes when each goes. */
	const check = async (turns: RequestQueue, times: number[], ends: readonly number[], until = Infinity) => {
		const execution = {};
		const order: number[] = [];
		await Promise.all(
			ends.map(async (expectedEnd) => {
				const answered = await turns.acquire(execution, undefined, { expectedEnd, until });
				if (answered === undefined) return;
				answered();
				order.push(expectedEnd);
				times.push(Date.now());
			}),
		);
		return order;
	};

	const countWithin = (span: number, times: readonly number[]) =>
		times.filter((time) => time < (times[0] ?? 0) + span).length;

	test('should let status checks take a quarter of the rate while others wait, those of jobs that end first before others', async () => {
		const turns = new RequestQueue();
		const times: number[] = [];
		const sends: string[] = [];
		const ends = Array.from({ length: 200 }, (_, index) => (index * 7) % 200);
		const [, checks] = await inVirtualTime(
			async () => await Promise.all([take(turns, sends, 'send', 900), check(turns, times, ends)]),
		);
		expect(sends).toHaveLength(900);
		expect(countWithin(1_000, times)).toBe(7);
		expect(countWithin(30_000, times)).toBeGreaterThan(80);
		expect(countWithin(30_000, times)).toBeLessThanOrEqual(90);
		// The first ones go before all have come.
		expect(checks.slice(7)).toEqual([...checks.slice(7)].sort((one, other) => one - other));
	});

	test('should let status checks take what is free, but for a quarter', async () => {
		const turns = new RequestQueue();
		const times: number[] = [];
		await inVirtualTime(async () => await check(turns, times, Array<number>(500).fill(0)));
		expect(countWithin(1_000, times)).toBe(22);
		expect(countWithin(30_000, times)).toBe(270);
	});

	test('should let requests go on beside status checks when Gameball says it is too much, again and again', async () => {
		const turns = new RequestQueue();
		await inVirtualTime(async () => {
			const [times, sends, end]: [number[], string[], number] = [[], [], readClock() + 120_000];
			const checks = check(turns, times, Array<number>(200).fill(0), end);
			const send = take(turns, sends, 'send', 200);
			while (readClock() < end) {
				turns.pauseUntil(readClock(), readClock() + 1_000);
				await sleep(10_000);
			}
			expect(sends.length).toBeGreaterThan(times.length);
			await Promise.all([checks, send]);
		});
	});

	test('should let the status checks of executions take turns', async () => {
		const turns = new RequestQueue();
		await inVirtualTime(async () => {
			const [stuck, one]: [number[], number[]] = [[], []];
			const start = Date.now();
			const long = check(turns, stuck, Array<number>(150).fill(0));
			await check(turns, one, [1_000_000]);
			expect((one[0] ?? 0) - start).toBeLessThan(1_100);
			await long;
		});
	});

	test('should give up a status check when the wait for its job ends', async () => {
		const turns = new RequestQueue();
		await inVirtualTime(async () => {
			const [times, start]: [number[], number] = [[], Date.now()];
			const order = await check(turns, times, Array<number>(500).fill(0), readClock() + 3_000);
			expect(Date.now() - start).toBe(3_000);
			expect(order.length).toBeGreaterThan(60);
			expect(order.length).toBeLessThan(90);
			expect(turns.isIdle(readClock() + 3_600_000)).toBe(true);
		});
	});

	test('should forget a status check that was cancelled', async () => {
		const turns = new RequestQueue();
		const cancelled = new AbortController();
		// As n8n does for the signal of an execution.
		setMaxListeners(Infinity, cancelled.signal);
		await inVirtualTime(async () => {
			const waits = Array.from(
				{ length: 100 },
				async (_, expectedEnd) => await turns.acquire({}, cancelled.signal, { expectedEnd, until: Infinity }),
			);
			const ends = Promise.allSettled(waits);
			cancelled.abort();
			expect((await ends).filter(({ status }) => status === 'rejected')).toHaveLength(100);
			await turns.acquire({}, undefined, { expectedEnd: 0, until: Infinity });
			expect(turns.isIdle(readClock() + 3_600_000)).toBe(true);
		});
	});

	test('should be shared by all who use an account, and forgotten when nobody does', async () => {
		const [account, other] = [toAccount('https://one.example', 'key'), toAccount('https://one.example', 'other')];
		const turns = getRequestQueue(account);
		expect(getRequestQueue(other)).not.toBe(turns);
		expect(getRequestQueue(toAccount('https://two.example', 'key'))).not.toBe(getRequestQueue(other));
		expect(getRequestQueue(account)).not.toBe(turns);
		await getRequestQueue(account).acquire({}, undefined);
		expect(getRequestQueue(other)).not.toBe(getRequestQueue(account));
		expect(getRequestQueue(account).isIdle(readClock())).toBe(false);
		expect(account).not.toContain('key');
	});
});

test.each<[string, string, boolean]>([
	['a job', '{"jobId":1,"response":{"failed":[{"customerId":"a"}]}}', true],
	['a list', '[]', false],
	['a text that is cut off', '{"jobId":1', false],
	['data 99 deep', `{"x":${'['.repeat(98)}${']'.repeat(98)}}`, true],
	['data 10,000 deep', `{"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, false],
	['a prototype', '{"a":[{"__proto__":{"b":1}}]}', false],
	['a hundred thousand objects', JSON.stringify({ x: Array(100_000).fill({}) }), true],
	['millions of objects', JSON.stringify({ x: Array(2_000_000).fill({}) }), false],
	['millions of names', `{${Array.from({ length: 500_000 }, (_, index) => `"${index}": 1`).join(', ')}}`, false],
	['millions of texts', JSON.stringify({ x: Array(2_000_000).fill('') }), false],
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
		[{ networkCode: 'EHOSTUNREACH' }, true, false],
		[{ networkCode: 'CERT_HAS_EXPIRED' }, false, false],
		[{ networkCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, false, false],
		[{ networkCode: 'SELF_SIGNED_CERT_IN_CHAIN' }, false, false],
		[{ networkCode: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, false, false],
		[{ networkCode: 'ERR_TLS_CERT_ALTNAME_INVALID' }, false, false],
		[{ networkCode: 'EPROTO' }, false, false],
		[{ networkCode: 'ERR_SSL_WRONG_VERSION_NUMBER' }, false, false],
		[{ networkCode: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' }, false, false],
		[{ networkCode: 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC' }, true, true],
		[{ networkCode: 'EPIPE' }, true, true],
		[{ networkCode: 'ECONNRESET' }, true, true],
		[{ networkCode: 'ECONNABORTED' }, true, true],
		[{}, true, true],
	])('should judge %j as transient (%j) and perhaps done (%j)', (details, passes, worked) => {
		const failure = new Failure('x', 'y', { facts: details });
		expect([isRetryable(failure), mayHaveWorked(failure)]).toEqual([passes, worked]);
	});
});
