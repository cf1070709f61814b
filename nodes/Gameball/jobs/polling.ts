/** The times of a wait, in milliseconds. */
export interface PollSchedule {
	/** The delay after the first status check, and after each one that found a change. @default 5_000 */
	readonly pollInterval: number;
	/** The longest delay while nothing changes. @default 60_000 */
	readonly maxPollInterval: number;
	/** The longest time for the whole wait. @default 3_600_000 */
	readonly maxWaitTime: number;
}

/** The growth of the delay after a status check without a change. */
const GROWTH = 1.5;

/** Computes the delay after a status check in milliseconds, without regard to the deadline. */
export function computeInterval(schedule: PollSchedule, previous: number, changed: boolean): number {
	if (changed) return schedule.pollInterval;
	return Math.max(schedule.pollInterval, Math.min(schedule.maxPollInterval, previous * GROWTH));
}

/**
 * Computes the delay up to the next status check: the interval, clipped so that the last check falls on the deadline.
 *
 * @param elapsed the time since the start of the wait, in milliseconds
 * @returns undefined once the time is up
 */
export function computePollDelay(schedule: PollSchedule, interval: number, elapsed: number): number | undefined {
	const left = schedule.maxWaitTime - elapsed;
	return left > 0 ? Math.min(interval, left) : undefined;
}
