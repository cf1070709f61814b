import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { Failure } from '../../../Failure';
import { toJobIdValue } from '../../../jobs/jobId';
import { readFailedResults } from '../../../jobs/results';
import { listRecordItems } from '../../../mapping/duplicates';
import type { RecordType } from '../../../records/RecordType';
import { hasErrorOutput, toErrorItem } from '../../errorItems';
import { toJobItems } from '../../jobs/items';
import type { OutputShape } from '../../jobs/parameters';
import type { TimeSlice } from '../../TimeSlice';
import { toBatchFailure, toJobFailure, toRejectedItems } from '../sending/batchFailures';
import {
	joinResults,
	listItems,
	type Batch,
	type CreatedJob,
	type FailedBatch,
	type SendResult,
} from '../sending/batches';
import { AmountSums, showEntries } from '../reporting/dryRun';
import { hintDryRun, hintRefusedRecords, hintStillWorking, hintTrial } from '../reporting/hints';
import { hintPlan, hintRejected, hintUnsent } from './hints';
import { describeInvalidItem, type InvalidItem } from '../reading/invalidItems';
import type { CreateBatchParameters } from '../parameters/parameters';
import type { BatchPlan } from './plan';
import { toInvalidRecordItem, toRecordItems, toUnsentItems, type ItemOutput } from './recordItems';
import type { Run } from './run';
import type { Outcome } from './trial';
import { listRefusing, type EndedJob } from './wait';

/** Pairs an output item with the input items of a batch. */
const pairWith = (batch: Batch): Array<{ item: number }> => listItems([batch]).map((item) => ({ item }));

function toInvalidErrorItem(invalid: InvalidItem): ItemOutput {
	const { item, facts } = invalid;
	const message = facts === undefined ? 'This item cannot be sent to Gameball' : 'Gameball refused this data';
	return toErrorItem(new Failure(message, describeInvalidItem('item', invalid), facts && { facts }), { item });
}

/** Makes an error item for each input item of a failed batch, so that they can be sent again. */
function toFailedItems(failed: FailedBatch, recordType: RecordType): ItemOutput[] {
	const failure = toBatchFailure(failed, recordType);
	return listItems([failed.batch]).map((item) => toErrorItem(failure, { item }));
}

/** Makes the items of everything that is in no job. Skipped items go to the error output too, if there is one. */
async function makeItemsWithoutJob(
	context: IExecuteFunctions,
	recordType: RecordType,
	{ invalid, isSkipping }: BatchPlan,
	slice: TimeSlice,
	{ failed, rejected, unsent }: SendResult = joinResults([]),
): Promise<ItemOutput[]> {
	const options = { recordType, toErrorOutput: hasErrorOutput(context) };
	const isHidden = isSkipping && !options.toErrorOutput;
	const refused = isHidden ? [] : [...invalid, ...rejected.flatMap(toRejectedItems)];
	return [
		...(await slice.flatMap(unsent, (record) => toUnsentItems(record, options))),
		...(await slice.flatMap(failed, (batch) => toFailedItems(batch, recordType))),
		...(await slice.flatMap(refused, (item) => [toInvalidErrorItem(item)])),
	];
}

/** Shows the records of a batch, each with the fields of its entry. */
function showBatch(batch: Batch, parameters: CreateBatchParameters, plan: BatchPlan): INodeExecutionData[] {
	const shown = showEntries(parameters, plan, batch);
	return batch.records.map((source, index) => ({
		json: { dryRun: true, batch: batch.number, ...shown[index] },
		pairedItem: listRecordItems(source).map((item) => ({ item })),
	}));
}

/**
 * Makes the output of a dry run: an item for each record, in the order of the input, with the fields of its entry. Adds
 * hints about the whole run.
 */
