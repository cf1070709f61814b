/** What the records of a run are made of: input items, or rows of a file. */
export type Unit = 'item' | 'row';

/** The most ranges that a text lists. */
const MAX_RANGES = 10;

/** Numbers in ascending order as ranges, which need little memory however many there are. */
export class Ranges {
	private readonly ranges: Array<{ readonly first: number; last: number }> = [];
	private hasOthers = false;

	constructor(numbers: Iterable<number> = []) {
		for (const number of numbers) this.add(number);
	}

	/** Adds the next number. */
	add(number: number): void {
		const range = this.ranges.at(-1);
		if (this.hasOthers) return;
		if (range !== undefined && number === range.last + 1) range.last = number;
		else if (this.ranges.length < MAX_RANGES) this.ranges.push({ first: number, last: number });
		else this.hasOthers = true;
	}

	/** True if it is one number only. */
	get isSingle(): boolean {
		const [range, ...others] = this.ranges;
		return range !== undefined && range.first === range.last && others.length === 0;
	}

	/** @example new Ranges([0, 1, 2, 5]).toString() // '0 to 2, 5' */
	toString(): string {
		const listed = this.ranges.map(({ first, last }) => (first === last ? `${first}` : `${first} to ${last}`));
		return `${listed.join(', ')}${this.hasOthers ? ' and others' : ''}`;
	}
}

/** Formats the numbers of input items or rows. @example formatItems('row', [2, 3, 4, 7]) // 'rows 2 to 4, 7' */
export function formatItems(unit: Unit, items: Iterable<number>): string {
	const ranges = new Ranges(items);
	return `${unit}${ranges.isSingle ? '' : 's'} ${ranges.toString()}`;
}

/** Names an input item or a row at the start of a sentence. @example nameItem('row', 7) // 'Row 7' */
export const nameItem = (unit: Unit, item: number): string => `${unit === 'row' ? 'Row' : 'Item'} ${item}`;
