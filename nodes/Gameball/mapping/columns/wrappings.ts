import type { GenericValue, IDataObject } from 'n8n-workflow';
import type { FieldType } from '../../records/RecordType';
import { joinPhone } from './phones';

/** Tells whether a value is a plain object, not a list or a date. */
export function isPlainObject(cell: unknown): cell is IDataObject {
	if (typeof cell !== 'object' || cell === null) return false;
	if (Object.getPrototypeOf(cell) === Object.prototype) return true;
	return Object.prototype.toString.call(cell) === '[object Object]' && !('toISO' in cell);
}

/** Tells whether a value is an object or a list of objects, which nobody types into a cell. */
export const isNested = (cell: unknown): boolean =>
	isPlainObject(cell) || (Array.isArray(cell) && cell.some((entry) => isPlainObject(entry)));

/** The names under which APIs wrap a value, the most specific first. To add a wrapping, add its name. */
const VALUE_NAMES: readonly string[] = [
	...['value', 'name', 'label', 'title', 'tag', 'plain_text', 'content', 'text', 'email', 'number', 'Address'],
	...['FreeFormNumber', 'full', 'start', 'mobile', 'home', 'work'],
];

const PHONE_NAMES: readonly string[] = [
	...['value', 'e164', 'number', 'phone', 'phoneNumber', 'phone_number', 'mobile', 'mobileNumber', 'mobile_number'],
	...['plain_text', 'FreeFormNumber', 'full', 'text', 'home', 'work'],
];

/** The names for fields in whose objects other names mean something else. */
const NAMES_BY_TYPE: Readonly<Partial<Record<FieldType, readonly string[]>>> = {
	// Display names identify nothing.
	recordId: ['value', 'plain_text', 'number', 'text'],
	identifier: ['value', 'plain_text', 'number', 'full', 'text'],
	email: [
		...[
			'value',
			'email',
			'emailAddress',
			'email_address',
			'address',
			'Address',
			'mail',
			'plain_text',
			'text',
			'content',
		],
		...['home', 'work', 'other'],
	],
	phone: PHONE_NAMES,
	amount: ['value', 'amount', 'number', 'total', 'plain_text', 'text', 'content', 'shop_money', 'shopMoney'],
	dateTime: [...VALUE_NAMES, 'date', 'dateTime', 'date_time'],
	utcTime: [...VALUE_NAMES, 'date', 'dateTime', 'date_time'],
	birthDate: [...VALUE_NAMES, 'date'],
};

const listNames = (type: FieldType): readonly string[] => NAMES_BY_TYPE[type] ?? VALUE_NAMES;

/** The names that mark the main entry of a list. */
const MAIN_MARKS: readonly string[] = ['primary', 'isPrimary', 'is_primary', 'default', 'default_billing'];

/** The names under which list entries say what they are for, and the word for a mobile number there. */
const USE_NAMES: readonly string[] = ['label', 'category', 'type', 'PhoneType', 'field', 'formattedType'];
const MOBILE = /^(mobile|cell)/i;

/** The names under which pairs have their name and their value. */
const PAIR_NAMES: readonly string[] = ['attribute_code', 'label', 'key', 'name', 'title', 'column'];
const PAIR_VALUES: readonly string[] = ['text', 'value', 'values'];

/** The types of pairs about other people or rows, such as a row's owner on monday.com. */
const OTHERS_TYPES: ReadonlySet<unknown> = new Set([
	...['people', 'board_relation', 'mirror', 'subtasks', 'creation_log', 'last_updated'],
]);

/** Tells whether a value of an app is there. */
export const isFilled = (entry: unknown): boolean =>
	entry !== null && entry !== undefined && entry !== '' && !(Array.isArray(entry) && entry.length === 0);

/** The parts of one value, each by the names that it can have. They are joined. */
interface Parts {
	readonly types: readonly FieldType[];
	readonly names: ReadonlyArray<readonly string[]>;
	readonly join: (parts: readonly string[]) => string;
}

const COUNTRY_CODES = ['PhoneCountryCode', 'country_code', 'countryCode', 'dial_code', 'dialCode', 'calling_code'];

const PARTS: readonly Parts[] = [
	{
		types: ['phone'],
		names: [['PhoneCountryCode'], ['PhoneAreaCode'], ['PhoneNumber']],
		join: ([country = '', area = '', number = '']) => joinPhone(country, `${area}${number}`),
	},
	{
		types: ['phone'],
		names: [COUNTRY_CODES, PHONE_NAMES],
		join: ([country = '', number = '']) => joinPhone(country, number),
	},
	{ types: ['phone'], names: [['area'], ['phone']], join: (parts) => parts.join('') },
];

/** Joins the parts of a value; returns undefined if the object has none for a field of the type. */
function joinParts(object: IDataObject, type: FieldType): string | undefined {
	for (const { types, names, join } of PARTS) {
		if (!types.includes(type)) continue;
		const found = names.map((known) => known.find((name) => Object.hasOwn(object, name)));
		if (found.some((name) => name === undefined)) continue;
		return join(found.map((name = '') => (isNested(object[name]) ? '' : String(object[name] ?? ''))));
	}
	return undefined;
}

/** Takes the value out of an object; returns undefined if the object is not a wrapping. */
function unwrapObject(object: IDataObject, type: FieldType): unknown {
	// Most are { value }, so this comes first for speed.
	if (object.value !== undefined && object.type === undefined && type !== 'phone') return object.value;
	const joined = joinParts(object, type);
	if (joined !== undefined) return joined;
	// Notion names the value by its type: { type: 'email', email: 'ada@example.com' }.
	const { type: ownType } = object;
	if (typeof ownType === 'string' && Object.hasOwn(object, ownType)) return object[ownType];
	const name = listNames(type).find((known) => Object.hasOwn(object, known));
	return name === undefined ? undefined : object[name];
}

