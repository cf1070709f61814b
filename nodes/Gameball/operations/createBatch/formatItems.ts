/** The most ranges that a text lists. */
const MAX_RANGES = 10;

/**
 * Formats item indexes as ranges.
 *
 * @param items indexes in ascending order
 * @example formatItems([0, 1, 2, 5]) // '0 to 2, 5'
 */
export function formatItems(items: readonly number[]): string {
	const ranges: Array<{ first: number; last: number }> = [];
	for (const item of items) {
		const range = ranges.at(-1);
		if (range !== undefined && item === range.last + 1) range.last = item;
		else ranges.push({ first: item, last: item });
	}
	const listed = ranges
		.slice(0, MAX_RANGES)
		.map(({ first, last }) => (first === last ? `${first}` : `${first} to ${last}`));
	return ranges.length > MAX_RANGES ? `${listed.join(', ')} and others` : listed.join(', ');
}
