import type { GenericValue, IDataObject } from 'n8n-workflow';
import type { FieldType } from '../../records/RecordType';

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
	'value',
	'name',
	'label',
	'title',
	'tag',
	'plain_text',
	'content',
	'text',
	'email',
	'number',
	'Address',
	'FreeFormNumber',
	'full',
	'start',
	'mobile',
	'home',
	'work',
];

/** The names under which an identifier can be wrapped. Display names are left out: they identify nothing. */
const IDENTIFIER_NAMES: readonly string[] = [
	...['value', 'plain_text', 'number', 'FreeFormNumber', 'full', 'text', 'mobile', 'home', 'work'],
];

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

const isFilled = (entry: unknown): boolean =>
	entry !== null && entry !== undefined && entry !== '' && !(Array.isArray(entry) && entry.length === 0);

/** The names of the parts of one value, which are joined. The country code of a phone number gets its plus sign. */
const PART_NAMES: ReadonlyArray<readonly string[]> = [
	['PhoneCountryCode', 'PhoneAreaCode', 'PhoneNumber'],
	['area', 'phone'],
];

/** Joins the parts of a value; returns undefined if the object has none. */
function joinParts(object: IDataObject): string | undefined {
	const names = PART_NAMES.find((parts) => parts.every((name) => Object.hasOwn(object, name)));
	if (names === undefined) return undefined;
	const [first = '', ...rest] = names.map((name) => String(object[name] ?? ''));
	return `${names.length > 2 && first !== '' ? '+' : ''}${first}${rest.join('')}`;
}

/** Takes the value out of an object; returns undefined if the object is not a wrapping. */
function unwrapObject(object: IDataObject, names: readonly string[]): unknown {
	// Most are { value }, so this comes first for speed.
	if (object.value !== undefined && object.type === undefined) return object.value;
	const joined = joinParts(object);
	if (joined !== undefined) return joined;
	// Notion names the value by its type: { type: 'email', email: 'ada@example.com' }.
	const { type } = object;
	if (typeof type === 'string' && Object.hasOwn(object, type)) return object[type];
	const name = names.find((known) => Object.hasOwn(object, known));
	return name === undefined ? undefined : object[name];
}

/** Tells whether an object looks like a wrapping, so that one without a value is empty. */
const isWrapping = (cell: object): boolean =>
	isPlainObject(cell) &&
	(joinParts(cell) !== undefined ||
		VALUE_NAMES.some((name) => Object.hasOwn(cell, name)) ||
		(typeof cell.type === 'string' && Object.hasOwn(cell, cell.type)));

/**
 * Picks the main entry of a list: the mobile number, the primary one, the first object with a value, or the only other
 * entry. A choice among several plain entries would be a guess.
 */
export function pickMain(list: readonly unknown[]): unknown {
	const filled = list.filter(isFilled);
	const objects = filled.filter(isPlainObject);
	const hasValue = (entry: IDataObject) => !isWrapping(entry) || isFilled(unwrapObject(entry, VALUE_NAMES));
	const isMobile = (entry: IDataObject) => USE_NAMES.some((name) => MOBILE.test(String(entry[name])));
	const isMain = ({ metadata, ...entry }: IDataObject) =>
		MAIN_MARKS.some((mark) => entry[mark] === true || (isPlainObject(metadata) && metadata[mark] === true));
	const usable = objects.filter(hasValue);
	return usable.find(isMobile) ?? usable.find(isMain) ?? usable[0] ?? (filled.length === 1 ? filled[0] : undefined);
}

/** Odoo's link to another record: its ID and its name. */
export const isLink = (list: unknown): boolean =>
	Array.isArray(list) && list.length === 2 && typeof list[0] === 'number' && typeof list[1] === 'string';

/** Joins the pieces of Notion's rich text. */
const joinTexts = (list: readonly unknown[]): string | undefined =>
	list.length > 0 && list.every((entry) => isPlainObject(entry) && typeof entry.plain_text === 'string')
		? list.map((entry) => (entry as IDataObject).plain_text as string).join('')
		: undefined;

const MAX_WRAPPINGS = 5;

/**
 * Opens the wrappings in which APIs deliver one value: `{ value }`, `[{ value, primary }]`, `{ name }` of a select,
 * `[id, name]`.
 *
 * @param isIdentifier true if a name does not count as a value, as for a customer ID
 * @returns the value; undefined if the cell is not a known wrapping, or is an empty one
 */
export function unwrap(cell: unknown, isIdentifier = false): unknown {
	let value = cell;
	for (let depth = 0; depth < MAX_WRAPPINGS; depth++) {
		if (Array.isArray(value) && isLink(value)) value = isIdentifier ? undefined : value[1];
		else if (Array.isArray(value)) value = joinTexts(value) ?? pickMain(value);
		else if (isPlainObject(value)) value = unwrapObject(value, isIdentifier ? IDENTIFIER_NAMES : VALUE_NAMES);
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
function unwrapList(cell: IDataObject): unknown[] | undefined {
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

/** Joins the parts of a date: { year, month, day }. */
function joinDate(cell: object): string | undefined {
	if (!('year' in cell && 'month' in cell && 'day' in cell)) return undefined;
	const { year, month, day } = cell as IDataObject;
	return `${String(year)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The types whose values are objects or lists themselves. */
const COMPOUND: ReadonlySet<FieldType> = new Set(['textList', 'list', 'object', 'objects']);

/**
 * Opens the wrapping of a cell that is an object, a list or a boolean, for a field of the given type.
 *
 * @returns undefined if it is empty; the cell itself if it is not a known wrapping
 */
export function openCell(cell: unknown, type: FieldType): unknown {
	// Odoo writes false for empty values.
	if (typeof cell === 'boolean') return cell || type === 'boolean' ? cell : undefined;
	const isClosed = typeof cell === 'object' && cell !== null && !(cell instanceof Date) && !('toISO' in cell);
	if (type === 'textList' && isPlainObject(cell)) return unwrapList(cell) ?? cell;
	if (!isClosed || COMPOUND.has(type)) return cell;
	const isIdentifier = type === 'identifier';
	const opened = unwrap(cell, isIdentifier) ?? joinDate(cell);
	if (opened === undefined) return isWrapping(cell) && !isIdentifier ? undefined : cell;
	return typeof opened === 'boolean' ? openCell(opened, type) : opened;
}
