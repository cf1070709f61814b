/** Returns the middle one of some numbers, or NaN if there are none. */
export const median = (values: readonly number[]): number =>
	[...values].sort((one, other) => one - other)[values.length >> 1] ?? NaN;

/** Rounds a figure to tenths, as the results keep it. */
export const toTenths = (value: number): number => Math.round(value * 10) / 10;

/** Formats a figure for a table. */
export const formatNumber = (value: number): string => value.toLocaleString('en-US');
