import type { GenericValue, IDataObject } from 'n8n-workflow';
import type { Field, FieldType } from '../records/RecordType';
import { parseDate, toIso, type DateOrder } from './dates';

/** What a cell became: a value for the API, nothing because the cell is empty, or the reason why it cannot be right. */
export type Coerced =
	| { readonly kind: 'value'; readonly value: FieldValue }
	| { readonly kind: 'empty' }
	| { readonly kind: 'invalid'; readonly reason: string };

/** What the API takes as the value of a field. */
export type FieldValue = string | number | boolean | GenericValue[];

const EMPTY: Coerced = { kind: 'empty' };
const value = (fieldValue: FieldValue): Coerced => ({ kind: 'value', value: fieldValue });
const invalid = (reason: string): Coerced => ({ kind: 'invalid', reason });

/** The most of a cell that a message repeats, in characters. */
const LONGEST_QUOTE = 40;

function quote(cell: unknown): string {
	const text = typeof cell === 'string' ? cell : (JSON.stringify(cell) ?? String(cell));
	return `"${text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text}"`;
}

/** Whether a cell is empty: null, undefined, or text of nothing but spaces. */
export function isEmptyCell(cell: unknown): boolean {
	return cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '');
}

function toText(cell: unknown): Coerced {
	if (typeof cell === 'string') return value(cell.trim());
	if (typeof cell === 'boolean') return value(String(cell));
	if (typeof cell !== 'number') return invalid(`${quote(cell)} is not text`);
	if (!Number.isFinite(cell)) return invalid(`${String(cell)} is not text`);
	if (Math.abs(cell) > Number.MAX_SAFE_INTEGER) {
		return invalid(
			`${String(cell)} is too long for a number, so its last digits are already lost; format the column as text where it comes from`,
		);
	}
	return value(String(cell));
}

/** Text whose every digit counts: what a spreadsheet wrote as 1.23E+11 has lost some. */
function toIdentifier(cell: unknown): Coerced {
	if (typeof cell === 'string' && /^\s*\d+([.,]\d+)?e\+?\d+\s*$/i.test(cell)) {
		return invalid(
			`${quote(cell)} is a number a spreadsheet has shortened, so digits are already lost; format the column as text where it comes from`,
		);
	}
	return typeof cell === 'boolean' ? invalid(`${quote(cell)} is not an identifier`) : toText(cell);
}

function toNumber(cell: unknown): Coerced {
	if (typeof cell === 'number' && Number.isFinite(cell)) return value(cell);
	if (typeof cell !== 'string') return invalid(`${quote(cell)} is not a number`);
	const text = cell.trim();
	// A comma before exactly three digits may part thousands or decimals: which would be a guess.
	const plain = /^[+-]?\d+,\d{3}$/.test(text) ? text : text.replace(/^([+-]?\d+),(\d+)$/, '$1.$2');
	if (!/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(plain)) return invalid(`${quote(cell)} is not a plain number`);
	return value(Number(plain));
}

function toInteger(cell: unknown): Coerced {
	const number = toNumber(cell);
	if (number.kind === 'value' && !Number.isSafeInteger(number.value))
		return invalid(`${quote(cell)} is not a whole number`);
	return number;
}

const BOOLEAN_WORDS = new Map<string, boolean>([
	...['true', 'yes', 'y', '1', 'on'].map((word) => [word, true] as const),
	...['false', 'no', 'n', '0', 'off'].map((word) => [word, false] as const),
]);

function toBoolean(cell: unknown): Coerced {
	const word = typeof cell === 'object' ? undefined : BOOLEAN_WORDS.get(String(cell).trim().toLowerCase());
	return word === undefined ? invalid(`${quote(cell)} is neither true nor false`) : value(word);
}

const GENDER_WORDS = new Map<string, string>([
	...['m', 'male', 'man'].map((word) => [word, 'M'] as const),
	...['f', 'female', 'woman'].map((word) => [word, 'F'] as const),
]);

function toGender(cell: unknown): Coerced {
	const word = typeof cell === 'string' ? GENDER_WORDS.get(cell.trim().toLowerCase()) : undefined;
	return word === undefined ? invalid(`${quote(cell)} is no gender Gameball knows (M or F)`) : value(word);
}

function toDate(cell: unknown, dateOrder: DateOrder, withTime: boolean): Coerced {
	const date = parseDate(cell, dateOrder);
	if (date !== undefined) return value(withTime ? toIso(date) : date.day);
	const startsWithYear = typeof cell === 'string' && /^\s*\d{4}\D/.test(cell);
	if (startsWithYear || typeof cell !== 'string') return invalid(`${quote(cell)} is not a date that exists`);
	return invalid(
		`${quote(cell)} is not a date in the order ${dateOrder.toUpperCase()}, which the option Date Order sets`,
	);
}

/** A list, or a list as JSON, or text with commas. */
function toList(cell: unknown): Coerced {
	if (Array.isArray(cell)) return value(cell.filter((entry) => !isEmptyCell(entry)));
	if (typeof cell === 'number') return value([cell]);
	if (typeof cell !== 'string') return invalid(`${quote(cell)} is not a list`);
	const text = cell.trim();
	if (text.startsWith('[')) {
		try {
			return toList(JSON.parse(text));
		} catch {
			return invalid(`${quote(cell)} starts like a JSON list but is none`);
		}
	}
	return value(
		text
			.split(',')
			.map((entry) => entry.trim())
			.filter((entry) => entry !== ''),
	);
}

function toTextList(cell: unknown): Coerced {
	const list = toList(cell);
	if (list.kind !== 'value' || !Array.isArray(list.value)) return list;
	const texts = list.value.map(toText);
	return (
		texts.find((text) => text.kind === 'invalid') ??
		value(texts.map((text) => (text.kind === 'value' ? text.value : '')))
	);
}

const RULES: Readonly<Record<FieldType, (cell: unknown, dateOrder: DateOrder) => Coerced>> = {
	identifier: toIdentifier,
	text: toText,
	date: (cell, dateOrder) => toDate(cell, dateOrder, false),
	dateTime: (cell, dateOrder) => toDate(cell, dateOrder, true),
	number: toNumber,
	integer: toInteger,
	boolean: toBoolean,
	gender: toGender,
	textList: toTextList,
	list: toList,
};

/**
 * Makes what the API wants of a cell, by the rule of the field's type; never a guess.
 *
 * @returns the value, `empty` for a cell that is left out, or `invalid` with a reason in the user's words
 */
export function coerce(field: Field, cell: unknown, dateOrder: DateOrder): Coerced {
	if (isEmptyCell(cell)) return EMPTY;
	const coerced = RULES[field.type](cell, dateOrder);
	if (coerced.kind !== 'value' || field.choices === undefined) return coerced;
	const choice = field.choices.find((known) => known === String(coerced.value).toLowerCase());
	return choice === undefined ? invalid(`${quote(cell)} is none of ${field.choices.join(', ')}`) : value(choice);
}

/** Whether a value is an object with names, as JSON knows it: no list, no date. */
export function isPlainObject(cell: unknown): cell is IDataObject {
	if (typeof cell !== 'object' || cell === null) return false;
	return Object.prototype.toString.call(cell) === '[object Object]' && !('toISO' in cell);
}
