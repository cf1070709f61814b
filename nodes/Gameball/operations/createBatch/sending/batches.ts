import { readClock } from '../../../api/clock';
import { pause } from '../../../api/cancellation';
import { BURST, EVEN_INTERVAL } from '../../../api/rateLimiter';
import type { RecordRef } from '../../../mapping/duplicates';
import { getBatchSize, makeBatch, type Batch, type Rows } from '../rows/Rows';

/** The number of records, and how they are divided into batches. */
export interface BatchSizes {
	readonly recordCount: number;
	readonly batchSize: number;
	/** The number of trial records, which get their own batches before the others. */
	readonly trialSize: number;
}

/** Counts the batches of the trial. */
export const countTrialBatches = ({ batchSize, trialSize }: BatchSizes): number => Math.ceil(trialSize / batchSize);

/** Counts all batches, including those of the trial. */
export const countBatches = (sizes: BatchSizes): number =>
	countTrialBatches(sizes) + Math.ceil((sizes.recordCount - sizes.trialSize) / sizes.batchSize);

/**
 * Makes batches from the records of rows, in order.
 *
 * @throws Failure if the rows can no longer be read; ExecutionCanceled
 */
export async function* makeBatches(rows: Rows, sizes: BatchSizes): AsyncGenerator<Batch> {
	const { batchSize, trialSize } = sizes;
	const of = countBatches(sizes);
	let number = 0;
	let done = 0;
	let records: RecordRef[] = [];
	const complete = (): Batch => {
		const batch = makeBatch(++number, of, records);
		done += records.length;
		records = [];
		return batch;
	};
	for await (const slice of rows.listRecords()) {
		for (const record of slice) {
			records.push(record);
			if (records.length === getBatchSize(done, batchSize, trialSize)) yield complete();
		}
	}
	if (records.length > 0) yield complete();
}

/**
 * Spreads a large number of batches evenly over the time that the rate limits require. Otherwise, the first 360 would
 * use up the limits for half a minute: nothing else could be sent to the account, and n8n would be busy with them
 * alone.
 */
export async function* spreadBatches(
	batches: AsyncIterable<Batch>,
	signal: AbortSignal | undefined,
): AsyncGenerator<Batch> {
	let next = readClock();
	for await (const batch of batches) {
		if (batch.of > BURST) await pause(next - readClock(), signal);
		next = Math.max(next, readClock() - EVEN_INTERVAL) + EVEN_INTERVAL;
		yield batch;
	}
}

/** Returns the first of some batches, and leaves the others in the iterator. */
export function takeFirst(batches: AsyncIterator<Batch>, count: number): AsyncIterator<Batch> {
	let left = count;
	return { next: async () => (left-- > 0 ? await batches.next() : { done: true, value: undefined }) };
}
