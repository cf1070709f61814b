/** The most requests in a span of time, in milliseconds. */
interface Rate {
	readonly requests: number;
	readonly perMs: number;
}

/**
 * The documented rates: 30 requests a second and 360 in any 30 seconds (API facts, "Limits and failures"). The spans are
 * longer here because requests do not arrive as evenly as they were sent.
 */
const RATES: readonly Rate[] = [
	{ requests: 30, perMs: 1_150 },
	{ requests: 360, perMs: 30_500 },
];

/** The smallest part of the rates an execution is content with. */
const SMALLEST_SHARE = 1 / 32;

/** How long it takes until an execution tries twice the part it has, in milliseconds. */
const DOUBLING_TIME = 30_000;

const LONGEST_SPAN = Math.max(...RATES.map(({ perMs }) => perMs));

/**
 * Gives every request of an execution its time, first come, first served, so that together they stay inside the
 * documented rates. All times are in milliseconds since the epoch.
 */
export class Pacing {
	/** When requests were sent, as far back as it counts, and will be sent; in ascending order. */
	private times: number[] = [];
	private heldUntil = -Infinity;
	/** Which part of the rates was left when Gameball last said it was too much, and when that was. */
	private left = { share: 1, at: -Infinity };

	/** Which part of the rates this execution takes: others use the account too. It grows back as long as nothing is said. */
	private share(now: number): number {
		return Math.min(1, this.left.share * 2 ** ((now - this.left.at) / DOUBLING_TIME));
	}

	/**
	 * Books the next request.
	 *
	 * @returns how long the request has to wait, in milliseconds
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
	 * Lets no request be sent before a moment, also none that is booked: those have to book again. Afterwards they go out half
	 * as fast, as others who use the account were told the same: together they come to rates that Gameball takes.
	 */
	hold(now: number, until: number): void {
		// Requests that were under way together are told together; that counts once.
		if (!this.isHeld(now)) this.left = { share: Math.max(SMALLEST_SHARE, this.share(now) / 2), at: now };
		this.heldUntil = Math.max(this.heldUntil, until);
	}

	/** Whether nothing may be sent, whatever was booked. */
	isHeld(now: number): boolean {
		return now < this.heldUntil;
	}

	/** Gives back what was booked for later: nobody is going to send it. */
	forgetBookings(now: number): void {
		this.times = this.times.filter((time) => time <= now);
	}
}

/** The pacing of each execution that still runs, by the signal that would cancel it: all its nodes have the same one. */
const pacings = new WeakMap<AbortSignal, Pacing>();

/** The pacing of an execution, the same for all its nodes and all their runs. */
export function pacingOf(signal: AbortSignal | undefined): Pacing {
	const pacing = (signal && pacings.get(signal)) ?? new Pacing();
	if (signal !== undefined) pacings.set(signal, pacing);
	return pacing;
}
