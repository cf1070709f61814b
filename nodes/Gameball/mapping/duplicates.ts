import type { MappedRecord } from '../records/RecordType';

/** What to do with items that have the same identifier. */
export type Duplicates = 'sendAll' | 'keepLast' | 'merge';

/** A record to be sent, and the input items it comes from. */
export interface RecordSource {
	readonly id: string;
	/** The first of its items. */
	readonly item: number;
	/** The others, in ascending order, where duplicates have become one record. */
	readonly others?: readonly number[];
}

const NONE: readonly number[] = [];

/** The items of a record, in ascending order. */
export const itemsOfRecord = ({ item, others = NONE }: RecordSource): number[] => [item, ...others];

/**
 * Joins the records with the same identifier. A joined record stands where the first of its items stood.
 *
 * @param sources the valid items, each a record of its own, in the order of the items
 * @param partsOf the names of which a joined record can have each only once
 */
export function joinDuplicates(
	sources: readonly RecordSource[],
	partsOf: (item: number) => readonly string[] = () => [],
): readonly RecordSource[] {
	interface Joined extends RecordSource {
		readonly others: number[];
		readonly parts: Set<string>;
	}
	const joined: Joined[] = [];
	/** The latest record with each identifier. */
	const byId = new Map<string, Joined>();
	for (const { id, item } of sources) {
		const parts = partsOf(item);
		const known = byId.get(id);
		if (known !== undefined && parts.every((part) => !known.parts.has(part))) {
			known.others.push(item);
			parts.forEach((part) => known.parts.add(part));
		} else {
			const record = { id, item, others: [], parts: new Set(parts) };
			joined.push(record);
			byId.set(id, record);
		}
	}
	return joined;
}

/** How many records have the identifier of another one before them. */
export function countDuplicates(sources: readonly RecordSource[]): number {
	const ids = new Set<string>();
	for (const { id } of sources) ids.add(id);
	return sources.length - ids.size;
}

/** The record that two items become: values of the later one replace those of the earlier one, empty ones replace nothing. */
export function mergeRecords(earlier: MappedRecord, later: MappedRecord): MappedRecord {
	return {
		values: { ...earlier.values, ...later.values },
		custom: earlier.custom && later.custom ? { ...earlier.custom, ...later.custom } : (later.custom ?? earlier.custom),
	};
}
