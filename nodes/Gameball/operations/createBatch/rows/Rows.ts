import type { IDataObject } from 'n8n-workflow';
import type { RecordRef } from '../../../mapping/duplicates';
import type { MappingReport } from '../../../mapping/MappingReport';
import type { MappedRecord } from '../../../records/RecordType';
import type { Unit } from '../../../text';
import type { InvalidRows } from './InvalidRows';

/** The records of one request, which becomes one job; or a part of them, if Gameball refused the whole. */
export interface Batch {
	/** Counted from 1. */
	readonly number: number;
	/** The number of batches that the rows make. */
	readonly of: number;
	readonly records: readonly RecordRef[];
	/** The number of records: it stays when a batch that is done no longer holds them. */
	readonly size: number;
	/** The numbers of its first and its last record. */
	readonly first: number;
	readonly last: number;
}

/** Makes a batch, or a part of one, of at least one record. */
export const makeBatch = (number: number, of: number, records: readonly RecordRef[]): Batch => ({
	...{ number, of, records, size: records.length },
	first: records[0]?.item ?? 0,
	last: records.at(-1)?.item ?? 0,
});

/** The findings of a check. */
export interface RowCounts {
	/** The number of rows. */
	readonly total: number;
	/** The number of records that they can become. */
	readonly valid: number;
	/** The number of rows with nothing in them, which are passed over. */
	readonly blank: number;
	readonly invalid: InvalidRows;
	/** Anything unusual about the rows, each in a sentence. */
	readonly notes: readonly string[];
}

/**
 * The rows that records are made of: all input items, or a file. Only this folder and `report` know which. To add a further
 * kind, implement this and `Report`.
 */
export interface Rows {
	readonly unit: Unit;
	/** The name of their file; undefined if there is none. */
	readonly name: string | undefined;
	/** The input items that the rows come from. */
	readonly inputItems: readonly number[];
	/** True if duplicates can become one record. */
	readonly canJoin: boolean;
	/** The columns and where each went. */
	readonly columns: MappingReport;

	/**
	 * Checks every row. Nothing else may be called before.
	 *
	 * @throws Failure if the rows cannot be read, ExecutionCanceled
	 */
	check(): Promise<RowCounts>;

	/**
	 * Lists the records of all valid rows in their order, a slice at a time: there may be more than fit into memory.
	 *
	 * @throws Failure where the rows cannot be read any further, ExecutionCanceled
	 */
	listRecords(): AsyncIterable<readonly RecordRef[]>;

	/**
	 * Lists the records of jobs.
	 *
	 * @param jobs in the order of their records
	 * @param isLeftOut tells whether the record with a number was not sent with its batch
	 * @throws Failure where the rows cannot be read any further, ExecutionCanceled
	 */
	listRecordsOf<Job extends { readonly batch: Batch }>(
		jobs: readonly Job[],
		isLeftOut: (number: number) => boolean,
	): AsyncIterable<{ readonly job: Job; readonly records: readonly RecordRef[] }>;

	/** Makes a record, as often as it is needed: only those of the batches in flight take memory. */
	makeRecord(record: RecordRef): MappedRecord;

	/** Reads the columns of a record, one object for each input item it is made of. */
	readColumns(record: RecordRef): ReadonlyArray<Readonly<IDataObject>>;

	/** Finds the input item that a row comes from. */
	getInputItem(number: number): number;

	/** Chooses what is kept of a batch that is done. */
	keep(batch: Batch): Batch;

	/**
	 * Names the rows of batches in messages.
	 *
	 * @param after also all rows with a record after the one with this number
	 * @example rows.nameRows([batch]) // 'rows 2 to 3 of customers.csv'
	 */
	nameRows(batches: readonly Batch[], after?: number): string;

	/** Says how to go on after the record with a number, if the parameters can say it. */
	adviseContinue(after: number): string | undefined;

	/** Says how to send what was not sent, if the parameters can say it. */
	readonly adviceForRest: string | undefined;
}
