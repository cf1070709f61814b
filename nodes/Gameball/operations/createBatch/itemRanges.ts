/** The most ranges a message names. */
const MOST_RANGES = 10;

/** Item indexes in a few words, such as `0 to 999, 1003`; the indexes are in ascending order. */
export function itemRanges(items: readonly number[]): string {
	const ranges: Array<{ first: number; last: number }> = [];
	for (const item of items) {
		const range = ranges.at(-1);
		if (range !== undefined && item === range.last + 1) range.last = item;
		else ranges.push({ first: item, last: item });
	}
	const named = ranges
		.slice(0, MOST_RANGES)
		.map(({ first, last }) => (first === last ? `${first}` : `${first} to ${last}`));
	return ranges.length > MOST_RANGES ? `${named.join(', ')} and others` : named.join(', ');
}
