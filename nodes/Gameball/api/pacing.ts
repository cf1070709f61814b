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

const LONGEST_MEMORY = Math.max(...RATES.map(({ requests }) => requests));

/** Gives every request of an execution its time, so that together they stay inside the documented rates. */
export class Pacing {
	/** When the latest requests were or will be sent, the oldest first; milliseconds since the epoch. */
	private readonly times: number[] = [];

	/**
	 * Books the next request.
	 *
	 * @param now milliseconds since the epoch
	 * @returns how long the request has to wait, in milliseconds
	 */
	book(now: number): number {
		const earliest = RATES.map(({ requests, perMs }) => {
			const time = this.times.at(-requests);
			return time === undefined ? now : time + perMs;
		});
		const time = Math.max(now, ...earliest);
		this.times.push(time);
		if (this.times.length > LONGEST_MEMORY) this.times.shift();
		return time - now;
	}
}
