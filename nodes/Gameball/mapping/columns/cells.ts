import { trim } from '../../text';

const [EQUALS, QUOTE, NUMBER_SIGN, BRACKET] = [0x3d, 0x22, 0x23, 0x5b];

/** Tells whether a character is a visible one of ASCII. */
const isVisible = (code: number): boolean => code > 0x20 && code < 0x7f;

/** Tells whether a text starts and ends like nearly all cells, so that nothing has to be removed from it. */
export function isPlainText(text: string): boolean {
	const first = text.charCodeAt(0);
	const isWord = (first >= 0x30 && first <= 0x39) || (first >= 0x41 && first <= 0x7a) || first === 0x2b;
	return isWord && first !== BRACKET && isVisible(text.charCodeAt(text.length - 1));
}

/** The text of a cell: without what shows nothing at its ends, and out of a formula such as `="00123"`. */
export function readText(cell: string): string {
	if (isPlainText(cell)) return cell;
	const text = trim(cell);
	const isFormula = text.charCodeAt(0) === EQUALS && text.charCodeAt(1) === QUOTE && text.endsWith('"');
	return isFormula && text.length > 2 ? text.slice(2, -1).replaceAll('""', '"') : text;
}

/** Reads a cell: the text of one that is text, and anything else unchanged. */
export const readCell = (cell: unknown): unknown => (typeof cell === 'string' ? readText(cell) : cell);

/** Tells whether a cell is empty: null, undefined, text that shows nothing, or a list without entries. */
export function isEmptyCell(cell: unknown): boolean {
	if (typeof cell === 'object') return cell === null || (Array.isArray(cell) && cell.length === 0);
	if (typeof cell !== 'string') return cell === undefined;
	return cell.length === 0 || (!isVisible(cell.charCodeAt(0)) && trim(cell) === '') || cell === '=""';
}

/** Tells whether a cell is NaN, an infinite number or a date that does not exist, for which JSON writes null. */
export const isNoNumber = (cell: unknown): boolean =>
	cell instanceof Date ? Number.isNaN(cell.getTime()) : typeof cell === 'number' && !Number.isFinite(cell);

/** An error of a spreadsheet in any language, such as `#N/A`, `#REF!` and `#WERT!`. */
const SPREADSHEET_ERROR = /^#(?:[\p{Lu}\d_/¡¿]+[!?]|N\/[AD]|NV)$/u;

/** Tells whether a text is what a program wrote in place of a value: a spreadsheet's error, or `[object Object]`. */
export function isErrorText(text: string): boolean {
	const first = text.charCodeAt(0);
	if (first === NUMBER_SIGN) return SPREADSHEET_ERROR.test(text);
	return first === BRACKET && text === '[object Object]';
}

/** Texts that say that there is no identifier, in lower case. */
const NO_IDENTIFIER: ReadonlySet<string> = new Set([
	...['n/a', 'null', 'undefined', 'none', 'nil', 'nan', '-', '--', '–', '—', '?', '.'],
]);

/** The length of the longest of them. */
const LONGEST = Math.max(...[...NO_IDENTIFIER].map(({ length }) => length));

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** Tells whether a text is a code like nearly all identifiers and phone numbers: a word that ends in a digit. */
export const isPlainCode = (text: string): boolean =>
	isDigit(text.charCodeAt(text.length - 1)) && isPlainText(text) && !text.includes('.') && !text.includes(' ');

/** Tells whether a text says that there is no identifier. */
export const saysNone = (text: string): boolean => text.length <= LONGEST && NO_IDENTIFIER.has(text.toLowerCase());

const EASTERN_DIGIT = /[٠-٩۰-۹]/;
const EASTERN_DIGITS = /[٠-٩۰-۹]/g;

/** Writes Arabic-Indic digits as 0 to 9. */
export const foldDigits = (text: string): string =>
	EASTERN_DIGIT.test(text)
		? text.replace(EASTERN_DIGITS, (digit) => String((digit.charCodeAt(0) - 0x660) % 0x90))
		: text;
