import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { Failure } from '../../Failure';
import { jobIdValue } from '../../jobs/jobId';
import { jobState } from '../../jobs/jobState';
import { failedResults, jobResults, matchResults, type RecordResult } from '../../jobs/results';
import { itemsOfRecord, type RecordSource } from '../../mapping/duplicates';
import type { Problem } from '../../mapping/ItemMapper';
import type { MappedRecord, RecordType } from '../../records/RecordType';
import { jobItems, type OutputShape } from '../jobParameters';
import { errorItem, recordJson, type RecordJson } from '../onError';
import type { JobWait } from '../waiting';
import { failureOfBatch, failureOfJob, itemsOf, type Batch, type Job, type Unsent } from './batches';

/** An input item that cannot become a record. */
export interface InvalidItem {
	readonly item: number;
	/** What identifies it, if that much is right. */
	readonly id: string | undefined;
	readonly problems: readonly Problem[];
}

/** An output item that belongs to one input item. */
export type ItemOutput = INodeExecutionData & { pairedItem: { item: number } };

/** The input items of a batch, as n8n pairs them with an output item. */
const pairedItems = (batch: Batch): Array<{ item: number }> => itemsOf([batch]).map((item) => ({ item }));

/** Why an item is invalid, in one line. */
export const describeProblems = ({ item, problems }: InvalidItem): string =>
	`Item ${item}: ${problems.map(({ field, reason }) => `${field} ${reason}`).join('; ')}.`;

/** The error of an invalid item where the node goes on after errors. */
export function invalidErrorItem(invalid: InvalidItem): ItemOutput {
	const failure = new Failure('This item cannot be sent to Gameball', describeProblems(invalid));
	return errorItem(failure, { item: invalid.item });
}

/**
 * The item of a batch that would be sent. It shows no header, so no key.
 *
 * @param amounts the sums of its amounts, by the names under which they are shown
 */
export function dryRunItem(
	url: string,
	batch: Batch,
	entries: Array<IDataObject | string>,
	amounts: IDataObject,
): INodeExecutionData {
	return {
		json: {
			dryRun: true,
			batch: batch.number,
			batches: batch.of,
			recordCount: batch.records.length,
			method: 'POST',
			url,
			...amounts,
			body: { body: entries },
		},
		pairedItem: pairedItems(batch),
	};
}

/**
 * The item of a job that was created.
 *
 * @param invalidCount how many items among those of the batch were skipped because they are invalid
 */
export function createdItem({ name }: RecordType, { batch, jobId }: Job, invalidCount: number): INodeExecutionData {
	return {
		json: {
			jobId: jobIdValue(jobId),
			recordType: name,
			recordCount: batch.records.length,
			batch: batch.number,
			batches: batch.of,
			...(invalidCount === 0 ? {} : { invalidCount }),
		},
		pairedItem: pairedItems(batch),
	};
}

/** The error items of a batch that did not become a job: one for each of its input items, so that they can be sent again. */
export function unsentItems(unsent: Unsent, recordType: RecordType): ItemOutput[] {
	const failure = failureOfBatch(unsent, recordType);
	return itemsOf([unsent.batch]).map((item) => errorItem(failure, { item }));
}

/** The item of a job that was waited for, as a whole or without its records. */
export function waitedItems(shape: OutputShape, job: Job, { answer, failure }: JobWait): INodeExecutionData[] {
	const { batch, jobId } = job;
	if (failure !== undefined || answer === undefined) {
		return [errorItem(failureOfJob(job, failure), pairedItems(batch), { jobId: jobIdValue(jobId) })];
	}
	return jobItems(shape, jobId, answer).map((json) => ({ json, pairedItem: pairedItems(batch) }));
}

/** How records come out as items. */
export interface RecordOutput {
	readonly recordType: RecordType;
	/** Whether failed and invalid records leave by the error output. */
	readonly toErrorOutput: boolean;
}

function recordItem(item: number, json: RecordJson, { toErrorOutput }: RecordOutput): ItemOutput {
	return { json: recordJson(json, toErrorOutput), pairedItem: { item } };
}

/** The item of an input item that was rejected before sending. */
export function invalidRecordItem(invalid: InvalidItem, output: RecordOutput): ItemOutput {
	const { identity } = output.recordType;
	const json = {
		jobId: null,
		[identity]: invalid.id ?? null,
		status: 'invalid',
		message: describeProblems(invalid),
	};
	return recordItem(invalid.item, json, output);
}

/** Whether a record is refused because Gameball has it already. */
const isThere = ({ status, fields }: RecordResult, { existsCode }: RecordType): boolean =>
	existsCode !== undefined && status === 'failed' && fields.code === existsCode;

/**
 * The result of a record of a batch that may have been taken twice: one that Gameball has already arrived with the first
 * try, so the refusal is the proof of its success.
 */
const afterRepeat = (result: RecordResult, recordType: RecordType): RecordResult =>
	isThere(result, recordType) ? { ...result, status: 'successful' } : result;

/** Whether all that a job has refused is what arrived with an earlier try of its batch: then it has not failed. */
export function hasArrivedBefore({ isRepeated }: Job, { answer }: JobWait, recordType: RecordType): boolean {
	if (!isRepeated || answer === undefined || jobState(answer).status === 'stopped') return false;
	const refused = failedResults(answer);
	return refused.length > 0 && refused.every((result) => isThere(result, recordType));
}

/**
 * The items of a job's records, each paired with its own input item. Where the wait for the job ended in an error, the
 * records of which nothing else is known have it.
 *
 * @param recordOf makes a record anew
 */
export function recordItems(
	{ batch, jobId, isRepeated }: Job,
	wait: JobWait,
	output: RecordOutput,
	recordOf: (source: RecordSource) => MappedRecord,
): ItemOutput[] {
	const { recordType } = output;
	const records = batch.records.map((source) => recordOf(source).values);
	const answered = wait.answer === undefined ? [] : jobResults(wait.answer);
	const told = isRepeated ? answered.map((result) => afterRepeat(result, recordType)) : answered;
	const results = matchResults(records, told, recordType);
	return batch.records.flatMap((source, index) => {
		const names = recordType.resultKeys.map(([, field]) => [field, records[index]?.[field]] as const);
		const items = itemsOfRecord(source);
		const { fields = {}, status = 'unknown', message = '' } = results[index] ?? {};
		const own = Object.fromEntries(names.filter(([, value]) => value !== undefined).reverse());
		const json = { jobId: jobIdValue(jobId), ...own, ...fields, status, message };
		const isKnown = wait.failure === undefined || status !== 'unknown';
		return items.map((item) =>
			isKnown ? recordItem(item, json, output) : errorItem(wait.failure, { item }, { record: json }),
		);
	});
}
