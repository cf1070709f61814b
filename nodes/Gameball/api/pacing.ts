/** The most requests in a span of time, in milliseconds. */
interface Rate {
	readonly requests: number;
	readonly perMs: number;
}

/**
 * The documented rates: 30 requests a second and 360 in any 30 seconds (docs/api.md, "Rates"). The spans are
 * longer here because requests do not arrive as evenly as they were sent.
 */
const RATES: readonly Rate[] = [
	{ requests: 30, perMs: 1_150 },
	{ requests: 360, perMs: 30_500 },
];

/** The smallest share of the rates an execution takes. */
const SMALLEST_SHARE = 1 / 32;

/** The time in which an execution doubles its share, in milliseconds. */
const DOUBLING_TIME = 30_000;

const LONGEST_SPAN = Math.max(...RATES.map(({ perMs }) => perMs));

/**
 * Gives every request of an execution its time, first come, first served, so that together they stay within the
 * documented rates. All times are in milliseconds since the epoch.
 */
export class Pacing {
	/** The times of the requests sent, as far back as it counts, and of those booked; in ascending order. */
	private times: number[] = [];
	private heldUntil = -Infinity;
	/** The share of the rates when Gameball last answered 429, and when that was. */
	private left = { share: 1, at: -Infinity };

	/** Computes this execution's share of the rates: others use the account too. It grows back until the next 429. */
	private share(now: number): number {
		return Math.min(1, this.left.share * 2 ** ((now - this.left.at) / DOUBLING_TIME));
	}

	/**
	 * Books the next request.
	 *
	 * @returns the delay until the request may be sent, in milliseconds
	 */
	book(now: number): number {
		const share = this.share(now);
		const earliest = RATES.map(({ requests, perMs }) => {
			const time = this.times.at(-Math.max(1, Math.floor(requests * share)));
			return time === undefined ? now : time + perMs;
		});
		const time = Math.max(now, this.heldUntil, this.times.at(-1) ?? now, ...earliest);
		while ((this.times[0] ?? Infinity) < now - LONGEST_SPAN) this.times.shift();
		this.times.push(time);
		return time - now;
	}

	/**
	 * Holds all requests back until a moment, booked ones too, which have to book again. Afterwards they go out half as fast:
	 * others who use the account slow down likewise, and together they come to rates that Gameball takes.
	 */
	hold(now: number, until: number): void {
		// Requests that were in flight together get their 429 together; that counts once.
		if (!this.isHeld(now)) this.left = { share: Math.max(SMALLEST_SHARE, this.share(now) / 2), at: now };
		this.heldUntil = Math.max(this.heldUntil, until);
	}

	/** Tells whether nothing may be sent, whatever was booked. */
	isHeld(now: number): boolean {
		return now < this.heldUntil;
	}

	/** Gives back the bookings for later: nobody is going to use them. */
	forgetBookings(now: number): void {
		this.times = this.times.filter((time) => time <= now);
	}
}

/** The pacing of each execution that still runs, by the signal that would cancel it: all its nodes have the same one. */
const pacings = new WeakMap<AbortSignal, Pacing>();

/** Gets the pacing of an execution, the same for all its nodes and all their runs. */
export function getPacing(signal: AbortSignal | undefined): Pacing {
	const pacing = (signal && pacings.get(signal)) ?? new Pacing();
	if (signal !== undefined) pacings.set(signal, pacing);
	return pacing;
}
