/** The most requests in a span of time, in milliseconds. */
interface Rate {
	readonly requests: number;
	readonly perMs: number;
}

/**
 * The documented rates: 30 requests a second and 360 in any 30 seconds (docs/api.md, "Rates"). The spans are
 * longer here because requests do not arrive as evenly as they were sent.
 */
const SHORT_RATE: Rate = { requests: 30, perMs: 1_150 };
const LONG_RATE: Rate = { requests: 360, perMs: 30_500 };
const RATES: readonly Rate[] = [SHORT_RATE, LONG_RATE];

/** The number of requests that may go out as fast as they can, before the rates allow no more for a while. */
export const BURST = LONG_RATE.requests;

/** The time between requests that the rates allow for ever, in milliseconds. */
export const EVEN_INTERVAL = LONG_RATE.perMs / LONG_RATE.requests;

const LONGEST_SPAN = Math.max(...RATES.map(({ perMs }) => perMs));

/** The smallest share of the rates that is taken. */
const SMALLEST_SHARE = 1 / 32;

/**
 * The time in which the share grows from nothing to 1, in milliseconds. It grows evenly: if it doubled, it would come to
 * nothing where another program uses up the rate again and again.
 */
const RECOVERY_TIME = 60_000;

/** Keeps the requests of an account within the documented rates, or within a part of them. All times are in milliseconds since the epoch. */
export class RateLimiter {
	/** The times of the requests sent, as far back as it counts, in ascending order. */
	private times: number[] = [];
	private pausedUntil = -Infinity;
	/** The share of the rates when Gameball last answered 429, and when that was. */
	private left = { share: 1, at: -Infinity };
	private readonly rates: readonly Rate[];

	/** @param part the part of the documented rates that these requests may take, up to 1 */
	constructor(part = 1) {
		this.rates = RATES.map(({ requests, perMs }) => ({ requests: requests * part, perMs }));
	}

	/** Computes the share of the rates to take: other programs use the account too. It grows back until the next 429. */
	private share(now: number): number {
		return Math.min(1, this.left.share + (now - this.left.at) / RECOVERY_TIME);
	}

	/** Computes the delay until the next request may be sent, in whole milliseconds, as clocks and timers count them. */
	delay(now: number): number {
		// Where the clock was set back, times in the future say nothing.
		this.times = this.times.filter((time) => time > now - LONGEST_SPAN && time <= now);
		const share = this.share(now);
		const earliest = this.rates.map(({ requests, perMs }) => {
			const time = this.times.at(-Math.max(1, Math.floor(requests * share)));
			return time === undefined ? now : time + perMs;
		});
		return Math.ceil(Math.max(now, this.pausedUntil, ...earliest) - now);
	}

	/** Records a request that is sent now. */
	record(now: number): void {
		this.times.push(now);
	}

	/**
	 * Holds all requests back until a moment. Afterwards they go out half as fast: others who use the account slow down
	 * likewise, and together they come to rates that Gameball takes.
	 */
	pauseUntil(now: number, until: number): void {
		// Requests that were in flight together get their 429 together; that counts once.
		if (now >= this.pausedUntil) this.left = { share: Math.max(SMALLEST_SHARE, this.share(now) / 2), at: now };
		this.pausedUntil = Math.max(this.pausedUntil, until);
	}

	/** Tells whether nothing is left that counts for the next request. */
	isIdle(now: number): boolean {
		return this.delay(now) === 0 && this.times.length === 0 && this.share(now) === 1;
	}
}