export async function makeDryRunOutput(
	context: IExecuteFunctions,
	parameters: CreateBatchParameters,
	plan: BatchPlan,
	slice: TimeSlice,
): Promise<INodeExecutionData[]> {
	const { recordType } = parameters;
	const shown = await slice.flatMap(plan.batches, (batch) => showBatch(batch, parameters, plan));
	await hintPlan(context, recordType, plan, slice);
	const sums = new AmountSums(recordType);
	await slice.forEach(plan.batches, ({ records }) => records.forEach((source) => sums.add(plan.makeRecord(source))));
	const recordCount = plan.batches.reduce((sum, { records }) => sum + records.length, 0);
	hintDryRun(context, plan.report, plan.batches.length, recordCount, sums);
	return [...shown, ...(await makeItemsWithoutJob(context, recordType, plan, slice))];
}

/** Counts the invalid items among the input items of each batch: from its first item up to the next batch's. */
function countInvalid({ batches, invalid }: BatchPlan): ReadonlyMap<Batch, number> {
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

function toCreatedItem({ name }: RecordType, { batch, jobId }: CreatedJob, invalidCount: number): INodeExecutionData {
	return {
		json: {
			jobId: toJobIdValue(jobId),
			recordType: name,
			recordCount: batch.records.length,
			batch: batch.number,
			batches: batch.of,
			...(invalidCount === 0 ? {} : { invalidCount }),
		},
		pairedItem: pairWith(batch),
	};
}

/** Adds the hints about what was sent and what was not. */
async function hintRun({ context, parameters: { recordType }, plan, slice }: Run, sent: SendResult): Promise<void> {
	hintUnsent(context, sent.unsent);
	hintRejected(context, sent.rejected.flatMap(toRejectedItems));
	await hintPlan(context, recordType, plan, slice);
}

/** Makes the output of a run that does not wait: an item for each job. */
export async function makeCreatedOutput(run: Run, sent: SendResult): Promise<INodeExecutionData[]> {
	const { context, parameters, plan, slice } = run;
	const { recordType, sendOnce } = parameters;
	const { jobs } = sent;
	const skipped: ReadonlyMap<Batch, number> = plan.isSkipping ? countInvalid(plan) : new Map();
	const created = await slice.flatMap(jobs, (job) => [toCreatedItem(recordType, job, skipped.get(job.batch) ?? 0)]);
	await hintRun(run, sent);
	if (jobs.length > 0) hintStillWorking(context, jobs.length, sendOnce !== undefined);
	return [...created, ...(await makeItemsWithoutJob(context, recordType, plan, slice, sent))];
}

function toEndedItems(shape: OutputShape, ended: EndedJob): INodeExecutionData[] {
	const { batch, jobId, end } = ended;
	const pairedItem = pairWith(batch);
	if (end.failure !== undefined || end.job === undefined) {
		return [toErrorItem(toJobFailure(ended, end.failure), pairedItem, { jobId: toJobIdValue(jobId) })];
	}
	return toJobItems(shape, jobId, end.job).map((json) => ({ json, pairedItem }));
}

/**
 * Makes the output of a run that waited: an item for each job, or with the shape `records` one for each input item, in
 * the order of the input.
 */
export async function makeEndedOutput(
	run: Run,
	shape: OutputShape,
	{ sent, ended, trialFailure }: Outcome,
): Promise<INodeExecutionData[]> {
	const { context, parameters, plan, slice } = run;
	const { recordType } = parameters;
	if (trialFailure !== undefined) hintTrial(context, trialFailure);
	hintRefusedRecords(context, listRefusing(ended, recordType).flatMap(readFailedResults));
	await hintRun(run, sent);
	if (shape !== 'records') {
		const jobs = await slice.flatMap(ended, (job) => toEndedItems(shape, job));
		return [...jobs, ...(await makeItemsWithoutJob(context, recordType, plan, slice, sent))];
	}
	const options = { recordType, toErrorOutput: hasErrorOutput(context) };
	const invalid = [...plan.invalid, ...sent.rejected.flatMap(toRejectedItems)];
	return [
		...(await slice.flatMap(ended, (job) => toRecordItems(job, options, plan.makeRecord))),
		...(await slice.flatMap(sent.unsent, (record) => toUnsentItems(record, options))),
		...(await slice.flatMap(sent.failed, (batch) => toFailedItems(batch, recordType))),
		...(await slice.flatMap(invalid, (item) => [toInvalidRecordItem(item, options)])),
	].sort((one, other) => one.pairedItem.item - other.pairedItem.item);
}
