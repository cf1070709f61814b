import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { GameballClient } from '../../api/client';
import { Failure } from '../../Failure';
import { jobIdValue, type JobId } from '../../jobs/jobId';
import { itemRanges } from './itemRanges';
import { isCanceled } from '../onError';

/** A record to send, and the input item it comes from. */
export interface BatchRecord {
	readonly item: number;
	/** What identifies it, in the request as in the job's results. */
	readonly id: string;
	readonly entry: IDataObject;
}

/** The records of one request, which becomes one job. */
export interface Batch {
	/** Its number, from 1 on. */
	readonly number: number;
	/** How many batches there are. */
	readonly of: number;
	readonly records: readonly BatchRecord[];
}

/** A batch that became a job. */
export interface Job {
	readonly batch: Batch;
	readonly jobId: JobId;
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
export function toBatches(records: readonly BatchRecord[], batchSize: number): Batch[] {
	const of = Math.ceil(records.length / batchSize);
	return Array.from({ length: of }, (_, index) => ({
		number: index + 1,
		of,
		records: records.slice(index * batchSize, (index + 1) * batchSize),
	}));
}

/** The failure of a batch that did not become a job, as it is told of each of its items. */
export function failureOfBatch({ batch: { number, of, records }, failure }: Unsent): unknown {
	if (!(failure instanceof Failure)) return failure;
	const where = `Batch ${number} of ${of} did not become a job: items ${itemRanges(records.map(({ item }) => item))}.`;
	return new Failure(failure.message, `${where} ${failure.description}`, {
		...failure.details,
		batch: number,
		batches: of,
	});
}

/** The failure of waiting for a job, which also says which input items the job holds. */
export function failureOfJob({ batch: { records } }: Job, failure: unknown): unknown {
	if (!(failure instanceof Failure)) return failure;
	const items = `It holds the items ${itemRanges(records.map(({ item }) => item))}.`;
	return new Failure(failure.message, `${failure.description} ${items}`, failure.details);
}

/** The error of a run that stops at a batch: which items were not sent, and which jobs there are by now. */
export function failureOfRun({ jobs }: Sent, unsent: Unsent, batches: readonly Batch[]): unknown {
	const cause = failureOfBatch(unsent);
	if (!(cause instanceof Failure)) return cause;
	const taken = new Set(jobs.map(({ batch }) => batch));
	const notSent = batches
		.filter((batch) => !taken.has(batch))
		.flatMap(({ records }) => records.map(({ item }) => item));
	const jobIds = jobs.map(({ jobId }) => jobIdValue(jobId));
	return new Failure(
		cause.message,
		[
			cause.description,
			`Items not sent: ${itemRanges(notSent)}.`,
			jobIds.length === 0
				? 'No job was created.'
				: `Jobs created before, which go on at Gameball: ${jobIds.join(', ')}.`,
		].join(' '),
		{ ...cause.details, jobIds },
	);
}

/**
 * Sends batches, some side by side.
 *
 * @param concurrency how many requests are under way at once
 * @param stopAtFailure whether no further batch is started once one has failed
 */
export async function sendBatches(
	context: IExecuteFunctions,
	client: GameballClient,
	path: string,
	batches: readonly Batch[],
	{ concurrency, stopAtFailure }: { readonly concurrency: number; readonly stopAtFailure: boolean },
): Promise<Sent> {
	const jobs: Job[] = [];
	const unsent: Unsent[] = [];
	const queue = [...batches];
	const work = async () => {
		for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
			try {
				jobs.push({
					batch,
					jobId: await client.createJob(
						path,
						batch.records.map(({ entry }) => entry),
					),
				});
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