/** Tells whether an object looks like a wrapping, so that one without a value is empty. */
export const isWrapping = (cell: object, type: FieldType): boolean =>
	isPlainObject(cell) &&
	(joinParts(cell, type) !== undefined ||
		VALUE_NAMES.some((name) => Object.hasOwn(cell, name)) ||
		(typeof cell.type === 'string' && Object.hasOwn(cell, cell.type)));

/**
 * Picks the main entry of a list: the mobile number, the primary one, the first object with a value, or the only other
 * entry. A choice among several plain entries would be a guess.
 */
export function pickMain(list: readonly unknown[], type: FieldType = 'text'): unknown {
	const filled = list.filter(isFilled);
	const objects = filled.filter(isPlainObject);
	const hasValue = (entry: IDataObject) => !isWrapping(entry, type) || isFilled(unwrapObject(entry, type));
	const isMobile = (entry: IDataObject) => USE_NAMES.some((name) => MOBILE.test(String(entry[name])));
	const isMain = ({ metadata, ...entry }: IDataObject) =>
		MAIN_MARKS.some((mark) => entry[mark] === true || (isPlainObject(metadata) && metadata[mark] === true));
	const usable = objects.filter(hasValue);
	return usable.find(isMobile) ?? usable.find(isMain) ?? usable[0] ?? (filled.length === 1 ? filled[0] : undefined);
}

/** Odoo's link to another record: its ID and its name. */
export const isOdooLink = (list: unknown): boolean =>
	Array.isArray(list) && list.length === 2 && typeof list[0] === 'number' && typeof list[1] === 'string';

/** Joins the pieces of Notion's rich text. */
const joinTexts = (list: readonly unknown[]): string | undefined =>
	list.length > 0 && list.every((entry) => isPlainObject(entry) && typeof entry.plain_text === 'string')
		? list.map((entry) => (entry as IDataObject).plain_text as string).join('')
		: undefined;

const MAX_WRAPPINGS = 5;

export const isAnyIdentifier = (type: FieldType): boolean => type === 'identifier' || type === 'recordId';

/**
 * Opens the wrappings in which APIs deliver one value: `{ value }`, `[{ value, primary }]`, `{ name }` of a select,
 * `[id, name]`.
 *
 * @param type the type of the field that the value is for: an email address has other names than a phone number
 * @returns the value; undefined if the cell is not a known wrapping, or is an empty one
 */
export function unwrap(cell: unknown, type: FieldType = 'text'): unknown {
	let value = cell;
	for (let depth = 0; depth < MAX_WRAPPINGS; depth++) {
		if (Array.isArray(value) && isOdooLink(value)) value = isAnyIdentifier(type) ? undefined : value[1];
		else if (Array.isArray(value)) value = joinTexts(value) ?? pickMain(value, type);
		else if (isPlainObject(value)) value = unwrapObject(value, type);
		else return value ?? undefined;
	}
	return undefined;
}

/** The types of Notion's properties that hold a value of the row itself, not a person or a link. */
const VALUE_TYPES: ReadonlySet<unknown> = new Set([
	...['title', 'rich_text', 'number', 'select', 'status', 'multi_select', 'date', 'checkbox'],
	...['url', 'email', 'phone_number', 'formula'],
]);

/** Opens the wrapping of a choice or property in a table; returns undefined for any other object. */
export function unwrapChoice(cell: IDataObject): unknown {
	const isChoice = Object.hasOwn(cell, 'color') || (Object.hasOwn(cell, 'id') && VALUE_TYPES.has(cell.type));
	return isChoice ? unwrap(cell) : undefined;
}

/** Opens a wrapping of a list; returns undefined if there is no list in it. */
export function unwrapList(cell: IDataObject): unknown[] | undefined {
	const { type, tags, data } = cell;
	const inner = typeof type === 'string' && Object.hasOwn(cell, type) ? cell[type] : (tags ?? data);
	return Array.isArray(inner) ? (inner as unknown[]) : undefined;
}

/** Opens the wrappings of a list's entries. Entries that are not a known wrapping stay unchanged. */
export const unwrapEntries = (list: readonly unknown[]): GenericValue[] =>
	list.map((entry) => (isPlainObject(entry) ? ((unwrap(entry) ?? entry) as GenericValue) : (entry as GenericValue)));

/** Returns the only entry of a list, and anything else unchanged. */
const takeOnly = (value: unknown): unknown =>
	Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;

const findName = (object: IDataObject, names: readonly string[]): string | undefined =>
	names.find((name) => Object.hasOwn(object, name));

/**
 * Turns a list of names and values into an object. APIs list custom fields in this form.
 *
 * @returns undefined if the list does not have this form
 * @example toObject([{ key: 'city', value: 'Cairo' }]) // { city: 'Cairo' }
 */
export function toObject(list: readonly unknown[]): IDataObject | undefined {
	const pairs = list
		.filter(isPlainObject)
		.filter(({ type }) => !OTHERS_TYPES.has(type))
		.map((entry): [unknown, GenericValue] | undefined => {
			const valueName = findName(entry, PAIR_VALUES);
			const nameName = findName(entry, PAIR_NAMES);
			return valueName === undefined || nameName === undefined
				? undefined
				: [unwrap(entry[nameName]), takeOnly(entry[valueName]) as GenericValue];
		});
	if (pairs.length === 0) return undefined;
	const named = pairs.flatMap((pair) => (typeof pair?.[0] === 'string' ? [[pair[0], pair[1]] as const] : []));
	return named.length === pairs.length ? Object.fromEntries(named) : undefined;
}
