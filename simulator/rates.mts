/** The documented rates (API facts, "Limits and failures"). */
const LIMITS = [
	{ requests: 30, perMs: 1_000 },
	{ requests: 360, perMs: 30_000 },
] as const;

const LONGEST_SPAN = Math.max(...LIMITS.map(({ perMs }) => perMs));

/** Counts requests and knows when there are too many in any span of time. */
export class Rates {
	private times: number[] = [];

	/**
	 * Counts a request.
	 *
	 * @param now milliseconds since the epoch
	 * @returns whether it is within the documented rates
	 */
	take(now: number): boolean {
		this.times = this.times.filter((time) => time > now - LONGEST_SPAN);
		this.times.push(now);
		return LIMITS.every(({ requests, perMs }) => this.times.filter((time) => time > now - perMs).length <= requests);
	}
}
