import { ExecutionCanceled, Failure } from '../../../errors';
import { isRefusedForData } from '../../../api/retry';
import { makeBatch, type Batch } from '../rows/Rows';
import type { BatchResult, CreatedJob, FailedBatch, RejectedRecord } from '../report/Outcome';

/** The maximum number of additional requests for a batch that is refused because of its data. */
const MAX_FURTHER_REQUESTS = 60;

/** Tells whether Gameball may have accepted a batch although its request failed. */
function mayHaveArrived(failure: unknown): boolean {
	if (failure instanceof ExecutionCanceled) return failure.mayHaveWorked;
	return !(failure instanceof Failure) || failure.facts.mayHaveWorked === true;
}

function halve({ number, of, records }: Batch): [Batch, Batch] {
	const middle = Math.ceil(records.length / 2);
	return [makeBatch(number, of, records.slice(0, middle)), makeBatch(number, of, records.slice(middle))];
}

/**
 * Sends a batch. If Gameball refuses all of it because of its data, halves it until the records at fault are found, so
 * that the others arrive. A refused batch was not accepted, so nothing is sent twice.
 *
 * @param createJob sends a batch or a part of one
 * @param shouldStop decides after a failure whether to skip the rest of the batch
 * @returns the jobs, the parts that failed, and the records at fault
 */
export async function bisect(
	batch: Batch,
	createJob: (part: Batch) => Promise<CreatedJob>,
	shouldStop: (failure: unknown) => boolean,
): Promise<Omit<BatchResult, 'alreadySent'>> {
	const jobs: CreatedJob[] = [];
	const failed: FailedBatch[] = [];
	const rejected: RejectedRecord[] = [];
	const parts = [batch];
	const fail = (left: readonly Batch[], failure: unknown): void => {
		for (const part of left) failed.push({ batch: part, failure, mayHaveArrived: false });
	};
	for (let further = 0, part = parts.shift(); part !== undefined; further++, part = parts.shift()) {
		try {
			jobs.push(await createJob(part));
		} catch (failure) {
			const [record] = part.records;
			if (!isRefusedForData(failure) || record === undefined) {
				failed.push({ batch: part, failure, mayHaveArrived: mayHaveArrived(failure) });
				if (shouldStop(failure)) fail(parts.splice(0), failure);
			} else if (part.records.length === 1) {
				rejected.push({ record, failure });
			} else if (further < MAX_FURTHER_REQUESTS) {
				parts.push(...halve(part));
			} else {
				// The remaining parts were refused too, as parts of a larger one.
				fail([part, ...parts.splice(0)], failure);
			}
		}
	}
	return { jobs, failed, rejected };
}
