import type { MappedRecord } from '../records/RecordType';

/** The handling of items with the same identifier. */
export type Duplicates = 'sendAll' | 'keepLast' | 'merge';

/** The input items of a record that is to be sent. */
export interface RecordSource {
	readonly id: string;
	/** The first of its items. */
	readonly item: number;
	/** The others, in ascending order, where duplicates have become one record. */
	readonly others?: readonly number[];
}

const NONE: readonly number[] = [];

/** Lists the items of a record in ascending order. */
export const listRecordItems = ({ item, others = NONE }: RecordSource): number[] => [item, ...others];

/**
 * Joins the records with the same identifier. A joined record stands where the first of its items stood.
 *
 * @param sources the valid items, each a record of its own, in the order of the items
 * @param listParts lists the names of which a joined record can have each only once
 */
export function joinDuplicates(
	sources: readonly RecordSource[],
	listParts: (item: number) => readonly string[] = () => [],
): readonly RecordSource[] {
	interface Joined extends RecordSource {
		readonly others: number[];
		readonly parts: Set<string>;
	}
	const joined: Joined[] = [];
	/** The latest record with each identifier. */
	const byId = new Map<string, Joined>();
	for (const { id, item } of sources) {
		const parts = listParts(item);
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

/** Counts the records that have the identifier of an earlier one. */
export function countDuplicates(sources: readonly RecordSource[]): number {
	const ids = new Set<string>();
	for (const { id } of sources) ids.add(id);
	return sources.length - ids.size;
}

/** Merges two records: values of the later one replace those of the earlier one, empty ones replace nothing. */
export function mergeRecords(earlier: MappedRecord, later: MappedRecord): MappedRecord {
	return {
		values: { ...earlier.values, ...later.values },
		custom: earlier.custom && later.custom ? { ...earlier.custom, ...later.custom } : (later.custom ?? earlier.custom),
	};
}
