import type { IDataObject } from 'n8n-workflow';
import { isSystemName, normalizeName } from '../columns/names';
import { isPlainObject } from '../columns/wrappings';
import { LOYALTY_CARDS, SECRETS } from '../words';
import { isEmptyCell, isNoNumber } from '../columns/cells';

/** The parts that mark a secret anywhere in a name. */
const SECRET_PARTS = new RegExp(
	[
		...['pass(?:word|wd|code|phrase)', 'userpass', 'token', 'secret', 'apikey', '(?:private|access)key', 'sessionid'],
		...['authorization', 'cookie', 'credential', 'recaptcha', ...SECRETS.map(normalizeName)],
	].join('|'),
);

/** The words that mark a secret by themselves, and those that do so at the end of a name. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
	'pwd',
	'pw',
	'jwt',
	'pin',
	'otp',
	'hash',
	'salt',
	'cvv',
	'cvc',
	'iban',
]);
const LAST_SECRET_WORDS: ReadonlySet<string> = new Set(['key', 'keys']);

/** @example splitWords('userPin_2') // ['user', 'pin', '2'] */
const splitWords = (name: string): string[] =>
	name
		.replace(/([a-z\d])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3 $2$4')
		.toLowerCase()
		.split(/[^a-z\d]+/)
		.filter((word) => word !== '');

const LOYALTY_CARD = new RegExp(LOYALTY_CARDS.map(normalizeName).join('|'));

function isSecret(name: string): boolean {
	if (SECRET_PARTS.test(normalizeName(name).replace(LOYALTY_CARD, ''))) return true;
	const words = splitWords(name);
	const last = words.filter((word) => !/^\d+$/.test(word)).at(-1) ?? '';
	return words.some((word) => SECRET_WORDS.has(word)) || (words.length > 1 && LAST_SECRET_WORDS.has(last));
}

/** The columns that n8n and its nodes add to rows for their own use. */
const BOOKKEEPING: ReadonlySet<string> = new Set(
	[
		'row_number',
		'createdTime',
		'change_type',
		'formMode',
		'formQueryParameters',
		'submittedAt',
		'executionMode',
		'webhookUrl',
		'__v',
	].map(normalizeName),
);

/** The names that n8n and its libraries give to columns without a name. */
const NAMELESS = /^__EMPTY(?:_\d+)?$|^col_\d+$/;

/** The words that say that a column is about staff, not about the person. */
const STAFF_WORDS: ReadonlySet<string> = new Set([
	...['owner', 'owners', 'assignee', 'organizer', 'organiser', 'creator', 'salesperson', 'salesman', 'rep', 'agent'],
	...['manager', 'cashier', 'employee', 'staff'],
]);

/** Tells by its name whether a column is about someone else than the person: `created_by`, `owner.email`. */
export function isOthers(name: string): boolean {
	const words = splitWords(name);
	return words.slice(1).includes('by') || words.some((word) => STAFF_WORDS.has(word));
}

/**
 * Tells by its name whether a column holds a secret, or bookkeeping of n8n or another system. Such columns are sent only if a person
 * maps them manually.
 */
export function isPrivate(name: string): boolean {
	return BOOKKEEPING.has(normalizeName(name)) || NAMELESS.test(name) || isSystemName(name) || isSecret(name);
}

/** Tells whether an item is empty apart from n8n's own bookkeeping. */
export const isBlank = (json: Readonly<IDataObject>): boolean =>
	Object.entries(json).every(([name, cell]) => isEmptyCell(cell) || BOOKKEEPING.has(normalizeName(name)));

/**
 * Copies an object without its secrets and bookkeeping, also in what it contains.
 *
 * @param copies the copies so far: an object that contains itself has none yet, and is left out there
 */
function copyPublic(value: unknown, copies: Map<unknown, unknown>): unknown {
	if (!Array.isArray(value) && !isPlainObject(value)) return isNoNumber(value) ? undefined : value;
	if (copies.has(value)) return copies.get(value);
	copies.set(value, undefined);
	const copy = Array.isArray(value)
		? value.filter((entry) => !isNoNumber(entry)).map((entry) => copyPublic(entry, copies))
		: Object.fromEntries(
				Object.entries(value)
					.filter(([name]) => !isPrivate(name))
					.map(([name, inner]) => [name, copyPublic(inner, copies)]),
			);
	copies.set(value, copy);
	return copy;
}

/** Copies an object without its secrets and bookkeeping, also in the objects and lists in it. */
export const withoutPrivate = (object: Readonly<IDataObject>): IDataObject =>
	copyPublic(object, new Map()) as IDataObject;
