/** The maximum number of requests in a span of time, in milliseconds. */
interface Rate {
	readonly requests: number;
	readonly perMs: number;
}

/** The documented rates: 30 requests per second and 360 in any 30 seconds (docs/api.md, "Rates"), with a small margin. */
const SHORT_RATE: Rate = { requests: 30, perMs: 1_050 };
const LONG_RATE: Rate = { requests: 360, perMs: 30_100 };
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
 * How long after a request was released it may still arrive, in milliseconds: n8n may be busy, or the connection slow. An
 * answer proves that it has arrived.
 */
const LONGEST_TRIP = 1_000;

/** A request that was sent. */
interface SentRequest {
	/** The latest time at which it can have arrived. */
	arrival: number;
}

/**
 * Keeps the requests of an account within the documented rates, or a part of them. Times are milliseconds by the clock
 * for durations (`readClock`).
 */
export class RateLimiter {
	/** The requests sent, as far back as they count. */
	private sent: SentRequest[] = [];
	private pausedUntil = -Infinity;
	/** The share of the rates after Gameball's latest 429, and the time of that response. */
	private slowed = { share: 1, at: -Infinity };

	/** Computes the share of the rates to use. It grows back after a 429: other programs use the account too. */
	computeShare(now: number): number {
		return Math.min(1, this.slowed.share + (now - this.slowed.at) / RECOVERY_TIME);
	}

	/**
	 * Computes the delay until the next request may be sent, in whole milliseconds, as clocks and timers use them.
	 *
	 * @param part the part of the rates that the requests so far may have used up, up to 1
	 */
	delay(now: number, part = 1): number {
		this.sent = this.sent.filter(({ arrival }) => arrival > now - LONGEST_SPAN);
		const arrivals = this.sent.map(({ arrival }) => Math.min(arrival, now)).sort((one, other) => one - other);
		const share = this.computeShare(now) * part;
		const earliest = RATES.map(({ requests, perMs }) => {
			const arrival = arrivals.at(-Math.max(1, Math.floor(requests * share)));
			return arrival === undefined ? now : arrival + perMs;
		});
		return Math.ceil(Math.max(now, this.pausedUntil, ...earliest) - now);
	}

	/** Counts a request that is sent now. Its answer proves when it has arrived. */
	record(now: number): SentRequest {
		const request = { arrival: now + LONGEST_TRIP };
		this.add(request);
		return request;
	}

	add(request: SentRequest): void {
		this.sent.push(request);
	}

	/**
	 * Holds back all requests until a moment. Afterwards, they go out half as fast: if other programs on the account also
	 * slow down, together they reach rates that Gameball accepts.
	 */
	pauseUntil(now: number, until: number): void {
		// Requests that were in flight together get their 429s together; these count once.
		if (now >= this.pausedUntil) this.slowed = { share: Math.max(SMALLEST_SHARE, this.computeShare(now) / 2), at: now };
		this.pausedUntil = Math.max(this.pausedUntil, until);
	}

	/** Tells whether nothing remains that affects the next request. */
	isIdle(now: number): boolean {
		return this.delay(now) === 0 && this.sent.length === 0 && this.computeShare(now) === 1;
	}
}
