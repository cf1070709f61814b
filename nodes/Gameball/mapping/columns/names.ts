import type { GenericValue, IDataObject } from 'n8n-workflow';

/**
 * Removes what does not matter in a column's name: case, spaces, dashes, underscores, periods, `#`, `:`, a byte order
 * mark, and the suffix of Salesforce's custom fields. A `#` at the end means a number.
 *
 * @example normalizeName('Customer No.') // 'customerno'
 * @example normalizeName('Customer #') // 'customernumber'
 */
export const normalizeName = (name: string): string =>
	name
		.replace(/__p?c$/i, '')
		.replace(/(?<=\w)\s*#\s*$/, 'number')
		.replace(/[\s\-_.#:\uFEFF]/g, '')
		.toLowerCase();

/** The separator between the names of a path, as in n8n's editor. */
export const PATH_SEPARATOR = ' › ';

/** Sets an own property of the object, whatever its name: even `__proto__` is only a name. */
export function setOwn(object: IDataObject, name: string, value: GenericValue): void {
	if (name !== '__proto__') object[name] = value;
	else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}
