import type { IExecuteFunctions } from 'n8n-workflow';
import { connect } from '../../api/client';
import { throwIfCanceled } from '../../api/cancellation';
import { Failure } from '../../Failure';
import type { MappedItem } from '../../mapping/mapItem';
import { toNodeError } from '../onError';
import type { Operation } from '../Operation';
import { stopJobs, waitForJobs } from '../waiting';
import { failureOfJob, failureOfRun, sendBatches, toBatches, type Batch, type BatchRecord } from './batches';
import { hintAtIgnored, hintAtRefused, hintAtSkipped } from './hints';
import * as output from './output';
import { properties } from './properties';
import { readItems } from './readItems';
import { readRequest } from './request';

/** The most invalid items that an error names. */
const MOST_NAMED = 10;

/** The error of a run that sends nothing because of invalid items. */
function refusal(context: IExecuteFunctions, invalid: readonly output.InvalidItem[], itemCount: number): Error {
	const named = invalid.slice(0, MOST_NAMED).map(output.describeProblems);
	const failure = new Failure(
		'Some items cannot be sent to Gameball',
		[
			`${invalid.length} of ${itemCount} items ${invalid.length === 1 ? 'is' : 'are'} invalid, so nothing was sent.`,
			...named,
			...(invalid.length > MOST_NAMED ? ['…'] : []),
			'Correct them, or set the option Invalid Records to Skip.',
		].join('\n'),
	);
	return toNodeError(context, failure, invalid[0]?.item);
}

interface Sorted {
	readonly records: BatchRecord[];
	readonly invalid: output.InvalidItem[];
	/** The columns that the option `unknownFields` left out. */
	readonly ignored: Set<string>;
}

function sortOut(items: readonly MappedItem[]): Sorted {
	const sorted: Sorted = { records: [], invalid: [], ignored: new Set() };
	items.forEach((mapped, item) => {
		if (mapped.kind === 'invalid') {
			sorted.invalid.push({ item, id: mapped.id, problems: mapped.problems });
			return;
		}
		sorted.records.push({ item, id: mapped.id, entry: mapped.entry });
		for (const column of mapped.ignored) sorted.ignored.add(column);
	});
	return sorted;
}

/** How many invalid items stand among the input items of each batch: from its first item up to the next batch's. */
function countInvalid(batches: readonly Batch[], invalid: readonly output.InvalidItem[]): Map<Batch, number> {
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

/** Makes records of all input items and sends them in batches, each of which becomes a job (batch tutorial, section 1). */
export const createBatch: Operation = {
	name: 'createBatch',
	displayName: 'Create Batch',
	description: 'Send all input items to Gameball in batches',
	action: 'Create a batch',
	properties,
	async execute(context) {
		const goesOn = context.continueOnFail();
		const request = readRequest(context);
		const { recordType, wait } = request;
		const client = await connect(context, request.requestTimeout);

		const items = readItems(context, recordType, request);
		const { records, invalid, ignored } = sortOut(items);
		const isRefused = request.invalidRecords === 'fail' && invalid.length > 0;
		if (isRefused && !goesOn) throw refusal(context, invalid, items.length);
		const invalidItems = isRefused ? invalid.map(output.invalidErrorItem) : [];

		hintAtSkipped(context, isRefused ? [] : invalid, items.length);
		hintAtIgnored(context, ignored);

		const batches = toBatches(records, request.batchSize);
		if (request.dryRun) {
			return [...batches.map((batch) => output.dryRunItem(client, recordType, batch)), ...invalidItems];
		}

		const { concurrency } = request;
		const sent = await sendBatches(context, client, recordType.path, batches, { concurrency, stopAtFailure: !goesOn });
		const { jobs, unsent } = sent;
		const signal = context.getExecutionCancelSignal();
		if (signal?.aborted && wait?.options.stopOnCancel) await stopJobs(client, jobs.map(({ jobId }) => jobId));
		throwIfCanceled(signal);
		const [firstUnsent] = unsent;
		if (firstUnsent !== undefined && !goesOn) throw failureOfRun(sent, firstUnsent, batches);
		const unsentItems = unsent.flatMap(output.unsentItems);

		if (wait === undefined) {
			const skipped = countInvalid(batches, isRefused ? [] : invalid);
			const created = jobs.map((job) => output.createdItem(recordType, job, skipped.get(job.batch) ?? 0));
			return [...created, ...unsentItems, ...invalidItems];
		}

		const waits = await waitForJobs(context, client, jobs.map(({ jobId }) => jobId), wait.options);
		const outcomes = jobs.map((job) => ({ job, outcome: waits.get(job.jobId) ?? {} }));
		const failed = outcomes.find(({ outcome }) => outcome.failure !== undefined);
		if (failed !== undefined && !goesOn) throw failureOfJob(failed.job, failed.outcome.failure);

		hintAtRefused(context, outcomes.flatMap(({ outcome: { answer } }) => (answer === undefined ? [] : [answer])));

		if (wait.shape !== 'records') {
			const waited = outcomes.flatMap(({ job, outcome }) => output.waitedItems(wait.shape, job, outcome));
			return [...waited, ...unsentItems, ...invalidItems];
		}
		const form = { recordType, toErrorOutput: context.getNode().onError === 'continueErrorOutput' };
		return [
			...outcomes.flatMap(({ job, outcome }) => output.recordItems(job, outcome, form)),
			...unsentItems,
			...invalid.map((item) => output.invalidRecordItem(item, form)),
		].sort((one, other) => one.pairedItem.item - other.pairedItem.item);
	},
};
