import type { JobId } from '../../../jobs/jobId';
import type { Failure } from '../../../Failure';
import type { RecordSource } from '../../../mapping/duplicates';

/** The records of one request, which becomes one job. */
export interface Batch {
	/** Counted from 1. */
	readonly number: number;
	/** The number of batches of the run. */
	readonly of: number;
	readonly records: readonly RecordSource[];
}

/** A batch that became a job. */
export interface CreatedJob {
	readonly batch: Batch;
	readonly jobId: JobId;
	/** True if it may be the second job of the batch: the response to an earlier attempt may have been lost. */
	readonly isRepeated: boolean;
}

/** A batch that did not become a job, and why. */
export interface FailedBatch {
	readonly batch: Batch;
	readonly failure: unknown;
}

/** A record for which Gameball refused its batch, and Gameball's words. */
export interface RejectedRecord {
	readonly record: RecordSource;
	readonly failure: Failure;
}

/** A record that was not sent, though nothing is wrong with it, and why. */
export interface UnsentRecord {
	readonly record: RecordSource;
	/** `alreadySent`: it was sent before (option Send Once); `notSent`: too many of the trial were refused (option Trial Size). */
	readonly status: 'alreadySent' | 'notSent';
	/** The reason, in the user's words. */
	readonly message: string;
}

/** The outcome of the batches that were started, each list in the order of the batches. */
export interface SendResult {
	/** One or, where a batch was divided, several for a batch. */
	readonly jobs: readonly CreatedJob[];
	/** Whole batches or parts of them. */
	readonly failed: readonly FailedBatch[];
	readonly rejected: readonly RejectedRecord[];
	readonly unsent: readonly UnsentRecord[];
}

/** Joins the outcomes of parts of a run. */
export const joinResults = (results: readonly SendResult[]): SendResult => ({
	jobs: results.flatMap(({ jobs }) => jobs),
	failed: results.flatMap(({ failed }) => failed),
	rejected: results.flatMap(({ rejected }) => rejected),
	unsent: results.flatMap(({ unsent }) => unsent),
});

function chunk<Thing>(things: readonly Thing[], size: number): Thing[][] {
	const count = Math.ceil(things.length / size);
	return Array.from({ length: count }, (_, index) => things.slice(index * size, (index + 1) * size));
}

/**
 * Divides records into batches of at most the given size, in their order.
 *
 * @param trialSize the number of records that get batches of their own before the others, for a trial
 */
export function toBatches(records: readonly RecordSource[], batchSize: number, trialSize = 0): Batch[] {
	const chunks = [...chunk(records.slice(0, trialSize), batchSize), ...chunk(records.slice(trialSize), batchSize)];
	return chunks.map((chunked, index) => ({ number: index + 1, of: chunks.length, records: chunked }));
}

/** Divides a batch of several records into two. */
export function halve({ number, of, records }: Batch): [Batch, Batch] {
	const middle = Math.ceil(records.length / 2);
	return [
		{ number, of, records: records.slice(0, middle) },
		{ number, of, records: records.slice(middle) },
	];
}

/** Lists the input items of batches in ascending order. */
export function listItems(batches: readonly Batch[]): number[] {
	const items: number[] = [];
	let isJoined = false;
	for (const { records } of batches) {
		for (const { item, others } of records) {
			items.push(item);
			if (others === undefined) continue;
			isJoined = true;
			for (const other of others) items.push(other);
		}
	}
	return isJoined ? items.sort((one, other) => one - other) : items;
}
