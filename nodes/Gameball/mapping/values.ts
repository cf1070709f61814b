import type { GenericValue, IDataObject } from 'n8n-workflow';
import type { Field, FieldType } from '../records/RecordType';
import { isIsoDay, parseDate, toIso, toUtc, type CalendarTime, type DateOrder } from './dates';

/** A value of a field as the API takes it. */
export type FieldValue = string | number | boolean | GenericValue[] | IDataObject;

/** The options of the rules for values. */
export interface ValueOptions {
	/** @default 'ymd' */
	readonly dateOrder: DateOrder;
	/** The time zone of times that name none. @example 'Africa/Cairo' */
	readonly timezone: string;
}

/** The reason why a cell cannot become a value. */
export class Invalid {
	/** @param reason in the user's words, to stand behind the field's name */
	constructor(readonly reason: string) {}
}

/** The outcome of a rule: a value for the API, or the reason why there is none. */
export type Coerced = FieldValue | Invalid;

/** Converts a cell that is not empty into what the API wants; the options count for dates only. */
export type Rule = (cell: unknown, options: ValueOptions) => Coerced;

/** The most of a cell that a message repeats, in characters. */
const LONGEST_QUOTE = 40;

function quote(cell: unknown): string {
	const text = typeof cell === 'string' ? cell : (JSON.stringify(cell) ?? String(cell));
	return `"${text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text}"`;
}

const FORMAT_AS_TEXT = 'format the column as text where it comes from';

/** Tells whether a character is surely no space: nearly every one is not, and this costs less than trimming. */
const isSolid = (code: number): boolean => code > 0x20 && code < 0xa0;

/** Removes the spaces around a text. */
const trim = (text: string): string =>
	isSolid(text.charCodeAt(0)) && isSolid(text.charCodeAt(text.length - 1)) ? text : text.trim();

/** Tells whether a cell is empty: null, undefined, or text of nothing but spaces. */
export function isEmptyCell(cell: unknown): boolean {
	if (typeof cell !== 'string') return cell === undefined || cell === null;
	return cell.length === 0 || (!isSolid(cell.charCodeAt(0)) && cell.trim() === '');
}

function toText(cell: unknown): Coerced {
	if (typeof cell === 'string') return trim(cell);
	if (typeof cell === 'boolean') return String(cell);
	if (typeof cell !== 'number') return new Invalid(`${quote(cell)} is not text`);
	if (!Number.isFinite(cell)) return new Invalid(`${cell} is not text`);
	if (Math.abs(cell) > Number.MAX_SAFE_INTEGER) {
		return new Invalid(`${cell} is too long for a number, so its last digits are already lost; ${FORMAT_AS_TEXT}`);
	}
	return String(cell);
}

/** The codes of the digits 0 and 9. */
const [ZERO, NINE] = [0x30, 0x39];

/** A number as a spreadsheet shortens it, such as 1.23E+11: some of its digits are lost. */
const SHORTENED = /^\d+(?:[.,]\d+)?e\+?\d+$/i;

/** The characters that a spreadsheet's apostrophe stands before. */
const DIGIT_OR_PLUS = /^[+\d]/;

/** Converts to text whose every digit counts. */
function toIdentifier(cell: unknown): Coerced {
	if (typeof cell === 'boolean') return new Invalid(`${quote(cell)} is not an identifier`);
	const text = toText(cell);
	if (text instanceof Invalid || typeof text !== 'string') return text;
	// An apostrophe before digits is a spreadsheet's mark for text, and no part of it.
	if (text.startsWith("'") && DIGIT_OR_PLUS.test(text.slice(1))) return text.slice(1);
	const first = text.charCodeAt(0);
	if (first < ZERO || first > NINE || typeof cell === 'number' || !SHORTENED.test(text)) return text;
	return new Invalid(
		`${quote(cell)} is a number a spreadsheet has shortened, so digits are already lost; ${FORMAT_AS_TEXT}`,
	);
}

/** A currency's sign or code before or behind an amount. */
const CURRENCY = /^(?:\p{Sc}|[A-Z]{3})\s*|\s*(?:\p{Sc}|[A-Z]{3})$/gu;

/**
 * Rewrites a number without thousands separators and with a decimal point. If both points and commas occur, the last one is
 * the decimal separator; one that occurs several times separates thousands. A single comma is the decimal separator, unless
 * exactly three digits follow: `1,234` can mean either, which would be a guess.
 *
 * @example toPlainNumber('1.234,50') // '1234.50'
 */
function toPlainNumber(text: string): string {
	const [points, commas] = [text.split('.').length - 1, text.split(',').length - 1];
	if (commas === 0) return points > 1 ? joinThousands(text, '.') : text;
	if (points === 0 && commas > 1) return joinThousands(text, ',');
	if (points === 0) return /^[+-]?\d+,\d{3}$/.test(text) ? text : text.replace(',', '.');
	const [decimal, thousands] = text.lastIndexOf('.') > text.lastIndexOf(',') ? ['.', ','] : [',', '.'];
	const [whole = '', fraction = '', ...rest] = text.split(decimal);
	return rest.length === 0 ? `${joinThousands(whole, thousands)}.${fraction}` : text;
}

/** Removes thousands separators if all groups but the first have three digits. */
const joinThousands = (text: string, separator: string): string =>
	new RegExp(`^[+-]?\\d{1,3}(\\${separator}\\d{3})+$`).test(text) ? text.replaceAll(separator, '') : text;

