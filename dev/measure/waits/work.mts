import { generateMersenne53Randomizer } from '@faker-js/faker';

/** Makes a random number from 0 up to 1. */
export type Random = () => number;

/** Makes random numbers, the same for the same seed. */
export function createRandom(seed: number): Random {
	const randomizer = generateMersenne53Randomizer(seed);
	return () => randomizer.next();
}

/** The share of its records, 0 to 1, that a job has processed when a share of its time is over. */
export type Work = (time: number) => number;

/** The bursts of a job that works in bursts, each at some moment of its twentieth of the time. */
const BURSTS = 20;

/** The share of its time in which a job that stalls stands still. */
const STALL = 1 / 3;

/** The ways in which jobs work, by their names in the table. */
export const WORKS = {
	steady: () => (time) => time,
	'in bursts': (random) => {
		const bursts = Array.from({ length: BURSTS - 1 }, (_, index) => (index + random()) / BURSTS);
		return (time) => [...bursts, 1].filter((burst) => burst <= time).length / BURSTS;
	},
	'with a stall': (random) => {
		const start = (0.2 + 0.5 * random()) * (1 - STALL);
		return (time) => Math.min(time, Math.max(start, time - STALL)) / (1 - STALL);
	},
} as const satisfies Record<string, (random: Random) => Work>;

/** The name of a way to work. */
export type WorkName = keyof typeof WORKS;
