/** The documented rates (docs/api.md, "Rates"). */
const LIMITS = [
	{ requests: 30, perMs: 1_000 },
	{ requests: 360, perMs: 30_000 },
] as const;

const LONGEST_SPAN = Math.max(...LIMITS.map(({ perMs }) => perMs));

/** The most requests so far in the span of each documented rate. */
export interface Peaks {
	readonly inOneSecond: number;
	readonly in30Seconds: number;
}

/** Counts requests and tells when they exceed a documented rate. */
export class Rates {
	private times: number[] = [];
	private highest = LIMITS.map(() => 0);
	private above = 0;

	/**
	 * Counts a request.
	 *
	 * @param now milliseconds since the epoch
	 * @returns true if it is within the documented rates
	 */
	take(now: number): boolean {
		this.times = this.times.filter((time) => time > now - LONGEST_SPAN);
		this.times.push(now);
		const counts = LIMITS.map(({ perMs }) => this.times.filter((time) => time > now - perMs).length);
		this.highest = this.highest.map((count, index) => Math.max(count, counts[index] ?? 0));
		const isWithin = LIMITS.every(({ requests }, index) => (counts[index] ?? 0) <= requests);
		if (!isWithin) this.above++;
		return isWithin;
	}

	/** The requests so far that exceeded a rate. */
	get exceeding(): number {
		return this.above;
	}

	get peaks(): Peaks {
		const [inOneSecond = 0, in30Seconds = 0] = this.highest;
		return { inOneSecond, in30Seconds };
	}
}
