import type { IDataObject } from 'n8n-workflow';
import type { RecordRef } from '../../../mapping/duplicates';
import type { MappingReport } from '../../../mapping/MappingReport';
import type { MappedRecord } from '../../../records/RecordType';
import type { Unit } from '../../../text';
import type { CreateBatchParameters } from '../parameters/parameters';
import type { InvalidRows } from './InvalidRows';

/** The records of one request, which becomes one job; or a part of them, if Gameball refused the whole batch. */
export interface Batch {
	/** Counted from 1. */
	readonly number: number;
	/** The number of all batches made from the rows. */
	readonly of: number;
	readonly records: readonly RecordRef[];
	/** The number of records. It remains when a finished batch drops its records. */
	readonly size: number;
	/** The numbers of its first and last record. */
	readonly first: number;
	readonly last: number;
}

/** Makes a batch, or a part of one. */
export const makeBatch = (number: number, of: number, records: readonly RecordRef[]): Batch => ({
	...{ number, of, records, size: records.length },
	first: records[0]?.item ?? 0,
	last: records.at(-1)?.item ?? 0,
});

/** Decides the size of the next batch: with a trial, its records get batches of their own. @param done the records before it */
export const getBatchSize = (done: number, batchSize: number, trialSize: number): number =>
	done < trialSize ? Math.min(batchSize, trialSize - done) : batchSize;

/** Counts the records with the identifier of an earlier one in their batch. */
export class DuplicateCounter {
	private readonly ids = new Set<string>();
	private readonly trialSize: number;
	private done = 0;
	private batchEnd: number;
	count = 0;

	constructor(private readonly parameters: CreateBatchParameters) {
		this.trialSize = parameters.wait?.trialSize ?? 0;
		this.batchEnd = getBatchSize(0, parameters.batchSize, this.trialSize);
	}

	/** Adds the next record. */
	add(id: string): void {
		if (!this.parameters.recordType.isIdentityUnique) return;
		if (this.ids.has(id)) this.count++;
		this.ids.add(id);
		this.done++;
		if (this.done < this.batchEnd) return;
		this.ids.clear();
		this.batchEnd += getBatchSize(this.done, this.parameters.batchSize, this.trialSize);
	}
}

/** Runs a step on rows. If it fails, only these rows fail, unless "On Error" stops the workflow. */
export type Attempt = (rows: Rows, step: () => Promise<void>) => Promise<void>;

/** The findings of a check. */
export interface RowCounts {
	/** The number of all rows, including blank ones. */
	readonly total: number;
	/** The number of records that the valid rows become. */
	readonly valid: number;
	/** The number of empty rows, which are skipped. */
	readonly blank: number;
	readonly invalid: InvalidRows;
	/** The rows that need no correction, but are not sent: orders that were not paid, and headers that are repeated. */
	readonly leftOut: InvalidRows;
	/** The number of records with the identifier of an earlier one in their batch; 0 for types without one. */
	readonly duplicates: number;
	/** Anything unusual about the rows, each in a sentence. */
	readonly notes: readonly string[];
}

/**
 * The rows that become records: all input items, or a file. Only this folder and `report` know which. To add another
 * kind, implement this and `Report`.
 */
export interface Rows {
	readonly unit: Unit;
	/** The name of the file; undefined for input items. */
	readonly name: string | undefined;
	/** The indexes of the input items that the rows come from. */
	readonly inputItems: readonly number[];
	/** The columns, and how each was mapped. */
	readonly columns: MappingReport;

	/** Lists the columns that a manual mapping does not use; none if the mapping is automatic. */
	listUnmapped(): readonly string[];

	/**
	 * Checks every row. Must be called before anything else.
	 *
	 * @throws Failure if the rows cannot be read; ExecutionCanceled
	 */
	check(): Promise<RowCounts>;

	/**
	 * Lists the records of all valid rows in order, a slice at a time: they may not fit into memory.
	 *
	 * @throws Failure if the rows can no longer be read; ExecutionCanceled
	 */
	listRecords(): AsyncIterable<readonly RecordRef[]>;

	/**
	 * Lists the records of jobs.
	 *
	 * @param jobs in the order of their records
	 * @param isLeftOut tells whether the record with this number was not sent with its batch
	 * @throws Failure if the rows can no longer be read; ExecutionCanceled
	 */
	listRecordsOf<Job extends { readonly batch: Batch }>(
		jobs: readonly Job[],
		isLeftOut: (number: number) => boolean,
	): AsyncIterable<{ readonly job: Job; readonly records: readonly RecordRef[] }>;

	/** Makes a record each time it is needed, so that only the batches in flight take memory. */
	makeRecord(record: RecordRef): MappedRecord;

	/** Reads the columns of a record, one object for each input item that it is made of. */
	readJson(record: RecordRef): ReadonlyArray<Readonly<IDataObject>>;

	/** Finds the index of the input item that a row comes from. */
	getInputItem(number: number): number;

	/** Chooses what to keep of a finished batch. */
	keep(batch: Batch): Batch;

	/**
	 * Names the rows of batches for messages.
	 *
	 * @param after also names all rows with records after this number
	 * @example rows.nameRows([batch]) // 'rows 2 to 3 of customers.csv'
	 */
	nameRows(batches: readonly Batch[], after?: number): string;

	/** Says how to continue after the record with this number; undefined if no parameter can do it. */
	adviseContinue(after: number): string | undefined;
}
