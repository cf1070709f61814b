import { isRefusedForData } from '../../../api/retry';
import { halve, type Batch, type CreatedJob, type FailedBatch, type RejectedRecord, type SendResult } from './batches';

/** The most further requests for a batch that is refused for its data. */
const MAX_FURTHER_REQUESTS = 60;

/**
 * Sends a batch. If Gameball refuses it as a whole for its data, it is halved until the records at fault are found, so that the
 * others arrive. A refused batch was not taken, so this repeats nothing.
 *
 * @param createJob sends a batch or a part of one
 * @param isToStop decides after a failure whether the rest of the batch is not started
 * @returns the jobs, the parts that failed, and the records at fault
 */
export async function sendDivided(
	batch: Batch,
	createJob: (part: Batch) => Promise<CreatedJob>,
	isToStop: (failure: unknown) => boolean,
): Promise<Omit<SendResult, 'unsent'>> {
	const jobs: CreatedJob[] = [];
	const failed: FailedBatch[] = [];
	const rejected: RejectedRecord[] = [];
	const parts = [batch];
	for (let further = 0, part = parts.shift(); part !== undefined; further++, part = parts.shift()) {
		try {
			jobs.push(await createJob(part));
		} catch (failure) {
			const [record] = part.records;
			if (!isRefusedForData(failure) || record === undefined) {
				failed.push({ batch: part, failure });
				if (isToStop(failure)) break;
			} else if (part.records.length === 1) {
				rejected.push({ record, failure });
			} else if (further < MAX_FURTHER_REQUESTS) {
				parts.push(...halve(part));
			} else {
				// What is left has been refused too, as a part of something larger.
				failed.push(...[part, ...parts.splice(0)].map((left) => ({ batch: left, failure })));
			}
		}
	}
	return { jobs, failed, rejected };
}
