import { pause } from '../../../api/cancellation';
import { BURST, EVEN_INTERVAL } from '../../../api/pacing';
import type { RecordSource } from '../../../mapping/duplicates';
import type { TimeSlice } from '../../TimeSlice';
import type { Batch } from '../sending/batches';
import type { FileRows } from './FileRows';

/** The number of the records of a file, and how they are divided. */
export interface BatchSizes {
	readonly recordCount: number;
	/** The most records in a batch. */
	readonly batchSize: number;
	/** The number of records that get batches of their own before the others, for a trial. */
	readonly trialSize: number;
}

/** Counts the batches that are the trial. */
export const countTrialBatches = ({ batchSize, trialSize }: BatchSizes): number => Math.ceil(trialSize / batchSize);

/** Counts the batches. */
export const countBatches = (sizes: BatchSizes): number =>
	countTrialBatches(sizes) + Math.ceil((sizes.recordCount - sizes.trialSize) / sizes.batchSize);

/**
 * Reads the valid rows of a file in batches. The rows of a batch are held until they are released.
 *
 * @throws Failure where the file cannot be read any further, ExecutionCanceled if the execution was cancelled meanwhile
 */
export async function* readBatches(rows: FileRows, sizes: BatchSizes, slice: TimeSlice): AsyncGenerator<Batch> {
	const { batchSize, trialSize } = sizes;
	const of = countBatches(sizes);
	const mapper = rows.mapper.again();
	let number = 0;
	let taken = 0;
	let records: RecordSource[] = [];
	const complete = (): Batch => {
		const batch = { number: ++number, of, records };
		taken += records.length;
		records = [];
		return batch;
	};
	for await (const chunk of rows.read()) {
		for (const row of chunk) {
			if (slice.isOver) await slice.giveWay();
			const verdict = rows.judge(row, mapper);
			if (typeof verdict !== 'string') continue;
			rows.hold(row);
			records.push({ id: verdict, item: row.number });
			const size = taken < trialSize ? Math.min(batchSize, trialSize - taken) : batchSize;
			if (records.length === size) yield complete();
		}
	}
	if (records.length > 0) yield complete();
}

/**
 * Spreads the batches of a large file evenly over the time that the rates need. Sent as fast as they can, the first 360 would use up the
 * rates of half a minute: nothing else could be sent to the account, and n8n would be busy with them alone.
 */
export async function* spreadBatches(
	batches: AsyncIterable<Batch>,
	signal: AbortSignal | undefined,
): AsyncGenerator<Batch> {
	let next = Date.now();
	for await (const batch of batches) {
		if (batch.of > BURST) await pause(next - Date.now(), signal);
		next = Math.max(next, Date.now() - EVEN_INTERVAL) + EVEN_INTERVAL;
		yield batch;
	}
}

/** Passes on batches one by one, and releases each one afterwards. */
export async function* passBatches(rows: FileRows, batches: AsyncIterable<Batch>): AsyncGenerator<Batch> {
	for await (const batch of batches) {
		yield batch;
		rows.release(batch.records);
	}
}
