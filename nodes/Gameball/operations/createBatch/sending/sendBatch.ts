import type { RecordSource } from '../../../mapping/duplicates';
import { isCanceled } from '../../errors';
import { mayHaveBeenTaken } from './batchFailures';
import { joinResults, type Batch, type CreatedJob, type SendResult } from './batches';
import { sendDivided } from './divide';
import { makeEntry } from '../reading/recordMaker';
import type { Sending } from './Sending';

/** Lists the records of a batch that Gameball has definitely not accepted. */
function listNotTaken({ records }: Batch, { jobs, failed }: Pick<SendResult, 'jobs' | 'failed'>): RecordSource[] {
	const parts = [...jobs, ...failed.filter(mayHaveBeenTaken)];
	const taken = new Set(parts.flatMap(({ batch }) => batch.records));
	return records.filter((record) => !taken.has(record));
}

/**
 * Sends a batch, but not what was sent before.
 *
 * @param isToStop decides after a failure whether nothing further is started
 */
async function sendBatch(
	{ client, slice, parameters, maker, sentRecords, log }: Sending,
	whole: Batch,
	isToStop: (failure: unknown) => boolean,
): Promise<SendResult> {
	const claimed = await sentRecords.claim(whole).catch((failure: unknown) => ({ failure }));
	if ('failure' in claimed) return { ...joinResults([]), failed: [{ batch: whole, ...claimed }] };
	const { batch, unsent } = claimed;
	if (batch.records.length === 0) return { ...joinResults([]), unsent };
	const createJob = async (part: Batch): Promise<CreatedJob> => {
		const entries = await slice.flatMap(part.records, (record) => [makeEntry(parameters, maker, record)]);
		log.sending(part);
		const created = await client.createJob(parameters.recordType, entries);
		log.taken(part, created.jobId);
		return { batch: part, ...created };
	};
	const result = await sendDivided(batch, createJob, isToStop);
	await sentRecords.release(listNotTaken(batch, result));
	return { ...result, unsent };
}

/**
 * Sends batches, several at once. After a failure, no more are started unless "On Error" lets the others continue.
 *
 * @param onResult takes the outcome of each batch, as soon as it is known
 * @throws whatever the iterator throws, when all batches in flight are done
 */
export async function sendAll(
	sending: Sending,
	batches: Iterator<Batch> | AsyncIterator<Batch>,
	onResult: (batch: Batch, result: SendResult) => void,
): Promise<void> {
	const { context, parameters } = sending;
	const isToStop = (failure: unknown) => !context.continueOnFail() || isCanceled(context, failure);
	let isStopped = false;
	const work = async () => {
		while (!isStopped) {
			const next = await batches.next();
			if (next.done === true || isStopped) return;
			const result = await sendBatch(sending, next.value, isToStop);
			onResult(next.value, result);
			if (result.failed.some(({ failure }) => isToStop(failure))) isStopped = true;
		}
	};
	const workers = Array.from({ length: parameters.concurrency }, async () => {
		await work().catch((error: unknown) => {
			isStopped = true;
			throw error;
		});
	});
	const ends = await Promise.allSettled(workers);
	for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
