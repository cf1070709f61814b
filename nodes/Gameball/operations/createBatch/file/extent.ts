import type { Batch } from '../sending/batches';

/** The rows of a batch or a part of one, without the rows themselves. Invalid rows may lie between them. */
export interface Extent {
	readonly firstRow: number;
	readonly lastRow: number;
	readonly recordCount: number;
	/** The number of the batch, from 1, and of all batches of the file. */
	readonly batch: number;
	readonly batches: number;
}

/** Determines the rows of a batch, which has at least one. */
export const toExtent = ({ number, of, records }: Batch): Extent => ({
	firstRow: records[0]?.item ?? 0,
	lastRow: records.at(-1)?.item ?? 0,
	recordCount: records.length,
	batch: number,
	batches: of,
});

/** Names the rows in messages. @example formatRows({ firstRow: 2, lastRow: 1_001 }) // 'rows 2 to 1001' */
export const formatRows = ({ firstRow, lastRow }: Pick<Extent, 'firstRow' | 'lastRow'>): string =>
	firstRow === lastRow ? `row ${firstRow}` : `rows ${firstRow} to ${lastRow}`;
