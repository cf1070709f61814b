import type { MappedRecord } from './mapItem';

/** What to do with items that have the same identifier. */
export type Duplicates = 'sendAll' | 'keepLast' | 'merge';

/** A record to be sent, and the input items it comes from: several only where duplicates are one record. */
export interface RecordSource {
	readonly id: string;
	/** In ascending order, at least one. */
	readonly items: readonly number[];
}

/**
 * Joins the records with the same identifier. A joined record stands where the first of its items stood.
 *
 * @param sources the valid items, each a record of its own, in the order of the items
 */
export function joinDuplicates(sources: readonly RecordSource[], duplicates: Duplicates): readonly RecordSource[] {
	if (duplicates === 'sendAll') return sources;
	const itemsById = new Map<string, number[]>();
	for (const { id, items } of sources) {
		const known = itemsById.get(id);
		if (known === undefined) itemsById.set(id, [...items]);
		else known.push(...items);
	}
	return Array.from(itemsById, ([id, items]) => ({ id, items }));
}

/** How many records have the identifier of another one of the same batch before them. */
export function countDuplicates(sources: readonly RecordSource[]): number {
	return sources.length - new Set(sources.map(({ id }) => id)).size;
}

/** The record that several items become: later values replace earlier ones, and empty ones replace nothing. */
export function mergeRecords(records: readonly MappedRecord[]): MappedRecord {
	return {
		values: Object.assign({}, ...records.map(({ values }) => values)) as MappedRecord['values'],
		custom: Object.assign({}, ...records.map(({ custom }) => custom)) as MappedRecord['custom'],
	};
}
