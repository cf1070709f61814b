/** Returns the middle one of some numbers, or NaN if there are none. */
export const median = (values: readonly number[]): number =>
	[...values].sort((one, other) => one - other)[values.length >> 1] ?? NaN;

/** Rounds a figure to tenths, as the results keep it. */
export const toTenths = (value: number): number => Math.round(value * 10) / 10;

/** Formats a figure for a table. */
export const formatNumber = (value: number): string => value.toLocaleString('en-US');

/** The times of a run. */
export interface Times {
	/** The milliseconds from start to end. */
	readonly wall: number;
	/** The milliseconds at work, without waiting for the server or for a turn. */
	readonly busy: number;
}

/** Measures the times of a run in this process. */
export async function measureTimes(run: () => Promise<unknown>): Promise<Times> {
	const start = performance.now();
	const utilization = performance.eventLoopUtilization();
	await run();
	return { wall: performance.now() - start, busy: performance.eventLoopUtilization(utilization).active };
}
