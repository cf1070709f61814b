import type { IDataObject } from 'n8n-workflow';
import type { Layout } from './columns/rows';
import type { MappedRecord } from '../records/RecordType';

/** What to do with items that have the same identifier. */
export type Duplicates = 'sendAll' | 'keepLast' | 'merge';

/** A record to send, as a reference to the input items or the row of a file that it is made of. */
export interface RecordRef {
	readonly id: string;
	/** The index of its first item, or the number of its row. */
	readonly item: number;
	/** The other items, in ascending order, if duplicates became one record. */
	readonly others?: readonly number[];
	/** The layout of its first item, if the cells of that can be read one by one. */
	readonly layout?: Layout | undefined;
	/** The columns of its row. The rows of a file are kept nowhere else. */
	readonly json?: Readonly<IDataObject>;
}

const NONE: readonly number[] = [];

/** Lists the items of a record in ascending order. */
export const listRecordItems = ({ item, others = NONE }: RecordRef): number[] => [item, ...others];

/** Lists the items of records in ascending order. The records are in the order of their first items. */
export function listItems(parts: ReadonlyArray<readonly RecordRef[]>): number[] {
	const items: number[] = [];
	let isJoined = false;
	for (const records of parts) {
		for (const { item, others } of records) {
			items.push(item);
			if (others === undefined) continue;
			isJoined = true;
			for (const other of others) items.push(other);
		}
	}
	return isJoined ? items.sort((one, other) => one - other) : items;
}

interface JoinedRecord extends RecordRef {
	readonly others: number[];
	readonly parts: Set<string>;
}

/** Joins the records with the same identifier. A joined record takes the place of its first item. */
export class JoinedRecords {
	private readonly joined: JoinedRecord[] = [];
	/** The latest record with each identifier. */
	private readonly byId = new Map<string, JoinedRecord>();

	/** @param listParts lists the names that a joined record can have only once each */
	constructor(private readonly listParts: (item: number) => readonly string[] = () => []) {}

	/** Adds the record of an item, in the order of the items. */
	add({ id, item, layout }: RecordRef): void {
		const parts = this.listParts(item);
		const known = this.byId.get(id);
		if (known !== undefined && parts.every((part) => !known.parts.has(part))) {
			known.others.push(item);
			parts.forEach((part) => known.parts.add(part));
		} else {
			const record = { id, item, layout, others: [], parts: new Set(parts) };
			this.joined.push(record);
			this.byId.set(id, record);
		}
	}

	get records(): readonly RecordRef[] {
		return this.joined;
	}
}

/** Merges two records: values of the later one replace those of the earlier one, but empty ones replace nothing. */
export function mergeRecords(earlier: MappedRecord, later: MappedRecord): MappedRecord {
	return {
		values: { ...earlier.values, ...later.values },
		custom: earlier.custom && later.custom ? { ...earlier.custom, ...later.custom } : (later.custom ?? earlier.custom),
	};
}
