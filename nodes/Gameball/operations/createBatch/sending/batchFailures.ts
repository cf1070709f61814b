import { ExecutionCanceled } from '../../../api/cancellation';
import { Failure } from '../../../Failure';
import { toJobIdValue } from '../../../jobs/jobId';
import type { RecordType } from '../../../records/RecordType';
import { listRecordItems } from '../../../mapping/duplicates';
import {
	listItems,
	type Batch,
	type CreatedJob,
	type FailedBatch,
	type RejectedRecord,
	type SendResult,
} from './batches';
import { describeInvalidItem, type InvalidItem } from '../reading/invalidItems';
import { formatItems, Ranges } from '../reading/units';

/** Tells whether Gameball may have accepted a batch although it failed. */
export function mayHaveBeenTaken({ failure }: Pick<FailedBatch, 'failure'>): boolean {
	if (failure instanceof ExecutionCanceled) return failure.mayHaveWorked;
	return !(failure instanceof Failure) || failure.facts.mayHaveWorked === true;
}

/**
 * Makes the failure that a failed batch reports.
 *
 * @param items its items or rows, such as "items 0 to 999"
 */
export function describeFailedBatch(
	{ number, of }: Pick<Batch, 'number' | 'of'>,
	items: string,
	failure: unknown,
	{ onRepeat, howToCheck }: RecordType,
): unknown {
	if (!(failure instanceof Failure)) return failure;
	const where = mayHaveBeenTaken({ failure })
		? `Gameball may have accepted batch ${number} of ${of} with ${items}. ${onRepeat}.${howToCheck === undefined ? '' : ` ${howToCheck}.`}`
		: `Gameball did not accept batch ${number} of ${of} with ${items}.`;
	return failure.with(`${where} ${failure.description}`, { batch: number, batches: of });
}

/** Makes the failure that each item of a failed batch reports. */
export const toBatchFailure = ({ batch, failure }: FailedBatch, recordType: RecordType): unknown =>
	describeFailedBatch(batch, formatItems('item', listItems([batch])), failure, recordType);

/** Says which jobs were created, in a sentence. */
export function describeJobs(count: number, jobIds: string): string {
	if (count === 0) return 'No job IDs are known.';
	return count === 1
		? `Job ${jobIds} was created and continues at Gameball.`
		: `These jobs were created and continue at Gameball: ${jobIds}.`;
}

/** Makes the failure of a run that stops at a batch: it lists the items that were not sent and the jobs created so far. */
export function toRunFailure(
	{ jobs, failed, unsent }: SendResult,
	batches: readonly Batch[],
	recordType: RecordType,
): unknown {
	const [first] = failed;
	const cause = first === undefined ? undefined : toBatchFailure(first, recordType);
	if (!(cause instanceof Failure)) return cause;
	const uncertain = failed.filter(mayHaveBeenTaken).map(({ batch }) => batch);
	const started = new Set([
		...listItems([...jobs.map(({ batch }) => batch), ...uncertain]),
		...unsent.flatMap(({ record }) => listRecordItems(record)),
	]);
	const notSent = listItems(batches).filter((item) => !started.has(item));
	const jobIds = jobs.map(({ jobId }) => toJobIdValue(jobId));
	const description = [
		cause.description,
		...(notSent.length === 0 ? [] : [`Items not sent: ${new Ranges(notSent).toString()}.`]),
		...(uncertain.length === 0
			? []
			: [`Items that may have been sent: ${new Ranges(listItems(uncertain)).toString()}.`]),
		describeJobs(jobIds.length, jobIds.join(', ')),
	].join(' ');
	return cause.with(description, { jobIds });
}

/** Turns a record at fault into invalid items, with Gameball's words. */
export const toRejectedItems = ({ record, failure: { description, facts } }: RejectedRecord): InvalidItem[] =>
	listRecordItems(record).map((item) => ({
		item,
		id: record.id,
		problems: [{ field: 'Gameball', reason: 'refused this record', advice: description.replace(/\.$/, '') }],
		facts,
	}));

/** The maximum number of refused records that an error lists. */
const MAX_REJECTED = 10;

/** Makes the failure of a run in which everything arrived except some invalid records. */
export function toRejectionFailure({ jobs, rejected }: SendResult): Failure {
	const lines = rejected.flatMap(toRejectedItems).map((item) => describeInvalidItem('item', item));
	const jobIds = jobs.map(({ jobId }) => toJobIdValue(jobId));
	return new Failure(
		'Gameball refused this data',
		[
			...lines.slice(0, MAX_REJECTED),
			...(lines.length > MAX_REJECTED ? ['…'] : []),
			`The other records were sent. ${describeJobs(jobIds.length, jobIds.join(', '))} Correct the refused records and send only those again.`,
		].join('\n'),
		{ facts: { ...rejected[0]?.failure.facts, jobIds } },
	);
}

/**
 * Adds to the failure of a wait what the job holds.
 *
 * @param items its items or rows, such as "items 0 to 999"
 */
export const describeFailedJob = (items: string, failure: unknown): unknown =>
	failure instanceof Failure ? failure.with(`${failure.description} The job contains ${items}.`) : failure;

/** Adds to the failure of a wait which input items the job holds. */
export const toJobFailure = ({ batch }: CreatedJob, failure: unknown): unknown =>
	describeFailedJob(formatItems('item', listItems([batch])), failure);
