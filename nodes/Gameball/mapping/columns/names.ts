import type { GenericValue, IDataObject } from 'n8n-workflow';

/**
 * Removes everything that does not count in a column's name: case, spaces, dashes, underscores, points, `#`, `:`, a byte
 * order mark, and the mark of Salesforce's custom fields. A `#` at the end means a number.
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

/** The sign between the names of a path, as n8n's editor shows it. */
export const PATH_SEPARATOR = ' › ';

/** Sets a property of the object's own, whatever its name: `__proto__` too is only a name. */
export function setOwn(object: IDataObject, name: string, value: GenericValue): void {
	if (name !== '__proto__') object[name] = value;
	else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}
