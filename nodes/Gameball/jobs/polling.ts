/** The times of a wait, in milliseconds. */
export interface PollSchedule {
	/** The shortest delay between two status checks. @default 5_000 */
	readonly pollInterval: number;
	/** The longest delay between two status checks. @default 60_000 */
	readonly maxPollInterval: number;
	/** The longest time for the whole wait. @default 3_600_000 */
	readonly maxWaitTime: number;
}

/** The records processed by the time of a status check. Times are in milliseconds since the start of the wait. */
interface Sight {
	readonly elapsed: number;
	readonly done: number;
}

/** What the status checks of a job have shown of its pace. */
export interface JobPace {
	/** The last check before the job started processing. */
	readonly start: Sight;
	readonly latest: Sight;
	/** The highest rate between two checks, in records per millisecond: a job may be as fast again after a pause. */
	readonly fastest: number;
	/** The time at which the job is expected to end; undefined while its pace is unknown. */
	readonly end: number | undefined;
}

/** The share of records that must be processed between two checks for their rate to count: jobs may work in bursts. */
const TELLING_PART = 0.1;

const toRate = (from: Sight, to: Sight): number =>
	to.elapsed > from.elapsed ? (to.done - from.done) / (to.elapsed - from.elapsed) : 0;

/**
 * Updates the pace of a job with another status check.
 *
 * @param previous the pace so far; undefined for the first check
 * @param elapsed the time since the start of the wait, in milliseconds
 */
export function followPace(
	previous: JobPace | undefined,
	elapsed: number,
	{ done, total }: { readonly done: number; readonly total: number },
): JobPace {
	const latest = { elapsed, done };
	if (previous === undefined || done === 0) return { start: latest, latest, fastest: 0, end: undefined };
	const { start } = previous;
	const isTelling = done - previous.latest.done >= TELLING_PART * total;
	const fastest = Math.max(previous.fastest, isTelling ? toRate(previous.latest, latest) : 0);
	const rate = Math.max(fastest, toRate(start, latest));
	return { start, latest, fastest, end: rate > 0 ? elapsed + Math.max(0, total - done) / rate : undefined };
}

/** The share of the remaining time to wait before the next status check: the job may speed up. */
const PART_OF_REMAINING_TIME = 0.8;

/** The delay is at least this share of the time waited so far: after an hour, three more minutes do not matter. */
const SMALLEST_PART_OF_ELAPSED_TIME = 0.05;

/** The delay is at most this multiple of the time waited so far: the first counts say little about the pace. */
const LARGEST_PART_OF_ELAPSED_TIME = 3;

/**
 * Computes the delay before the next status check, ignoring the deadline: most of the time the job still needs, or slightly
 * more than all of it if the job ends soon. While that time is unknown, the delay equals the time since the start.
 *
 * @param elapsed the time since the start of the wait, in milliseconds
 */
export function computeDelay(
	{ pollInterval, maxPollInterval }: PollSchedule,
	elapsed: number,
	end: number | undefined,
): number {
	const shortest = Math.max(pollInterval, SMALLEST_PART_OF_ELAPSED_TIME * elapsed);
	const limit = (delay: number) => Math.max(pollInterval, Math.min(maxPollInterval, delay));
	if (end === undefined) return limit(elapsed);
	const remaining = end - elapsed;
	const part = PART_OF_REMAINING_TIME * remaining;
	const delay = remaining - part < shortest ? Math.max(shortest, remaining + shortest / 4) : part;
	return limit(Math.min(LARGEST_PART_OF_ELAPSED_TIME * elapsed, delay));
}
