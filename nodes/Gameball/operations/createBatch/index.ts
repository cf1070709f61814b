import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { connect, type GameballClient } from '../../api/client';
import { throwIfCanceled } from '../../api/cancellation';
import type { Operation } from '../Operation';
import { stopJobs, waitForJobs } from '../waiting';
import { failureOfJob, failureOfRun, sendBatches, type Batch, type Sent } from './batches';
import { hintAtRefused } from './hints';
import * as output from './output';
import { planBatches, type Plan } from './plan';
import { properties } from './properties';
import { readRequest, type Request } from './request';

/**
 * Sends the batches.
 *
 * @throws Failure if one does not become a job and "On Error" stops the workflow, ExecutionCanceled if the execution is
 * cancelled
 */
async function send(
	context: IExecuteFunctions,
	client: GameballClient,
	{ recordType, concurrency, wait }: Request,
	{ batches, entriesOf }: Plan,
): Promise<Sent> {
	const stopAtFailure = !context.continueOnFail();
	const sent = await sendBatches(
		context,
		batches,
		async (batch) => await client.createJob(recordType, entriesOf(batch)),
		{ concurrency, stopAtFailure },
	);
	const signal = context.getExecutionCancelSignal();
	if (signal?.aborted && wait?.options.stopOnCancel) {
		const jobIds = sent.jobs.map(({ jobId }) => jobId);
		await stopJobs(client, jobIds);
	}
	throwIfCanceled(signal);
	if (sent.unsent.length > 0 && stopAtFailure) throw failureOfRun(sent, batches);
	return sent;
}

/** How many invalid items stand among the input items of each batch: from its first item up to the next batch's. */
function countInvalid({ batches, invalid }: Plan): Map<Batch, number> {
	const counts = new Map<Batch, number>();
	let next = 0;
	batches.forEach((batch, index) => {
		const end = batches[index + 1]?.records[0]?.item ?? Infinity;
		const start = next;
		while ((invalid[next]?.item ?? Infinity) < end) next++;
		counts.set(batch, next - start);
	});
	return counts;
}

/** The errors of what did not become part of a job. */
function errorItems({ invalid, isSkipping }: Plan, { unsent }: Sent): output.ItemOutput[] {
	return [...unsent.flatMap(output.unsentItems), ...(isSkipping ? [] : invalid.map(output.invalidErrorItem))];
}

/** The output of a run that does not wait. */
function createdItems({ recordType }: Request, planned: Plan, sent: Sent): INodeExecutionData[] {
	const skipped = planned.isSkipping ? countInvalid(planned) : new Map<Batch, number>();
	const created = sent.jobs.map((job) => output.createdItem(recordType, job, skipped.get(job.batch) ?? 0));
	return [...created, ...errorItems(planned, sent)];
}

/**
 * Waits for the jobs and makes the output of a run that waits.
 *
 * @throws Failure if the end of a job is an error and "On Error" stops the workflow, ExecutionCanceled if the execution
 * is cancelled
 */
async function waitedItems(
	context: IExecuteFunctions,
	client: GameballClient,
	{ recordType, wait }: Request & { wait: NonNullable<Request['wait']> },
	planned: Plan,
	sent: Sent,
): Promise<INodeExecutionData[]> {
	const waits = await waitForJobs(
		context,
		client,
		sent.jobs.map(({ jobId }) => jobId),
		wait.options,
	);
	const waited = sent.jobs.map((job) => ({ job, outcome: waits.get(job.jobId) ?? {} }));
	const failed = waited.find(({ outcome }) => outcome.failure !== undefined);
	if (failed !== undefined && !context.continueOnFail()) throw failureOfJob(failed.job, failed.outcome.failure);
	hintAtRefused(
		context,
		waited.flatMap(({ outcome: { answer } }) => (answer === undefined ? [] : [answer])),
	);

	if (wait.shape !== 'records') {
		return [
			...waited.flatMap(({ job, outcome }) => output.waitedItems(wait.shape, job, outcome)),
			...errorItems(planned, sent),
		];
	}
	const form = { recordType, toErrorOutput: context.getNode().onError === 'continueErrorOutput' };
	return [
		...waited.flatMap(({ job, outcome }) => output.recordItems(job, outcome, form)),
		...sent.unsent.flatMap(output.unsentItems),
		...planned.invalid.map((item) => output.invalidRecordItem(item, form)),
	].sort((one, other) => one.pairedItem.item - other.pairedItem.item);
}

/** Makes records of all input items and sends them in batches, each of which becomes a job (batch tutorial, section 1). */
export const createBatch: Operation = {
	name: 'createBatch',
	displayName: 'Create Batch',
	description: 'Send all input items to Gameball in batches',
	action: 'Create a batch',
	properties,
	async execute(context) {
		const request = readRequest(context);
		const { recordType, dryRun, wait } = request;
		const client = await connect(context, request);
		const planned = planBatches(context, request);
		if (dryRun) {
			const shown = planned.batches.map((batch) =>
				output.dryRunItem(client.createUrl(recordType.path), batch, planned.entriesOf(batch)),
			);
			return [...shown, ...errorItems(planned, { jobs: [], unsent: [] })];
		}
		const sent = await send(context, client, request, planned);
		if (wait === undefined) return createdItems(request, planned, sent);
		return await waitedItems(context, client, { ...request, wait }, planned, sent);
	},
};