function toNumber(cell: unknown): number | Invalid {
	if (typeof cell === 'number' && Number.isFinite(cell)) return cell;
	if (typeof cell !== 'string') return new Invalid(`${quote(cell)} is not a number`);
	const plain = toPlainNumber(cell.trim().replace(CURRENCY, ''));
	if (!/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(plain)) return new Invalid(`${quote(cell)} is not a plain number`);
	return Number(plain);
}

function toInteger(cell: unknown): Coerced {
	const number = toNumber(cell);
	return number instanceof Invalid || Number.isSafeInteger(number)
		? number
		: new Invalid(`${quote(cell)} is not a whole number`);
}

const BOOLEAN_WORDS = new Map<string, boolean>([
	...['true', 'yes', 'y', '1', 'on'].map((word) => [word, true] as const),
	...['false', 'no', 'n', '0', 'off'].map((word) => [word, false] as const),
]);

function toBoolean(cell: unknown): Coerced {
	const word = typeof cell === 'object' ? undefined : BOOLEAN_WORDS.get(String(cell).trim().toLowerCase());
	return word ?? new Invalid(`${quote(cell)} is neither true nor false`);
}

const GENDER_WORDS = new Map<string, string>([
	...['m', 'male', 'man'].map((word) => [word, 'M'] as const),
	...['f', 'female', 'woman'].map((word) => [word, 'F'] as const),
]);

function toGender(cell: unknown): Coerced {
	const word = typeof cell === 'string' ? GENDER_WORDS.get(cell.trim().toLowerCase()) : undefined;
	return word ?? new Invalid(`${quote(cell)} is no gender Gameball knows (M or F)`);
}

/** Converts a cell into a date in the form of the field. */
function toDate(cell: unknown, { dateOrder }: ValueOptions, show: (date: CalendarTime) => string): Coerced {
	const date = parseDate(cell, dateOrder);
	if (date !== undefined) return show(date);
	const startsWithYear = typeof cell === 'string' && /^\s*\d{4}\D/.test(cell);
	if (startsWithYear || typeof cell !== 'string') return new Invalid(`${quote(cell)} is not a date that exists`);
	return new Invalid(
		`${quote(cell)} is not a date in the order ${dateOrder.toUpperCase()}, which the option Date Order sets`,
	);
}

/** Converts a list, a list as JSON, or text with commas. */
function toList(cell: unknown): GenericValue[] | Invalid {
	if (Array.isArray(cell)) return (cell as GenericValue[]).filter((entry) => !isEmptyCell(entry));
	if (typeof cell === 'number') return [cell];
	if (typeof cell !== 'string') return new Invalid(`${quote(cell)} is not a list`);
	const text = cell.trim();
	if (text.startsWith('[')) {
		try {
			return toList(JSON.parse(text));
		} catch {
			return new Invalid(`${quote(cell)} starts like a JSON list but is none`);
		}
	}
	return text
		.split(',')
		.map((entry) => entry.trim().replace(/^"(.*)"$/, '$1'))
		.filter((entry) => entry !== '');
}

function toTextList(cell: unknown): Coerced {
	const list = toList(cell);
	if (list instanceof Invalid) return list;
	const texts = list.map(toText);
	return texts.find((text) => text instanceof Invalid) ?? (texts as string[]);
}

/** Converts an object, or one as JSON. */
function toObject(cell: unknown): IDataObject | Invalid {
	if (isPlainObject(cell)) return cell;
	if (typeof cell !== 'string') return new Invalid(`${quote(cell)} is no object`);
	try {
		const parsed: unknown = JSON.parse(cell);
		if (isPlainObject(parsed)) return parsed;
	} catch {
		// Reported below.
	}
	return new Invalid(`${quote(cell)} is no JSON object`);
}

function toObjects(cell: unknown): Coerced {
	const object = toObject(cell);
	if (object instanceof Invalid) return object;
	const [name, value] = Object.entries(object).find(([, inner]) => !isPlainObject(inner)) ?? [];
	return name === undefined ? object : new Invalid(`has ${quote(value)} under ${quote(name)} instead of an object`);
}

const RULES: Readonly<Record<FieldType, Rule>> = {
	identifier: toIdentifier,
	text: toText,
	date: (cell, options) => (isIsoDay(cell) ? cell : toDate(cell, options, ({ day }) => day)),
	dateTime: (cell, options) => (isIsoDay(cell) ? cell : toDate(cell, options, toIso)),
	utcTime: (cell, options) => toDate(cell, options, (date) => toUtc(date, options.timezone)),
	number: toNumber,
	integer: toInteger,
	boolean: toBoolean,
	gender: toGender,
	textList: toTextList,
	list: toList,
	object: toObject,
	objects: toObjects,
};

/** Makes the rule of a field, by the field's type. A rule never guesses. Empty cells need none: they are left out. */
export function makeRule({ type, choices, refused }: Field): Rule {
	const rule = RULES[type];
	if (choices === undefined && refused === undefined) return rule;
	return (cell, options) => {
		const coerced = rule(cell, options);
		if (coerced instanceof Invalid) return coerced;
		const reason =
			refused !== undefined && Object.hasOwn(refused, String(coerced)) ? refused[String(coerced)] : undefined;
		if (reason !== undefined) return new Invalid(reason);
		if (choices === undefined) return coerced;
		const choice = choices.find((known) => known === String(coerced).toLowerCase());
		return choice ?? new Invalid(`${quote(cell)} is none of ${choices.join(', ')}`);
	};
}

/** Tells whether a value is a plain object: no list, no date. */
export function isPlainObject(cell: unknown): cell is IDataObject {
	if (typeof cell !== 'object' || cell === null) return false;
	return Object.prototype.toString.call(cell) === '[object Object]' && !('toISO' in cell);
}
