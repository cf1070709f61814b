import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { Failure } from '../../Failure';
import { toJobIdValue } from '../../jobs/jobId';
import { listRecordItems } from '../../mapping/duplicates';
import type { MappedRecord, RecordType } from '../../records/RecordType';
import { hasErrorOutput, toErrorItem } from '../errorItems';
import { toJobItems } from '../jobs/items';
import type { OutputShape } from '../jobs/parameters';
import { toBatchFailure, toJobFailure, toRejectedItems } from './batchFailures';
import { joinResults, listItems, type Batch, type CreatedJob, type FailedBatch, type SendResult } from './batches';
import {
	hintDryRun,
	hintPlan,
	hintRefusedRecords,
	hintRejected,
	hintStillWorking,
	hintTrial,
	hintUnsent,
} from './hints';
import { describeInvalidItem, type InvalidItem } from './invalidItems';
import type { BatchPlan } from './plan';
import { toInvalidRecordItem, toRecordItems, toUnsentItems, type ItemOutput } from './recordItems';
import type { Run } from './run';
import type { Outcome } from './trial';
import { listRefusing, type EndedJob } from './wait';

/** Pairs an output item with the input items of a batch. */
const pairWith = (batch: Batch): Array<{ item: number }> => listItems([batch]).map((item) => ({ item }));

function toInvalidErrorItem(invalid: InvalidItem): ItemOutput {
	const { item, facts } = invalid;
	const message = facts === undefined ? 'This item cannot be sent to Gameball' : 'Gameball does not accept this data';
	return toErrorItem(new Failure(message, describeInvalidItem(invalid), facts && { facts }), { item });
}

/** Makes an error item for each input item of a failed batch, so that they can be sent again. */
function toFailedItems(failed: FailedBatch, recordType: RecordType): ItemOutput[] {
	const failure = toBatchFailure(failed, recordType);
	return listItems([failed.batch]).map((item) => toErrorItem(failure, { item }));
}

/** Makes the items of everything that is in no job. Skipped items go to the error output too, if there is one. */
const toItemsWithoutJob = (
	context: IExecuteFunctions,
	recordType: RecordType,
	{ invalid, isSkipping }: BatchPlan,
	{ failed, rejected, unsent }: SendResult = joinResults([]),
): ItemOutput[] => [
	...unsent.flatMap((record) => toUnsentItems(record, { recordType, toErrorOutput: hasErrorOutput(context) })),
	...failed.flatMap((batch) => toFailedItems(batch, recordType)),
	...(isSkipping && !hasErrorOutput(context)
		? []
		: [...invalid, ...rejected.flatMap(toRejectedItems)].map(toInvalidErrorItem)),
];

/** Sums the amounts of records by the labels of their fields, rounded to a millionth: binary fractions do not add up exactly. */
function sumAmounts({ amounts = [], fields }: RecordType, records: readonly MappedRecord[]): IDataObject {
	const sum = (name: string) => records.reduce((total, { values }) => total + Number(values[name] ?? 0), 0);
	const label = (name: string) => fields.find((field) => field.name === name)?.label ?? name;
	return Object.fromEntries(amounts.map((name) => [label(name), Math.round(sum(name) * 1e6) / 1e6]));
}

/**
 * Makes the output of a dry run: an item for each record, in the order of the input, with the fields of its entry. Adds
 * hints about the whole run.
 */
export function makeDryRunOutput(
	context: IExecuteFunctions,
	recordType: RecordType,
	plan: BatchPlan,
): INodeExecutionData[] {
	const shown = plan.batches.flatMap((batch) => {
		const entries = plan.makeEntries(batch);
		return batch.records.map((source, index): INodeExecutionData => {
			const entry = entries[index];
			const fields = typeof entry === 'object' ? entry : { [recordType.identity]: entry ?? null };
			return {
				json: { dryRun: true, batch: batch.number, ...fields },
				pairedItem: listRecordItems(source).map((item) => ({ item })),
			};
		});
	});
	const records = plan.batches.flatMap(({ records: sources }) => sources.map(plan.makeRecord));
	hintPlan(context, recordType, plan);
	hintDryRun(context, plan, sumAmounts(recordType, records));
	return [...shown, ...toItemsWithoutJob(context, recordType, plan)];
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
function hintRun(context: IExecuteFunctions, recordType: RecordType, plan: BatchPlan, sent: SendResult): void {
	hintUnsent(context, sent.unsent);
	hintRejected(context, sent.rejected.flatMap(toRejectedItems));
	hintPlan(context, recordType, plan);
}

/** Makes the output of a run that does not wait: an item for each job. */
export function makeCreatedOutput({ context, parameters, plan }: Run, sent: SendResult): INodeExecutionData[] {
	const { recordType, sendOnce } = parameters;
	const { jobs } = sent;
	const skipped: ReadonlyMap<Batch, number> = plan.isSkipping ? countInvalid(plan) : new Map();
	const created = jobs.map((job) => toCreatedItem(recordType, job, skipped.get(job.batch) ?? 0));
	hintRun(context, recordType, plan, sent);
	if (jobs.length > 0) hintStillWorking(context, sendOnce !== undefined);
	return [...created, ...toItemsWithoutJob(context, recordType, plan, sent)];
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
export function makeEndedOutput(
	{ context, parameters: { recordType }, plan }: Run,
	shape: OutputShape,
	{ sent, ended, trialFailure }: Outcome,
): INodeExecutionData[] {
	if (trialFailure !== undefined) hintTrial(context, trialFailure);
	hintRefusedRecords(context, listRefusing(ended, recordType));
	hintRun(context, recordType, plan, sent);
	if (shape !== 'records') {
		const jobs = ended.flatMap((job) => toEndedItems(shape, job));
		return [...jobs, ...toItemsWithoutJob(context, recordType, plan, sent)];
	}
	const options = { recordType, toErrorOutput: hasErrorOutput(context) };
	return [
		...ended.flatMap((job) => toRecordItems(job, options, plan.makeRecord)),
		...sent.unsent.flatMap((record) => toUnsentItems(record, options)),
		...sent.failed.flatMap((batch) => toFailedItems(batch, recordType)),
		...[...plan.invalid, ...sent.rejected.flatMap(toRejectedItems)].map((item) => toInvalidRecordItem(item, options)),
	].sort((one, other) => one.pairedItem.item - other.pairedItem.item);
}
