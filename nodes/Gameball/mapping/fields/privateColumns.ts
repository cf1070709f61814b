import type { IDataObject } from 'n8n-workflow';
import { normalizeName } from '../columns/names';
import { isEmptyCell } from '../values/makeRule';

/** The parts that mark a secret anywhere in a name. */
const SECRET_PARTS =
	/pass(?:word|wd|code|phrase)|userpass|token|secret|apikey|(?:private|access)key|sessionid|authorization|cookie|credential|recaptcha/;

/** The words that mark a secret by themselves, and those that do so at the end of a name. */
const SECRET_WORDS: ReadonlySet<string> = new Set(['pwd', 'pw', 'jwt', 'pin', 'otp', 'hash', 'salt', 'cvv', 'cvc']);
const LAST_SECRET_WORDS: ReadonlySet<string> = new Set(['key', 'keys']);

/** @example splitWords('userPin_2') // ['user', 'pin', '2'] */
const splitWords = (name: string): string[] =>
	name
		.replace(/([a-z\d])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3 $2$4')
		.toLowerCase()
		.split(/[^a-z\d]+/)
		.filter((word) => word !== '');

function isSecret(name: string): boolean {
	if (SECRET_PARTS.test(normalizeName(name))) return true;
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

/** Tells whether a name is that of a row's own ID, which is not an attribute of the person. */
export const isRowId = (name: string): boolean => normalizeName(name) === 'id';

/**
 * Tells by its name whether a column holds a secret or n8n's own bookkeeping. Such columns are sent only if a person
 * maps them manually.
 */
export function isPrivate(name: string): boolean {
	const normal = normalizeName(name);
	return BOOKKEEPING.has(normal) || NAMELESS.test(name) || isSecret(name);
}

/** Tells whether an item is empty apart from n8n's own bookkeeping. */
export const isBlank = (json: Readonly<IDataObject>): boolean =>
	Object.entries(json).every(([name, cell]) => isEmptyCell(cell) || BOOKKEEPING.has(normalizeName(name)));
