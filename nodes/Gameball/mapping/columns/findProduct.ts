import type { IDataObject } from 'n8n-workflow';
import { PRODUCTS, type Product } from '../products';
import { isNested } from './wrappings';

const toText = (value: unknown): string => (typeof value === 'object' && value !== null ? '{' : String(value ?? ''));

const MARKED = PRODUCTS.map((product) => {
	const markers = Object.entries(product.markers).map(([path, text]) => ({ path, text }));
	const [{ path: first = '' } = {}] = markers;
	return { product, markers, first, head: first.split('.')[0] ?? '' };
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

/**
 * Finds the product of an item; returns undefined if its column names mean what they say.
 *
 * @param isInEnvelope true if it came in another object: the rows of n8n's own tables do not
 */
export function findProduct(json: Readonly<IDataObject>, isInEnvelope: boolean): Product | undefined {
	const found = MARKED.find(
		({ product: { markers: columns, isFlat, isTogether, isComplete }, markers, first, head }) => {
			// Most items lack even the first column of most products.
			if (!Object.hasOwn(json, head) && !Object.hasOwn(json, first)) return false;
			const isMarked = markers.every(({ path, text }) => {
				const value = followPath(json, path);
				return value !== undefined && text.test(toText(value));
			});
			if (!isMarked || (isFlat === true && (isInEnvelope || Object.values(json).some(isNested)))) return false;
			if (isTogether === true && !areTogether(json, Object.keys(columns))) return false;
			return isComplete !== true || Object.keys(json).length === markers.length;
		},
	);
	return found?.product;
}

/** Tells whether items with these columns can be of a known product. */
export const canHaveProduct = (names: readonly string[]): boolean =>
	PRODUCTS.some(({ markers }) => Object.keys(markers).every((name) => names.includes(name)));
