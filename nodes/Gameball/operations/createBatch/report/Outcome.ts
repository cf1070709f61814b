import type { Failure, FailureFacts } from '../../../errors';
import type { JobId } from '../../../jobs/jobId';
import type { NameSum } from '../../../jobs/recordResults';
import { listRecordItems, type RecordRef } from '../../../mapping/duplicates';
import type { WaitResult } from '../../jobOperations/waiting';
import { describeInvalid, type InvalidRow } from '../rows/InvalidRows';
import type { Batch, RowCounts, Rows } from '../rows/Rows';

/** A batch that became a job. */
export interface CreatedJob {
	readonly batch: Batch;
	readonly jobId: JobId;
	/** True if the batch may already have a job: the response to an earlier attempt may have been lost. */
	readonly isRepeated: boolean;
	readonly names: NameSum;
}

/** A job of the run, and how its wait ended. */
export interface EndedJob extends CreatedJob {
	readonly end: WaitResult;
	/** True if the job names each of its records, and the results of those that arrived were dropped. */
	readonly isComplete: boolean;
}

/** A batch that did not become a job, and why. */
export interface FailedBatch {
	readonly batch: Batch;
	readonly failure: unknown;
	/** True if Gameball may have accepted it anyway. */
	readonly mayHaveArrived: boolean;
}

/** A record that made Gameball refuse its batch, with Gameball's reason. */
export interface RejectedRecord {
	readonly record: RecordRef;
	readonly failure: Failure;
}

/** A record that was not sent because it had been sent before (option Send Once). */
export interface SeenRecord {
	readonly record: RecordRef;
	/** The reason, worded for the user. */
	readonly message: string;
}

/** The outcome of a batch. */
export interface BatchResult {
	/** Several if the batch was halved. */
	readonly jobs: readonly CreatedJob[];
	/** The whole batch or parts of it. */
	readonly failed: readonly FailedBatch[];
	readonly rejected: readonly RejectedRecord[];
	readonly alreadySent: readonly SeenRecord[];
}

/** The maximum number of rejected records to describe. */
const MAX_LINES = 10;

const byPlace = (one: { readonly batch: Batch }, other: { readonly batch: Batch }): number =>
	one.batch.first - other.batch.first;

/** Turns a rejected record into an invalid row for each of its items, with Gameball's reason. */
export const toRejectedRows = ({ record, failure: { description, facts } }: RejectedRecord): InvalidRow[] =>
	listRecordItems(record).map((item) => ({
		...{ item, id: record.id, facts },
		...(record.json === undefined ? {} : { json: record.json }),
		problems: [{ field: 'Gameball', reason: 'refused this record', advice: [description.replace(/\.$/, '')] }],
	}));

/** What has happened to rows so far. Its size depends on the number of batches and of records that did not arrive. */
export class Outcome {
	private readonly created: CreatedJob[] = [];
	private readonly failures: FailedBatch[] = [];
	/** The jobs whose wait has ended. */
	readonly ended: EndedJob[] = [];
	/** The number of records that arrived, as their own results in completed jobs prove. */
	arrivedCount = 0;
	/**
	 * The records that made Gameball refuse their batch: their number, lines for the first ones, facts of the first one.
	 */
	readonly rejected = { count: 0, lines: [] as string[], facts: undefined as Readonly<FailureFacts> | undefined };
	/** The number of records sent before, and the first of them. */
	readonly alreadySent = { count: 0, first: undefined as SeenRecord | undefined };
	/** The numbers of these records; at most as many as Send Once remembers. */
	private readonly alreadySentNumbers = new Set<number>();
	/** The number of records in started batches. */
	private startedCount = 0;
	/** The number of the last record in a started batch; -1 if no batch was started. */
	last = -1;

	constructor(
		private readonly rows: Rows,
		private readonly counts: RowCounts,
	) {}

	/** Records that a batch is about to be sent. */
	start({ size, last }: Batch): void {
		this.startedCount += size;
		this.last = last;
	}

	add({ jobs, failed, rejected, alreadySent }: BatchResult): void {
		for (const job of jobs) this.created.push({ ...job, batch: this.rows.keep(job.batch) });
		for (const failure of failed) this.failures.push({ ...failure, batch: this.rows.keep(failure.batch) });
		const name = this.rows.name === undefined ? '' : `${this.rows.name}: `;
		this.rejected.count += rejected.length;
		this.rejected.facts ??= rejected[0]?.failure.facts;
		for (const row of rejected.slice(0, MAX_LINES).flatMap(toRejectedRows)) {
			const line = `${name}${describeInvalid(this.rows.unit, row)}`;
			if (this.rejected.lines.length < MAX_LINES) this.rejected.lines.push(line);
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

	/** The jobs whose wait has not ended yet. */
	get openJobs(): readonly CreatedJob[] {
		const ended = new Set(this.ended.map(({ batch }) => batch.first));
		return this.jobs.filter(({ batch }) => !ended.has(batch.first));
	}

	/** The batches that did not become a job, in the order of their records. */
	get failed(): readonly FailedBatch[] {
		return [...this.failures].sort(byPlace);
	}

	/** The number of all records. */
	get size(): number {
		return this.counts.valid;
	}

	/** The number of records whose batch was not started. */
	get restCount(): number {
		return this.counts.valid - this.startedCount;
	}

	/** Tells whether a record was left out of its batch because it had been sent before. */
	readonly isAlreadySent = (number: number): boolean => this.alreadySentNumbers.has(number);
}
