import type { IExecuteFunctions } from 'n8n-workflow';
import { throwIfCanceled } from '../../../api/cancellation';
import { abandonJobs } from '../../jobs/stopping';
import { toRejectionFailure, toRunFailure } from '../sending/batchFailures';
import { joinResults, listItems, type Batch, type SendResult } from '../sending/batches';
import type { BatchLog } from '../sending/Sending';
import type { Run } from './run';
import { sendAll } from '../sending/sendBatch';
import { formatItems } from '../reading/units';

/** Creates the log of a run with input items. */
export const createItemsLog = (context: IExecuteFunctions): BatchLog => ({
	sending: () => {},
	taken: (batch, jobId) =>
		context.logger.info(
			`Execution ${context.getExecutionId()}: Gameball accepted batch ${batch.number} of ${batch.of} (${formatItems('item', listItems([batch]))}) as job ${jobId}`,
		),
});

const getFirstItem = (batch: Batch): number => batch.records[0]?.item ?? 0;

const byItem = (one: { readonly batch: Batch }, other: { readonly batch: Batch }): number =>
	getFirstItem(one.batch) - getFirstItem(other.batch);

/**
 * Sends batches of a run.
 *
 * @throws Failure if a batch does not become a job and "On Error" stops the workflow, ExecutionCanceled if the execution
 * is cancelled
 */
export async function sendBatches(run: Run, batches: readonly Batch[]): Promise<SendResult> {
	const { context, client, parameters, plan } = run;
	const results: SendResult[] = [];
	await sendAll(run, batches.values(), (_, result) => results.push(result));
	const { jobs, failed, ...others } = joinResults(results);
	const result = { jobs: [...jobs].sort(byItem), failed: [...failed].sort(byItem), ...others };
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
 * Ends a run whose records were all sent, except those that Gameball refused.
 *
 * @throws Failure if there are such records, and neither the option `invalidRecords` nor "On Error" lets the others go on
 */
export function refuseRejected({ context, plan }: Run, result: SendResult): void {
	if (result.rejected.length > 0 && !plan.isSkipping && !context.continueOnFail()) throw toRejectionFailure(result);
}
