import type { GenericValue, IDataObject } from 'n8n-workflow';
import type { Field, FieldType } from '../../records/RecordType';
import { isPlainObject, unwrapEntries } from '../columns/wrappings';
import { makeDateTimeRule, makeDayRule, makeMomentRule } from './dateRules';
import { Invalid, quote, type Coerced, type Rule, type RuleColumn } from './rule';

const FORMAT_AS_TEXT = 'format the column as text in its source';

/** Tells whether a character is definitely not a space. This is cheaper than trimming, and true for nearly all. */
const isSolid = (code: number): boolean => code > 0x20 && code < 0xa0;

const trim = (text: string): string =>
	isSolid(text.charCodeAt(0)) && isSolid(text.charCodeAt(text.length - 1)) ? text : text.trim();

/** Tells whether a cell is empty: null, undefined, text with nothing but spaces, or a list without entries. */
export function isEmptyCell(cell: unknown): boolean {
	if (typeof cell === 'object') return cell === null || (Array.isArray(cell) && cell.length === 0);
	if (typeof cell !== 'string') return cell === undefined;
	return cell.length === 0 || (!isSolid(cell.charCodeAt(0)) && cell.trim() === '');
}

function toText(cell: unknown): string | Invalid {
	if (typeof cell === 'string') return trim(cell);
	if (typeof cell === 'boolean') return String(cell);
	if (typeof cell !== 'number') return new Invalid(`${quote(cell)} is not text`);
	if (!Number.isFinite(cell)) return new Invalid(`${cell} is not text`);
	if (Math.abs(cell) > Number.MAX_SAFE_INTEGER) {
		return new Invalid(`${cell} is too long for a number, so its last digits are already lost; ${FORMAT_AS_TEXT}`);
	}
	return String(cell);
}

/** The character codes of the digits 0 and 9. */
const [ZERO, NINE] = [0x30, 0x39];

/** A number that a spreadsheet shortened, such as 1.23E+11: some of its digits are lost. `12345e67` is an ID. */
const SHORTENED = /^\d[.,]\d+e\+\d+$/i;

/** The characters that a spreadsheet's apostrophe precedes. */
const DIGIT_OR_PLUS = /^[+\d]/;

/** Converts to text in which every digit counts. */
function toIdentifier(cell: unknown): string | Invalid {
	if (typeof cell === 'boolean') return new Invalid(`${quote(cell)} is not an identifier`);
	const text = toText(cell);
	if (text instanceof Invalid) return text;
	// An apostrophe before digits marks text in a spreadsheet, and is not part of it.
	if (text.startsWith("'") && DIGIT_OR_PLUS.test(text.slice(1))) return text.slice(1);
	const first = text.charCodeAt(0);
	if (first < ZERO || first > NINE || typeof cell === 'number' || !SHORTENED.test(text)) return text;
	return new Invalid(
		`${quote(cell)} is a number shortened by a spreadsheet, so digits are already lost; ${FORMAT_AS_TEXT}`,
	);
}

/** A currency's sign, or its code and a space, before or after an amount. */
const CURRENCY = /^(?:\p{Sc}\s*|[A-Z]{3}\s+)|(?:\s*\p{Sc}|\s+[A-Z]{3})$/gu;

const PLAIN_NUMBER = /^-?\d+(?:\.\d+)?$/;

/** The maximum length of text that is read as a number. */
const MAX_LENGTH = 64;

/**
 * Rewrites a number without thousands separators and with a decimal point. If both periods and commas occur, the last
 * one is the decimal separator; one that occurs several times separates thousands. A single comma is the decimal
 * separator, unless exactly three digits follow: `1,234` can mean either, so a choice would be a guess.
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
	if (cell.length > MAX_LENGTH) return new Invalid(`${quote(cell)} is not a number`);
	// Nearly all numbers in text need no rewriting, which takes ten times as long as this test.
	const plain = PLAIN_NUMBER.test(cell) ? cell : toPlainNumber(cell.trim().replace(CURRENCY, ''));
	if (!/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(plain)) return new Invalid(`${quote(cell)} is not a plain number`);
	const number = Number(plain);
	return Number.isFinite(number) ? number : new Invalid(`${quote(cell)} is too large for a number`);
}

function toInteger(cell: unknown): number | Invalid {
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
	return word ?? new Invalid(`${quote(cell)} is not a gender Gameball knows (M or F)`);
}

/** Converts a list, a list as JSON, or text separated by commas. */
function toList(cell: unknown): GenericValue[] | Invalid {
	if (Array.isArray(cell)) return (cell as GenericValue[]).filter((entry) => !isEmptyCell(entry));
	if (typeof cell === 'number') return [cell];
	if (typeof cell !== 'string') return new Invalid(`${quote(cell)} is not a list`);
	const text = cell.trim();
	if (text.startsWith('[')) {
		try {
			return toList(JSON.parse(text));
		} catch {
			return new Invalid(`${quote(cell)} starts like a JSON list but is not valid JSON`);
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
	const texts = unwrapEntries(list).map(toText);
	return texts.find((text) => text instanceof Invalid) ?? (texts as string[]);
}

/** Converts an object, or an object as JSON. */
function toObject(cell: unknown): IDataObject | Invalid {
	if (isPlainObject(cell)) return cell;
	if (typeof cell !== 'string') return new Invalid(`${quote(cell)} is not an object`);
	try {
		const parsed: unknown = JSON.parse(cell);
		if (isPlainObject(parsed)) return parsed;
	} catch {
		// Reported below.
	}
	return new Invalid(`${quote(cell)} is not a JSON object`);
}

function toObjects(cell: unknown): Coerced {
	const object = toObject(cell);
	if (object instanceof Invalid) return object;
	const [name, value] = Object.entries(object).find(([, inner]) => !isPlainObject(inner)) ?? [];
	return name === undefined ? object : new Invalid(`has ${quote(value)} under ${quote(name)} instead of an object`);
}

const RULES: Readonly<Record<FieldType, (column: RuleColumn) => Rule>> = {
	identifier: () => toIdentifier,
	text: () => toText,
	date: makeDayRule,
	dateTime: makeDateTimeRule,
	utcTime: makeMomentRule,
	number: () => toNumber,
	integer: () => toInteger,
	boolean: () => toBoolean,
	gender: () => toGender,
	textList: () => toTextList,
	list: () => toList,
	object: () => toObject,
	objects: () => toObjects,
};

/**
 * Makes the rule of a field, by the field's type. A rule never guesses. It gets no empty cells, which are left out, and
 * no wrapped ones, which `openCell` opens first.
 *
 * @param column the facts about the column whose cells it converts
 */
export function makeRule({ type, choices, refused }: Field, column: RuleColumn): Rule {
	const rule = RULES[type](column);
	if (choices === undefined && refused === undefined) return rule;
	return (cell, options) => {
		const coerced = rule(cell, options);
		if (coerced instanceof Invalid) return coerced;
		const reason =
			refused !== undefined && Object.hasOwn(refused, String(coerced)) ? refused[String(coerced)] : undefined;
		if (reason !== undefined) return new Invalid(reason);
		if (choices === undefined) return coerced;
		const choice = choices.find((known) => known === String(coerced).toLowerCase());
		return choice ?? new Invalid(`${quote(cell)} is not one of ${choices.join(', ')}`);
	};
}
