import type { GenericValue, IDataObject } from 'n8n-workflow';
import type { Field, FieldType } from '../../records/RecordType';
import { normalizeName } from '../columns/names';
import { isPlainObject, unwrapEntries } from '../columns/wrappings';
import { isExportersLine } from '../columns/exportersLine';
import { GENDERS } from '../words';
import { foldDigits, isEmptyCell, isPlainCode, saysNone } from '../columns/cells';
import { makeBirthRule, makeDateTimeRule, makeMomentRule } from './dateRules';
import { makeIntegerRule, makeNumberRule } from './numbers';
import { readYesNo } from './yesNo';
import { quote } from '../../text';
import { Invalid, NoValue, type Coerced, type Rule, type RuleColumn } from './rule';

const FORMAT_AS_TEXT = 'format the column as text in its source';

function toText(cell: unknown): string | Invalid {
	if (typeof cell === 'string') return cell;
	if (typeof cell === 'boolean') return String(cell);
	if (typeof cell !== 'number') return new Invalid(`${quote(cell)} is not text`);
	if (!Number.isFinite(cell)) return new Invalid(`${cell} is not text`);
	if (Math.abs(cell) > Number.MAX_SAFE_INTEGER) {
		return new Invalid(`${cell} is too long for a number, so its last digits are already lost; ${FORMAT_AS_TEXT}`);
	}
	return String(cell);
}

/** A number that a spreadsheet shortened, such as 1.23E+11: some of its digits are lost. `12345e67` is an ID. */
const SHORTENED = /^\d[.,]\d+e\+\d+$/i;

/** A whole number that a program wrote with a decimal. If it is longer than a number can be, it has lost digits. */
const WITH_DECIMAL = /^(\d+)\.0$/;
const MAX_DIGITS = 15;

/** The characters that a spreadsheet's apostrophe precedes. */
const DIGIT_OR_PLUS = /^[+\d]/;

/** Converts to text in which every digit counts. */
function toIdentifier(cell: unknown): string | Invalid {
	if (typeof cell === 'boolean') return new Invalid(`${quote(cell)} is not an identifier`);
	const given = toText(cell);
	if (given instanceof Invalid || typeof cell === 'number') return given;
	if (saysNone(given)) return new NoValue(`${quote(given)} is not an identifier`);
	const text = foldDigits(given);
	// An apostrophe before digits marks text in a spreadsheet, and is not part of it.
	if (text.startsWith("'") && DIGIT_OR_PLUS.test(text.slice(1))) return text.slice(1);
	const [, whole = text] = WITH_DECIMAL.exec(text) ?? [];
	if (whole !== text ? whole.length <= MAX_DIGITS : !SHORTENED.test(text)) return whole;
	return new Invalid(
		`${quote(cell)} is a number shortened by a spreadsheet, so digits are already lost; ${FORMAT_AS_TEXT}`,
	);
}

/** Converts to the identifier of a record or its customer. Lines that exporters add have none. */
function toRecordId(cell: unknown): string | Invalid {
	if (typeof cell === 'string' && isPlainCode(cell)) return cell;
	const text = toIdentifier(cell);
	if (text instanceof Invalid || !isExportersLine(text)) return text;
	return new NoValue(`${quote(text)} is a line of the export, such as a title, a total or a footer`);
}

/** Tells whether a text is one email address: several ones have a separator between them. */
function isEmail(text: string): boolean {
	const at = text.indexOf('@');
	const isSplit = text.includes(' ') || text.includes(',') || text.includes(';');
	return at > 0 && at < text.length - 1 && !text.includes('@', at + 1) && !isSplit;
}

function toEmail(cell: unknown): string | Invalid {
	const text = toText(cell);
	if (text instanceof Invalid || isEmail(text)) return text;
	return new NoValue(`${quote(text)} is not an email address`);
}

function toPhone(cell: unknown): string | Invalid {
	if (typeof cell === 'string' && isPlainCode(cell)) return cell;
	const text = toIdentifier(cell);
	if (text instanceof Invalid || /\d/.test(text)) return text;
	return new NoValue(`${quote(text)} is not a phone number`);
}

/** Converts to the name or the code of a country; digits are a dialing code. */
function toCountry(cell: unknown): string | Invalid {
	const text = toText(cell);
	return text instanceof Invalid || !/^\+?\d+$/.test(text) ? text : new NoValue(`${quote(text)} is not a country`);
}

const toBoolean = (cell: unknown): Coerced =>
	readYesNo(cell) ?? new Invalid(`${quote(cell)} is neither true nor false`);

const GENDER_OF: ReadonlyMap<string, string> = new Map(
	Object.entries(GENDERS).flatMap(([gender, words]) => words.map((word) => [normalizeName(word), gender] as const)),
);

/** Makes the rule for M and F. Gameball has no third value, so any other word does not count. */
const makeGenderRule =
	({ genders }: RuleColumn): Rule =>
	(cell) => {
		const word = typeof cell === 'string' ? normalizeName(cell) : '';
		const gender = GENDER_OF.get(word);
		if (word === 'h') genders.prove('HM', 'H');
		else if (word.length === 1 && gender === 'F') genders.prove('MF', word.toUpperCase());
		if (word === 'm' && genders.contradiction.length > 0) {
			genders.isUsed = true;
			// The reading of the column is told by itself.
			return new NoValue('');
		}
		if (word === 'm' && genders.reading === 'HM') {
			genders.isUsed = true;
			return 'F';
		}
		return gender ?? new NoValue(`${quote(cell)} is not a gender Gameball knows (M or F)`);
	};

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
	recordId: () => toRecordId,
	identifier: () => toIdentifier,
	email: () => toEmail,
	phone: () => toPhone,
	text: () => toText,
	personName: () => toText,
	country: () => toCountry,
	birthDate: makeBirthRule,
	dateTime: makeDateTimeRule,
	utcTime: makeMomentRule,
	amount: makeNumberRule,
	integer: makeIntegerRule,
	boolean: () => toBoolean,
	gender: makeGenderRule,
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
