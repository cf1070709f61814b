import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { RecordResult } from '../../../jobs/recordResults';
import type { RecordRef } from '../../../mapping/duplicates';
import type { FieldValues } from '../../../records/RecordType';
import type { Batch, RowCounts, Rows } from '../rows/Rows';
import type { BatchResult, EndedJob, Outcome } from './Outcome';

/** Turns what becomes of rows into the node's output. It takes facts, and knows nothing of the run that they come from. */
export interface Report {
	/** True if it reports the result of every record, not only of those that did not arrive. */
	readonly wantsAllResults: boolean;

	/** Takes a record that a dry run would send, with the fields of its entry. */
	showRecord(batch: Batch, record: RecordRef, entry: IDataObject): void;

	/** Takes what became of a batch. */
	add(result: BatchResult): void;

	/** Takes the result of a record of a job whose wait has ended. */
	addResult(job: EndedJob, record: RecordRef, values: FieldValues, result: RecordResult): void;

	/** Takes the fact that nothing is sent of what was not started yet, after a bad trial. */
	addRest(outcome: Outcome): void;

	/** Makes the output items. */
	makeOutput(outcome: Outcome): Promise<INodeExecutionData[]>;

	/** Says in sentences what the output does not show. */
	describeRest(outcome: Outcome): readonly string[];
}

/** Rows, their findings, and what has become of them. */
export interface ReportedRows {
	readonly rows: Rows;
	readonly counts: RowCounts;
	readonly outcome: Outcome;
	readonly report: Report;
}
