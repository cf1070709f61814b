import type { Random } from './work.mts';

const SECOND = 1_000;

/**
 * Ways to wait for a job that do not look at its counts: each computes the delay after a status check in milliseconds.
 *
 * @param count the number of status checks so far
 * @param previous the delay before the latest one
 */
export type Strategy = (count: number, previous: number, random: Random) => number;

const FIRST = 5 * SECOND;
const LONGEST = 60 * SECOND;

/** The strategies that others use, by their names in the table. */
export const STRATEGIES: Readonly<Record<string, Strategy>> = {
	'Every second': () => SECOND,
	'Every 5 seconds': () => FIRST,
	'5 seconds, × 1.5 up to 60': (count) => Math.min(LONGEST, FIRST * 1.5 ** (count - 1)),
	// "Decorrelated jitter" of the AWS Architecture Blog, "Exponential Backoff And Jitter".
	'Jitter as at AWS, up to 60': (_, previous, random) =>
		Math.min(LONGEST, FIRST + random() * (3 * Math.max(FIRST, previous) - FIRST)),
};
