import type { Failure, FailureFacts } from '../../../errors';
import type { JobId } from '../../../jobs/jobId';
import { countDuplicates, listRecordItems, type RecordRef } from '../../../mapping/duplicates';
import type { WaitResult } from '../../jobOperations/waiting';
import { describeInvalid, type InvalidRow } from '../rows/InvalidRows';
import type { Batch, RowCounts, Rows } from '../rows/Rows';

/** A batch that became a job. */
export interface CreatedJob {
	readonly batch: Batch;
	readonly jobId: JobId;
	/** True if it may be the second job of the batch: the response to an earlier attempt may have been lost. */
	readonly isRepeated: boolean;
}

/** A job of the run, and the end of its wait. */
export interface EndedJob extends CreatedJob {
	readonly end: WaitResult;
	/** True if the job has a result for each of its records, and nothing is kept of those that arrived. */
	readonly isComplete: boolean;
}

/** A batch that did not become a job, and why. */
export interface FailedBatch {
	readonly batch: Batch;
	readonly failure: unknown;
	/** True if Gameball may have accepted it all the same. */
	readonly mayHaveArrived: boolean;
}

/** A record for which Gameball refused its batch, and Gameball's words. */
export interface RejectedRecord {
	readonly record: RecordRef;
	readonly failure: Failure;
}

/** A record that was not sent because it had been sent before (option Send Once). */
export interface SeenRecord {
	readonly record: RecordRef;
	/** The reason, in the user's words. */
	readonly message: string;
}

/** The outcome of a batch. */
export interface BatchResult {
	/** Several where the batch was halved. */
	readonly jobs: readonly CreatedJob[];
	/** The whole batch or parts of it. */
	readonly failed: readonly FailedBatch[];
	readonly rejected: readonly RejectedRecord[];
	readonly alreadySent: readonly SeenRecord[];
}

/** The most rejected records that are described. */
const MAX_LINES = 10;

const byPlace = (one: { readonly batch: Batch }, other: { readonly batch: Batch }): number =>
	one.batch.first - other.batch.first;

/** Turns a record at fault into an invalid row for each of its items, with Gameball's words. */
export const toRejectedRows = ({ record, failure: { description, facts } }: RejectedRecord): InvalidRow[] =>
	listRecordItems(record).map((item) => ({
		...{ item, id: record.id, facts },
		...(record.json === undefined ? {} : { json: record.json }),
		problems: [{ field: 'Gameball', reason: 'refused this record', advice: description.replace(/\.$/, '') }],
	}));

/** What has become of rows so far. Its size depends on the number of batches, and on what did not arrive. */
export class Outcome {
	private readonly created: CreatedJob[] = [];
	private readonly failures: FailedBatch[] = [];
	/** The jobs that were waited for. */
	readonly ended: EndedJob[] = [];
	/** The records for which Gameball refused their batch: their number, the first ones in a line each, the first one's facts. */
	readonly rejected = { count: 0, lines: [] as string[], facts: undefined as Readonly<FailureFacts> | undefined };
	/** The number of records that had been sent before, and the first of them. */
	readonly alreadySent = { count: 0, first: undefined as SeenRecord | undefined };
	/** The numbers of these records: as many as the option Send Once remembers, at most. */
	private readonly alreadySentNumbers = new Set<number>();
	/** The number of records with the identifier of an earlier one in their batch. */
	duplicateCount = 0;
	/** The number of records whose batches were started, and the number of the last of them. */
	private startedCount = 0;
	private lastStarted = -1;

	constructor(
		private readonly rows: Rows,
		private readonly counts: RowCounts,
	) {}

	/** Records that a batch is about to be sent. */
	start({ size, last }: Batch): void {
		this.startedCount += size;
		this.lastStarted = last;
	}

	/** Records what became of a batch. */
	add({ records }: Batch, { jobs, failed, rejected, alreadySent }: BatchResult, isIdentityUnique: boolean): void {
		if (isIdentityUnique) this.duplicateCount += countDuplicates(records);
		for (const job of jobs) this.created.push({ ...job, batch: this.rows.keep(job.batch) });
		for (const failure of failed) this.failures.push({ ...failure, batch: this.rows.keep(failure.batch) });
		for (const row of rejected.flatMap(toRejectedRows)) {
			this.rejected.count++;
			this.rejected.facts ??= row.facts;
			if (this.rejected.lines.length < MAX_LINES) this.rejected.lines.push(describeInvalid(this.rows.unit, row));
		}
		for (const seen of alreadySent) {
			this.alreadySent.count++;
			this.alreadySent.first ??= seen;
			this.alreadySentNumbers.add(seen.record.item);
		}
	}

	/** The jobs, in the order of their records. */
	get jobs(): readonly CreatedJob[] {
		return [...this.created].sort(byPlace);
	}

	/** The jobs that were not waited for yet. */
	get openJobs(): readonly CreatedJob[] {
		const ended = new Set(this.ended.map(({ jobId }) => jobId));
		return this.jobs.filter(({ jobId }) => !ended.has(jobId));
	}

	/** The batches that became no job, in the order of their records. */
	get failed(): readonly FailedBatch[] {
		return [...this.failures].sort(byPlace);
	}

	/** The number of records of which no batch was started. */
	get restCount(): number {
		return this.counts.valid - this.startedCount;
	}

	/** The number of the last record of which a batch was started; -1 if there is none. */
	get last(): number {
		return this.lastStarted;
	}

	/** Tells whether a record was sent before, and not with its batch. */
	readonly isAlreadySent = (number: number): boolean => this.alreadySentNumbers.has(number);
}
