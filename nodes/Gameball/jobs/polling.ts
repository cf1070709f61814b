/** How a wait asks for the state of a job; all times in milliseconds. */
export interface PollSchedule {
	/** The pause after the first look, and after every look that found a change. */
	readonly pollInterval: number;
	/** What the pause grows to while nothing changes. */
	readonly maxPollInterval: number;
	/** How long the whole wait may take. */
	readonly maxWaitTime: number;
}

/** The growth of the pause from one look without a change to the next. */
const GROWTH = 1.5;

/** The pause after a look, in milliseconds, without regard to the deadline. */
export function nextInterval(schedule: PollSchedule, previous: number, changed: boolean): number {
	if (changed) return schedule.pollInterval;
	return Math.max(schedule.pollInterval, Math.min(schedule.maxPollInterval, previous * GROWTH));
}

/**
 * The pause up to the next look: the interval, clipped to the deadline so that the last look falls on it.
 *
 * @param elapsed how long the wait has taken so far, in milliseconds
 * @returns undefined once the time is up
 */
export function pauseBeforeNextPoll(schedule: PollSchedule, interval: number, elapsed: number): number | undefined {
	const left = schedule.maxWaitTime - elapsed;
	return left > 0 ? Math.min(interval, left) : undefined;
}
