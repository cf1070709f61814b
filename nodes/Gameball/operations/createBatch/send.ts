import { throwIfCanceled } from '../../api/cancellation';
import type { JobId } from '../../jobs/jobId';
import type { RecordSource } from '../../mapping/duplicates';
import { isCanceled } from '../errors';
import { abandonJobs } from '../jobs/stopping';
import { mayHaveBeenTaken, toRejectionFailure, toRunFailure } from './batchFailures';
import { joinResults, listItems, type Batch, type CreatedJob, type SendResult } from './batches';
import { sendDivided } from './divide';
import { formatItems } from './formatItems';
import type { Run } from './run';

/** Formats the line about a job for n8n's log: if n8n is killed before the node is done, nothing else names the job. */
const formatLogLine = (executionId: string, batch: Batch, jobId: JobId): string =>
	`Execution ${executionId}: Gameball has taken batch ${batch.number} of ${batch.of}, with the items ${formatItems(listItems([batch]))}, as job ${jobId}`;

const getFirstItem = (batch: Batch): number => batch.records[0]?.item ?? 0;

const byItem = (one: { readonly batch: Batch }, other: { readonly batch: Batch }): number =>
	getFirstItem(one.batch) - getFirstItem(other.batch);

/** Lists the records of a batch that Gameball surely has not taken. */
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
	{ context, client, slice, parameters: { recordType }, plan: { makeEntries }, sentRecords }: Run,
	whole: Batch,
	isToStop: (failure: unknown) => boolean,
): Promise<SendResult> {
	const claimed = await sentRecords.claim(whole).catch((failure: unknown) => ({ failure }));
	if ('failure' in claimed) return { ...joinResults([]), failed: [{ batch: whole, ...claimed }] };
	const { batch, unsent } = claimed;
	if (batch.records.length === 0) return { ...joinResults([]), unsent };
	const createJob = async (part: Batch): Promise<CreatedJob> => {
		if (slice.isOver) await slice.giveWay();
		const created = await client.createJob(recordType, makeEntries(part));
		context.logger.info(formatLogLine(context.getExecutionId(), part, created.jobId));
		return { batch: part, ...created };
	};
	const result = await sendDivided(batch, createJob, isToStop);
	await sentRecords.release(listNotTaken(batch, result));
	return { ...result, unsent };
}

/** Works through batches, several at once. */
async function runPool(run: Run, batches: readonly Batch[]): Promise<SendResult> {
	const { context, parameters } = run;
	const isToStop = (failure: unknown) => !context.continueOnFail() || isCanceled(context, failure);
	const results: SendResult[] = [];
	const queue = [...batches];
	const work = async () => {
		for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
			const result = await sendBatch(run, batch, isToStop);
			results.push(result);
			if (result.failed.some(({ failure }) => isToStop(failure))) queue.length = 0;
		}
	};
	await Promise.all(Array.from({ length: parameters.concurrency }, work));
	const { jobs, failed, ...others } = joinResults(results);
	return { jobs: [...jobs].sort(byItem), failed: [...failed].sort(byItem), ...others };
}

/**
 * Sends batches of a run.
 *
 * @throws Failure if a batch does not become a job and "On Error" stops the workflow, ExecutionCanceled if the execution
 * is cancelled
 */
export async function sendBatches(run: Run, batches: readonly Batch[]): Promise<SendResult> {
	const { context, client, parameters, plan } = run;
	const result = await runPool(run, batches);
	const signal = context.getExecutionCancelSignal();
	if (signal?.aborted) {
		const jobIds = result.jobs.map(({ jobId }) => jobId);
		await abandonJobs(context, client, jobIds, parameters.wait?.options.stopOnCancel ?? false);
	}
	throwIfCanceled(signal);
	if (result.failed.length > 0 && !context.continueOnFail()) {
		throw toRunFailure(result, plan.batches, parameters.recordType);
	}
	return result;
}

/**
 * Ends a run whose records were all sent, but for some that Gameball does not accept.
 *
 * @throws Failure if there are such records, and neither the option `invalidRecords` nor "On Error" lets the others go on
 */
export function refuseRejected({ context, plan }: Run, result: SendResult): void {
	if (result.rejected.length > 0 && !plan.isSkipping && !context.continueOnFail()) throw toRejectionFailure(result);
}
