import type { FailureFacts } from '../../../Failure';
import type { JobId } from '../../../jobs/jobId';
import { countDuplicates } from '../../../mapping/duplicates';
import type { WaitResult } from '../../jobs/waiting';
import { toRejectedItems } from '../sending/batchFailures';
import type { Batch, SendResult } from '../sending/batches';
import { describeInvalidItem } from '../reading/invalidItems';
import type { CheckedFile } from './check';
import { toExtent, type Extent } from './extent';
import { RowReport } from './RowReport';

/** A job of an import. */
export interface FileJob extends Extent {
	readonly jobId: JobId;
	/** True if it may be the second job of its rows: the response to an earlier attempt may have been lost. */
	readonly isRepeated: boolean;
}

/** A job of an import, and the end of its wait. */
export interface EndedFileJob extends FileJob {
	readonly end: WaitResult;
}

/** Rows that became no job, and why. */
export interface FailedRows extends Extent {
	readonly failure: unknown;
}

/** The rows for which Gameball refused their batch. */
export interface RejectedRows {
	count: number;
	/** The first of them, each described in a line. */
	readonly lines: string[];
	/** The facts of the first refusal. */
	facts: Readonly<FailureFacts> | undefined;
}

/** The most rejected rows that are described. */
const MAX_LINES = 10;

const byRow = (one: Extent, other: Extent): number => one.firstRow - other.firstRow;

/** What became of the rows of a file so far. Its size depends on the number of batches, not of rows. */
export class FileOutcome {
	private readonly created: FileJob[] = [];
	private readonly failures: FailedRows[] = [];
	readonly rejected: RejectedRows = { count: 0, lines: [], facts: undefined };
	/** The rows that were not sent because they had been before (option Send Once). */
	readonly alreadySent: RowReport;
	/** The numbers of these rows: as many as the option remembers, at most. */
	readonly alreadySentRows = new Set<number>();
	/** The number of records with the identifier of an earlier one in their batch. */
	duplicateCount = 0;

	constructor(
		private readonly file: CheckedFile,
		maxReported: number,
		private readonly isIdentityUnique: boolean,
	) {
		this.alreadySent = new RowReport(maxReported);
	}

	/** Adds the outcome of a batch, while its rows are held. */
	add({ records }: Batch, { jobs, failed, rejected, unsent }: SendResult): void {
		const { rows, missed } = this.file;
		if (this.isIdentityUnique) this.duplicateCount += countDuplicates(records);
		for (const { batch, jobId, isRepeated } of jobs) this.created.push({ ...toExtent(batch), jobId, isRepeated });
		for (const { batch, failure } of failed) this.failures.push({ ...toExtent(batch), failure });
		for (const item of rejected.flatMap(toRejectedItems)) {
			const message = describeInvalidItem('row', item);
			this.rejected.count++;
			this.rejected.facts ??= item.facts;
			if (this.rejected.lines.length < MAX_LINES) this.rejected.lines.push(message);
			const row = { number: item.item, json: rows.readJson(item.item) };
			missed.add(row, () => ({ status: 'invalid', message, facts: { ...item.facts } }));
		}
		for (const { record, message } of unsent) {
			const row = { number: record.item, json: rows.readJson(record.item) };
			this.alreadySentRows.add(record.item);
			this.alreadySent.add(row, () => ({ status: 'alreadySent', message, facts: { jobId: null } }));
		}
	}

	/** The jobs, in the order of the file. */
	get jobs(): readonly FileJob[] {
		return [...this.created].sort(byRow);
	}

	/** The rows that became no job, in the order of the file. */
	get failed(): readonly FailedRows[] {
		return [...this.failures].sort(byRow);
	}
}
