import type { GenericValue, IDataObject } from 'n8n-workflow';

/** What does not matter in a name: spaces, punctuation, accents, and characters that show nothing. */
const NOISE = /[\s\-_.#:*()[\]?"'’\p{M}\p{Cf}ـ]/gu;

const normalize = (name: string): string =>
	name
		.replace(/__p?c$/i, '')
		.replace(/(?<=\w)\s*#\s*$/, 'number')
		.normalize('NFKD')
		.replace(NOISE, '')
		.toLowerCase()
		.replaceAll('°', 'o')
		.replaceAll('ة', 'ه')
		.replaceAll('ى', 'ي');

/** The maximum number of names to keep, and the maximum length of each. */
const MAX_NAMES = 5_000;
const MAX_LENGTH = 100;

const normalized = new Map<string, string>();

/**
 * Removes what does not matter in a column's name: case, spaces, accents, most punctuation, the variants of Arabic
 * letters, characters that show nothing, and the suffix of Salesforce's custom fields. A `#` at the end means a number.
 *
 * @example normalizeName('Customer No.') // 'customerno'
 * @example normalizeName('Customer #') // 'customernumber'
 * @example normalizeName('Prénom *') // 'prenom'
 */
export function normalizeName(name: string): string {
	const known = normalized.get(name);
	if (known !== undefined) return known;
	const normal = normalize(name);
	if (normalized.size >= MAX_NAMES) normalized.clear();
	if (name.length <= MAX_LENGTH) normalized.set(name, normal);
	return normal;
}

/** Tells whether a name is the system's and not of the data, such as `_creator`, `@odata.etag` and `$ref`. */
export const isSystemName = (name: string): boolean => /^[_@$]/.test(name) && name !== '_id';

/** The separator between the names of a path, as in n8n's editor. */
export const PATH_SEPARATOR = ' › ';

/** Sets an own property of the object, whatever its name: even `__proto__` is only a name. */
export function setOwn(object: IDataObject, name: string, value: GenericValue): void {
	if (name !== '__proto__') object[name] = value;
	else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

/** Tells whether a name is that of a row's own ID, which is not an attribute of the person. */
export const isRowId = (name: string): boolean => normalizeName(name) === 'id';

/**
 * Makes a search through things that an item can be. It looks only at those of which the item has a name, because most
 * items have none.
 *
 * @param listNames lists the names of which an item has at least one if it can be the thing
 * @returns finds the first thing, in their order, that the item is
 */
export function createSearch<Thing>(
	things: readonly Thing[],
	listNames: (thing: Thing) => readonly string[],
): (json: Readonly<IDataObject>, isThing: (thing: Thing) => boolean) => Thing | undefined {
	const ranks = new Map<string, number[]>();
	things.forEach((thing, rank) => {
		for (const name of listNames(thing)) ranks.set(name, [...(ranks.get(name) ?? []), rank]);
	});
	return (json, isThing) => {
		let found = things.length;
		for (const name in json) {
			for (const rank of ranks.get(name) ?? []) {
				if (rank < found && isThing(things[rank] as Thing)) found = rank;
			}
		}
		return things[found];
	};
}

/** Makes a set of names that compares as columns do. */
export const normalizeAll = (names: readonly string[]): ReadonlySet<string> => new Set(names.map(normalizeName));
