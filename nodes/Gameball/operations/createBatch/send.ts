import type { IExecuteFunctions } from 'n8n-workflow';
import { throwIfCanceled } from '../../api/cancellation';
import type { GameballClient } from '../../api/client';
import type { JobId } from '../../jobs/jobId';
import { isCanceled } from '../errors';
import { stopAbandonedJobs } from '../jobs/stopping';
import { toRejectionFailure, toRunFailure } from './batchFailures';
import { listItems, type Batch, type CreatedJob, type SendResult } from './batches';
import { sendDivided } from './divide';
import { formatItems } from './formatItems';
import type { CreateBatchParameters } from './parameters';
import type { BatchPlan } from './plan';

/** Formats the line about a job for n8n's log: if n8n is killed before the node is done, nothing else names the job. */
const formatLogLine = (executionId: string, batch: Batch, jobId: JobId): string =>
	`Execution ${executionId}: Gameball has taken batch ${batch.number} of ${batch.of}, with the items ${formatItems(listItems([batch]))}, as job ${jobId}`;

const getFirstItem = ({ batch }: { readonly batch: Batch }): number => batch.records[0]?.item ?? 0;

/**
 * Works through the batches, several at once.
 *
 * @param createJob sends a batch
 * @param isToStop decides after each failure whether no further batch is started
 */
async function runPool(
	batches: readonly Batch[],
	concurrency: number,
	createJob: (batch: Batch) => Promise<CreatedJob>,
	isToStop: (failure: unknown) => boolean,
): Promise<SendResult> {
	const results: SendResult[] = [];
	const queue = [...batches];
	const work = async () => {
		for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
			const result = await sendDivided(batch, createJob, isToStop);
			results.push(result);
			if (result.failed.some(({ failure }) => isToStop(failure))) queue.length = 0;
		}
	};
	await Promise.all(Array.from({ length: concurrency }, work));
	const byItem = (one: { batch: Batch }, other: { batch: Batch }) => getFirstItem(one) - getFirstItem(other);
	return {
		jobs: results.flatMap(({ jobs }) => jobs).sort(byItem),
		failed: results.flatMap(({ failed }) => failed).sort(byItem),
		rejected: results.flatMap(({ rejected }) => rejected),
	};
}

/**
 * Sends the batches of a plan.
 *
 * @throws Failure if a batch does not become a job and "On Error" stops the workflow, ExecutionCanceled if the execution
 * is cancelled
 */
export async function sendBatches(
	context: IExecuteFunctions,
	client: GameballClient,
	{ recordType, concurrency, wait }: CreateBatchParameters,
	{ batches, isSkipping, makeEntries }: BatchPlan,
): Promise<SendResult> {
	const stopsAtFailure = !context.continueOnFail();
	const result = await runPool(
		batches,
		concurrency,
		async (batch) => {
			const created = await client.createJob(recordType, makeEntries(batch));
			context.logger.info(formatLogLine(context.getExecutionId(), batch, created.jobId));
			return { batch, ...created };
		},
		(failure) => stopsAtFailure || isCanceled(context, failure),
	);
	const signal = context.getExecutionCancelSignal();
	if (signal?.aborted && wait?.options.stopOnCancel) {
		await stopAbandonedJobs(
			client,
			result.jobs.map(({ jobId }) => jobId),
		);
	}
	throwIfCanceled(signal);
	if (result.failed.length > 0 && stopsAtFailure) throw toRunFailure(result, batches, recordType);
	if (result.rejected.length > 0 && stopsAtFailure && !isSkipping) throw toRejectionFailure(result);
	return result;
}
