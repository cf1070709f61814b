import type { IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../Failure';
import { jobIdValue, type JobId } from '../../jobs/jobId';
import type { RecordSource } from '../../mapping/duplicates';
import type { RecordType } from '../../records/RecordType';
import { itemRanges } from './itemRanges';
import { isCanceled } from '../onError';

/** The records of one request, which becomes one job. */
export interface Batch {
	/** Its number, from 1 on. */
	readonly number: number;
	/** How many batches there are. */
	readonly of: number;
	readonly records: readonly RecordSource[];
}

/** A batch that became a job. */
export interface Job {
	readonly batch: Batch;
	readonly jobId: JobId;
	/** Whether it may be the second job of the batch: the answer to an earlier try may have been lost. */
	readonly isRepeated: boolean;
}

/** A batch that did not become a job, and why. */
export interface Unsent {
	readonly batch: Batch;
	readonly failure: unknown;
}

/** What became of the batches that were started, each list in the order of the batches. */
export interface Sent {
	readonly jobs: readonly Job[];
	readonly unsent: readonly Unsent[];
}

/** Parts records into batches of at most the given size, in their order. */
export function toBatches(records: readonly RecordSource[], batchSize: number): Batch[] {
	const of = Math.ceil(records.length / batchSize);
	return Array.from({ length: of }, (_, index) => ({
		number: index + 1,
		of,
		records: records.slice(index * batchSize, (index + 1) * batchSize),
	}));
}

/** The input items of batches, in ascending order. */
export function itemsOf(batches: readonly Batch[]): number[] {
	const items: number[] = [];
	let isJoined = false;
	for (const { records } of batches) {
		for (const { item, others } of records) {
			items.push(item);
			if (others === undefined) continue;
			isJoined = true;
			for (const other of others) items.push(other);
		}
	}
	return isJoined ? items.sort((one, other) => one - other) : items;
}

/** The line n8n's log gets for a job: where n8n is killed before the node is done, nothing else in it names the job. */
export const logLine = (executionId: string, batch: Batch, jobId: JobId): string =>
	`Execution ${executionId}: Gameball has taken batch ${batch.number} of ${batch.of}, with the items ${itemRanges(itemsOf([batch]))}, as job ${jobId}`;

const isUncertain = ({ failure }: Unsent): boolean =>
	!(failure instanceof Failure) || failure.details.mayHaveWorked === true;

/** The failure of a batch that did not become a job, as it is told of each of its items. */
export function failureOfBatch(unsent: Unsent, { onRepeat }: RecordType): unknown {
	const { batch, failure } = unsent;
	if (!(failure instanceof Failure)) return failure;
	const { number, of } = batch;
	const items = itemRanges(itemsOf([batch]));
	const where = isUncertain(unsent)
		? `It is unknown whether Gameball has taken batch ${number} of ${of} with the items ${items}. ${onRepeat}.`
		: `Batch ${number} of ${of} with the items ${items} was not taken.`;
	return new Failure(failure.message, `${where} ${failure.description}`, {
		...failure.details,
		batch: number,
		batches: of,
	});
}

/** The error of a run that stops at a batch: which items were not sent, and which jobs there are by now. */
export function failureOfRun({ jobs, unsent }: Sent, batches: readonly Batch[], recordType: RecordType): unknown {
	const [first] = unsent;
	const cause = first === undefined ? undefined : failureOfBatch(first, recordType);
	if (!(cause instanceof Failure)) return cause;
	const uncertain = unsent.filter(isUncertain).map(({ batch }) => batch);
	const started = new Set([...jobs.map(({ batch }) => batch), ...uncertain]);
	const notSent = itemsOf(batches.filter((batch) => !started.has(batch)));
	const jobIds = jobs.map(({ jobId }) => jobIdValue(jobId));
	return new Failure(
		cause.message,
		[
			cause.description,
			...(notSent.length === 0 ? [] : [`Items not sent: ${itemRanges(notSent)}.`]),
			...(uncertain.length === 0 ? [] : [`Items that may have been sent: ${itemRanges(itemsOf(uncertain))}.`]),
			jobIds.length === 0 ? 'No job is known.' : `Jobs created before, which go on at Gameball: ${jobIds.join(', ')}.`,
		].join(' '),
		{ ...cause.details, jobIds },
	);
}

/** The failure of waiting for a job, which also says which input items the job holds. */
export function failureOfJob({ batch }: Job, failure: unknown): unknown {
	if (!(failure instanceof Failure)) return failure;
	const items = `It holds the items ${itemRanges(itemsOf([batch]))}.`;
	return new Failure(failure.message, `${failure.description} ${items}`, failure.details);
}

/**
 * Sends batches, some side by side.
 *
 * @param createJob sends a batch
 * @param concurrency how many requests are under way at once
 * @param stopAtFailure whether no further batch is started once one has failed
 */
export async function sendBatches(
	context: IExecuteFunctions,
	batches: readonly Batch[],
	createJob: (batch: Batch) => Promise<Omit<Job, 'batch'>>,
	{ concurrency, stopAtFailure }: { readonly concurrency: number; readonly stopAtFailure: boolean },
): Promise<Sent> {
	const jobs: Job[] = [];
	const unsent: Unsent[] = [];
	const queue = [...batches];
	const work = async () => {
		for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
			try {
				jobs.push({ batch, ...(await createJob(batch)) });
			} catch (failure) {
				unsent.push({ batch, failure });
				if (stopAtFailure || isCanceled(context, failure)) queue.length = 0;
			}
		}
	};
	await Promise.all(Array.from({ length: concurrency }, work));
	const byNumber = (one: { batch: Batch }, other: { batch: Batch }) => one.batch.number - other.batch.number;
	return { jobs: jobs.sort(byNumber), unsent: unsent.sort(byNumber) };
}
