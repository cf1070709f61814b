/** The maximum number of requests in a span of time, in milliseconds. */
interface Rate {
	readonly requests: number;
	readonly perMs: number;
}

/**
 * The documented rates: 30 requests per second and 360 in any 30 seconds (docs/api.md, "Rates"). The spans are longer
 * here because requests do not arrive as evenly as they were sent.
 */
const SHORT_RATE: Rate = { requests: 30, perMs: 1_150 };
const LONG_RATE: Rate = { requests: 360, perMs: 30_500 };
const RATES: readonly Rate[] = [SHORT_RATE, LONG_RATE];

/** The number of requests that can go out at full speed before the rates hold back the next one. */
export const BURST = LONG_RATE.requests;

/** The interval between requests that the rates allow indefinitely, in milliseconds. */
export const EVEN_INTERVAL = LONG_RATE.perMs / LONG_RATE.requests;

const LONGEST_SPAN = Math.max(...RATES.map(({ perMs }) => perMs));

const SMALLEST_SHARE = 1 / 32;

/**
 * The time in which the share grows from 0 to 1, in milliseconds. It grows linearly: if it doubled, it would stay close
 * to 0 where another program uses up the rates again and again.
 */
const RECOVERY_TIME = 60_000;

/**
 * Keeps the requests of an account within the documented rates, or a part of them. Times are milliseconds by the clock
 * for durations (`readClock`).
 */
export class RateLimiter {
	/** The times of the requests sent, in ascending order, as far back as they count. */
	private times: number[] = [];
	private pausedUntil = -Infinity;
	/** The share of the rates after Gameball's latest 429, and the time of that response. */
	private left = { share: 1, at: -Infinity };
	private readonly rates: readonly Rate[];

	/** @param part the part of the documented rates that these requests may use, up to 1 */
	constructor(part = 1) {
		this.rates = RATES.map(({ requests, perMs }) => ({ requests: requests * part, perMs }));
	}

	/** Computes the share of the rates to use. It grows back after a 429: other programs use the account too. */
	private share(now: number): number {
		return Math.min(1, this.left.share + (now - this.left.at) / RECOVERY_TIME);
	}

	/** Computes the delay until the next request may be sent, in whole milliseconds, as clocks and timers use them. */
	delay(now: number): number {
		// If the clock was set back, times in the future say nothing.
		this.times = this.times.filter((time) => time > now - LONGEST_SPAN && time <= now);
		const share = this.share(now);
		const earliest = this.rates.map(({ requests, perMs }) => {
			const time = this.times.at(-Math.max(1, Math.floor(requests * share)));
			return time === undefined ? now : time + perMs;
		});
		return Math.ceil(Math.max(now, this.pausedUntil, ...earliest) - now);
	}

	record(now: number): void {
		this.times.push(now);
	}

	/**
	 * Holds back all requests until a moment. Afterwards, they go out half as fast: if other programs on the account also
	 * slow down, together they reach rates that Gameball accepts.
	 */
	pauseUntil(now: number, until: number): void {
		// Requests that were in flight together get their 429s together; these count once.
		if (now >= this.pausedUntil) this.left = { share: Math.max(SMALLEST_SHARE, this.share(now) / 2), at: now };
		this.pausedUntil = Math.max(this.pausedUntil, until);
	}

	/** Tells whether nothing remains that affects the next request. */
	isIdle(now: number): boolean {
		return this.delay(now) === 0 && this.times.length === 0 && this.share(now) === 1;
	}
}
