import { createHash } from 'node:crypto';

/** What the records of a run are made of: input items, or rows of a file. */
export type Unit = 'item' | 'row';

/** The maximum number of things that a text lists. */
const MAX_LISTED = 10;

/** Counts things in words. @example countOf(1_000, 'record') // '1,000 records' */
export const countOf = (count: number, singular: string, plural = `${singular}s`): string =>
	`${count.toLocaleString('en-US')} ${count === 1 ? singular : plural}`;

/** Lists texts: the first ones, and how many others there are. */
export function listTexts(texts: ReadonlyArray<string | number>, max = MAX_LISTED): string {
	const others = texts.length - max;
	return `${texts.slice(0, max).join(', ')}${others > 0 ? ` and ${countOf(others, 'other')}` : ''}`;
}

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
		else if (this.ranges.length < MAX_LISTED) this.ranges.push({ first: number, last: number });
		else this.hasOthers = true;
	}

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

/** Formats the numbers of input items or rows. @example formatRanges('row', [2, 3, 4, 7]) // 'rows 2 to 4, 7' */
export function formatRanges(unit: Unit, numbers: Iterable<number>): string {
	const ranges = new Ranges(numbers);
	return `${unit}${ranges.isSingle ? '' : 's'} ${ranges.toString()}`;
}

/** Names an input item or a row at the start of a sentence. @example nameUnit('row', 7) // 'Row 7' */
export const nameUnit = (unit: Unit, number: number): string =>
	`${unit.charAt(0).toUpperCase()}${unit.slice(1)} ${number}`;

/** Tells whether a character shows nothing: a space, or one of the invisible marks that editors put around text. */
const isInvisible = (code: number): boolean =>
	code <= 0x20 ||
	(code >= 0x7f && code <= 0xa0) ||
	code === 0xad ||
	(code >= 0x2000 && code <= 0x200f) ||
	(code >= 0x2028 && code <= 0x202f) ||
	(code >= 0x205f && code <= 0x206f) ||
	code === 0x3000 ||
	code === 0xfeff;

/** Removes what shows nothing from both ends of a text. */
export function trim(text: string): string {
	let [start, end] = [0, text.length];
	while (start < end && isInvisible(text.charCodeAt(start))) start++;
	while (end > start && isInvisible(text.charCodeAt(end - 1))) end--;
	return start === 0 && end === text.length ? text : text.slice(start, end);
}

/**
 * Escapes a text for n8n's editor, which shows hints and descriptions of errors as HTML. Without it, `<https://x.y>` in a
 * cell disappears, and `<img>` from a public form becomes a picture.
 */
export const escapeHtml = (text: string): string => text.replaceAll('<', '&lt;');

/** The maximum number of characters of a cell that a message quotes. */
const LONGEST_QUOTE = 40;

/** Quotes a cell in a message, shortened if it is long. */
export function quote(cell: unknown): string {
	const text = typeof cell === 'string' ? cell : (JSON.stringify(cell) ?? String(cell));
	return `"${text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text}"`;
}

/** Makes a number of 40 bits that represents data: small, and nothing keeps the data itself. Thousands can be added up. */
export const fingerprint = (data: string | Uint8Array): number =>
	createHash('sha256').update(data).digest().readUIntBE(0, 5);

/** The maximum number of characters that a message takes over from a response. */
const LONGEST_TEXT = 300;

/** Shortens a text from a response, so that a message stays one. */
export const shorten = (text: string): string =>
	text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
