import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { connect, type GameballClient } from '../../api/client';
import { throwIfCanceled } from '../../api/cancellation';
import type { MappedRecord, RecordType } from '../../records/RecordType';
import { hasErrorOutput } from '../onError';
import type { Operation } from '../Operation';
import { stopJobs, waitForJobs } from '../waiting';
import { failureOfJob, failureOfRun, logLine, sendBatches, type Batch, type Sent } from './batches';
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
		async (batch) => {
			const created = await client.createJob(recordType, entriesOf(batch));
			context.logger.info(logLine(context.getExecutionId(), batch, created.jobId));
			return created;
		},
		{ concurrency, stopAtFailure },
	);
	const signal = context.getExecutionCancelSignal();
	if (signal?.aborted && wait?.options.stopOnCancel) {
		const jobIds = sent.jobs.map(({ jobId }) => jobId);
		await stopJobs(client, jobIds);
	}
	throwIfCanceled(signal);
	if (sent.unsent.length > 0 && stopAtFailure) throw failureOfRun(sent, batches, recordType);
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
function errorItems({ recordType }: Request, { invalid, isSkipping }: Plan, { unsent }: Sent): output.ItemOutput[] {
	return [
		...unsent.flatMap((batch) => output.unsentItems(batch, recordType)),
		...(isSkipping ? [] : invalid.map(output.invalidErrorItem)),
	];
}

/** The output of a run that does not wait. */
function createdItems(request: Request, planned: Plan, sent: Sent): INodeExecutionData[] {
	const { recordType } = request;
	const skipped = planned.isSkipping ? countInvalid(planned) : new Map<Batch, number>();
	const created = sent.jobs.map((job) => output.createdItem(recordType, job, skipped.get(job.batch) ?? 0));
	return [...created, ...errorItems(request, planned, sent)];
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
	request: Request & { wait: NonNullable<Request['wait']> },
	planned: Plan,
	sent: Sent,
): Promise<INodeExecutionData[]> {
	const { recordType, wait } = request;
	const waits = await waitForJobs(
		context,
		client,
		sent.jobs.map(({ jobId }) => jobId),
		wait.options,
	);
	const waited = sent.jobs.map((job) => {
		const outcome = waits.get(job.jobId) ?? {};
		const { answer } = outcome;
		const isThere = answer !== undefined && output.hasArrivedBefore(job, outcome, recordType);
		return { job, outcome: isThere ? { answer } : outcome, isThere };
	});
	const failed = waited.find(({ outcome }) => outcome.failure !== undefined);
	if (failed !== undefined && !context.continueOnFail()) throw failureOfJob(failed.job, failed.outcome.failure);
	hintAtRefused(
		context,
		waited.flatMap(({ outcome: { answer }, isThere }) => (answer === undefined || isThere ? [] : [answer])),
	);

	if (wait.shape !== 'records') {
		return [
			...waited.flatMap(({ job, outcome }) => output.waitedItems(wait.shape, job, outcome)),
			...errorItems(request, planned, sent),
		];
	}
	const form = { recordType, toErrorOutput: hasErrorOutput(context) };
	return [
		...waited.flatMap(({ job, outcome }) => output.recordItems(job, outcome, form, planned.recordOf)),
		...sent.unsent.flatMap((batch) => output.unsentItems(batch, recordType)),
		...planned.invalid.map((item) => output.invalidRecordItem(item, form)),
	].sort((one, other) => one.pairedItem.item - other.pairedItem.item);
}

/** The sums of the amounts of records, to a millionth: binary fractions add up to less neat numbers. */
function sumAmounts({ amounts = [] }: RecordType, records: readonly MappedRecord[]): IDataObject {
	const sum = (name: string) => records.reduce((total, { values }) => total + Number(values[name] ?? 0), 0);
	return Object.fromEntries(amounts.map((name) => [`${name}Sum`, Math.round(sum(name) * 1e6) / 1e6]));
}

/** Makes records of all input items and sends them in batches, each of which becomes a job (batch tutorial, section 1). */
export const createBatch: Operation = {
	name: 'createBatch',
	displayName: 'Create Batch',
	description: 'Send all input items to Gameball in batches',
	action: 'Send customers, orders, events or points',
	properties,
	async execute(context) {
		const request = readRequest(context);
		const { recordType, dryRun, wait } = request;
		const client = await connect(context, request);
		const planned = planBatches(context, request);
		if (dryRun) {
			const shown = planned.batches.map((batch) =>
				output.dryRunItem(
					client.createUrl(recordType.path),
					batch,
					planned.entriesOf(batch),
					sumAmounts(recordType, batch.records.map(planned.recordOf)),
				),
			);
			return [...shown, ...errorItems(request, planned, { jobs: [], unsent: [] })];
		}
		const sent = await send(context, client, request, planned);
		if (wait === undefined) return createdItems(request, planned, sent);
		return await waitedItems(context, client, { ...request, wait }, planned, sent);
	},
};
