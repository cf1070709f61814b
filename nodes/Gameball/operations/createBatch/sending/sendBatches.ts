import { throwIfCanceled } from '../../../api/cancellation';
import { sumUpRecords } from '../../../jobs/recordResults';
import type { RecordRef } from '../../../mapping/duplicates';
import type { FieldValues } from '../../../records/RecordType';
import { isCanceled } from '../../../errors';
import { abandonJobs } from '../../jobOperations/stopping';
import type { BatchResult, CreatedJob } from '../report/Outcome';
import type { Batch } from '../rows/Rows';
import { bisect } from './bisect';
import type { Part, Run } from './Run';

/** Lists the records of a batch that Gameball definitely did not accept. */
const listNotAccepted = ({ failed, rejected }: Pick<BatchResult, 'failed' | 'rejected'>): RecordRef[] => [
	...failed.filter(({ mayHaveArrived }) => !mayHaveArrived).flatMap(({ batch }) => batch.records),
	...rejected.map(({ record }) => record),
];

/** Sends the records of a batch that were not sent before. */
async function sendBatch(
	{ client, yielder, parameters, sentRecords }: Run,
	{ rows, report, log }: Part,
	whole: Batch,
	shouldStop: (failure: unknown) => boolean,
): Promise<BatchResult> {
	const nothing: BatchResult = { jobs: [], failed: [], rejected: [], alreadySent: [] };
	const claimed = await sentRecords.claim(rows, whole).catch((failure: unknown) => ({ failure }));
	if ('failure' in claimed) {
		log.unsent(whole);
		return { ...nothing, failed: [{ batch: whole, failure: claimed.failure, mayHaveArrived: false }] };
	}
	const { batch, alreadySent } = claimed;
	if (batch.size === 0) return { ...nothing, alreadySent };
	const { recordType, payloadFormat, wait } = parameters;
	const createJob = async (part: Batch): Promise<CreatedJob> => {
		// Made only now, so that only the records of requests in flight take memory.
		// The names are only needed to drop the results of records that arrived.
		const isNamed = wait !== undefined && !report.wantsAllResults;
		const values: FieldValues[] = [];
		const entries = await yielder.map(part.records, (ref) => {
			const record = rows.makeRecord(ref);
			if (isNamed) values.push(record.values);
			return recordType.toEntry(record, payloadFormat);
		});
		const names = { ...sumUpRecords(values, recordType), count: part.size };
		log.sending(part);
		const created = await client.createJob(recordType, entries);
		log.accepted(part, created.jobId);
		return { batch: part, names, ...created };
	};
	const result = await bisect(batch, createJob, shouldStop);
	await sentRecords.release(rows, listNotAccepted(result));
	return { ...result, alreadySent };
}

/**
 * Sends batches, several at once. After a failure, no more are started unless "On Error" continues.
 *
 * @throws whatever the iterator throws, once all batches in flight are done; ExecutionCanceled
 */
export async function sendBatches(run: Run, part: Part, batches: AsyncIterator<Batch>): Promise<void> {
	const { context, client, parameters, parts } = run;
	const { outcome, report, log } = part;
	const shouldStop = (failure: unknown) => !context.continueOnFail() || isCanceled(context, failure);
	let isStopped = false;
	const work = async (): Promise<void> => {
		while (!isStopped) {
			const { done, value: batch } = await batches.next();
			if (done === true || isStopped) return;
			outcome.start(batch);
			const result = await sendBatch(run, part, batch, shouldStop);
			outcome.add(result);
			report.add(result);
			if (result.failed.length === 0) log.finished(batch);
			if (result.failed.some(({ failure }) => shouldStop(failure))) isStopped = true;
		}
	};
	const workers = Array.from({ length: parameters.concurrency }, async () => {
		await work().catch((error: unknown) => {
			isStopped = true;
			throw error;
		});
	});
	const ends = await Promise.allSettled(workers);
	const signal = context.getExecutionCancelSignal();
	if (signal?.aborted) {
		const jobIds = parts.flatMap((each) => each.outcome.openJobs.map(({ jobId }) => jobId));
		await abandonJobs(context, client, jobIds, parameters.wait?.options.stopJobs.has('cancel') ?? false);
	}
	throwIfCanceled(signal);
	for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
