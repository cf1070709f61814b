import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { RecordResult } from '../../../jobs/recordResults';
import type { RecordRef } from '../../../mapping/duplicates';
import type { FieldValues } from '../../../records/RecordType';
import type { Batch, RowCounts, Rows } from '../rows/Rows';
import type { BatchResult, EndedJob, Outcome } from './Outcome';
import type { Hints } from './RunHints';

/** Turns the outcomes of rows into the node's output. It receives facts and knows nothing about the run. */
export interface Report {
	/** True if it reports the result of every record, not only of those that did not arrive. */
	readonly wantsAllResults: boolean;

	/** Tells whether it shows the records of a batch in a dry run. */
	showsBatch(batch: Batch): boolean;

	/** Adds a record that a dry run would send, with the fields of its entry. */
	showRecord(batch: Batch, record: RecordRef, entry: IDataObject): void;

	add(result: BatchResult): void;

	/** Adds the result of a record, once the wait for its job has ended. */
	addResult(job: EndedJob, record: RecordRef, values: FieldValues, result: RecordResult): void;

	/** Adds the records that are not sent because the trial was bad. */
	addRest(outcome: Outcome): void;

	makeOutput(outcome: Outcome): Promise<INodeExecutionData[]>;

	/** Describes what the output does not show. */
	describeRest(): Hints;
}

/** Rows, the findings of their check, their outcome and their report. */
export interface ReportedRows {
	readonly rows: Rows;
	readonly counts: RowCounts;
	readonly outcome: Outcome;
	readonly report: Report;
}
