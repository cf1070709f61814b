import type { IDataObject } from 'n8n-workflow';
import { PRODUCTS, type Product } from '../products';
import { createSearch } from './names';
import { isNested } from './wrappings';

const toText = (value: unknown): string => (typeof value === 'object' && value !== null ? '{' : String(value ?? ''));

/** Searches by the first marker of each product: a path, or a name with dots. */
const search = createSearch(PRODUCTS, ({ markers }) => {
	const [path = ''] = Object.keys(markers);
	return [path, path.split('.')[0] ?? ''];
});

/** Follows a path through objects and lists. A name that contains dots is found too. */
export function followPath(data: Readonly<IDataObject>, path: string): unknown {
	if (Object.hasOwn(data, path)) return data[path];
	if (!path.includes('.')) return undefined;
	return path.split('.').reduce<unknown>((value, name) => {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
		return (value as Record<string, unknown>)[name];
	}, data);
}

/** Tells whether columns follow one another. */
function areTogether(json: Readonly<IDataObject>, columns: readonly string[]): boolean {
	const names = Object.keys(json);
	const first = names.indexOf(columns[0] ?? '');
	return columns.every((name, index) => names[first + index] === name);
}

function isOfProduct(json: Readonly<IDataObject>, product: Product, isInEnvelope: boolean): boolean {
	const { markers, isFlat, isTogether, isComplete } = product;
	for (const path in markers) {
		const value = followPath(json, path);
		if (value === undefined || markers[path]?.test(toText(value)) !== true) return false;
	}
	if (isFlat === true && (isInEnvelope || Object.values(json).some(isNested))) return false;
	if (isTogether === true && !areTogether(json, Object.keys(markers))) return false;
	return isComplete !== true || Object.keys(json).length === Object.keys(markers).length;
}

/**
 * Finds the product of an item; returns undefined if its column names mean what they say.
 *
 * @param isInEnvelope true if it came in another object: the rows of n8n's own tables do not
 */
export const findProduct = (json: Readonly<IDataObject>, isInEnvelope: boolean): Product | undefined =>
	search(json, (product) => isOfProduct(json, product, isInEnvelope));

/** Tells whether items with these columns can be of a known product. */
export const canHaveProduct = (names: readonly string[]): boolean =>
	PRODUCTS.some(({ markers }) => Object.keys(markers).every((name) => names.includes(name)));
