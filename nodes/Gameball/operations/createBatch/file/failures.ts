import { countOf } from '../../../countOf';
import { Failure } from '../../../Failure';
import { toJobIdValue, type JobId } from '../../../jobs/jobId';
import type { RecordType } from '../../../records/RecordType';
import { describeFailedBatch, describeJobs, mayHaveBeenTaken } from '../sending/batchFailures';
import { formatRows, type Extent } from './extent';
import type { FailedRows, FileOutcome } from './FileOutcome';
import type { ImportLog } from './ImportLog';

/** The most jobs and ranges of rows that a text lists. */
const MAX_LISTED = 10;

function list(texts: readonly string[]): string {
	const others = texts.length - MAX_LISTED;
	return `${texts.slice(0, MAX_LISTED).join(', ')}${others > 0 ? ` and ${countOf(others, 'other')}` : ''}`;
}

/** Says which jobs continue; where there are many, n8n's log has the others. */
function listJobs(jobIds: readonly JobId[]): string {
	return `${describeJobs(jobIds.length, list(jobIds))}${jobIds.length > MAX_LISTED ? " n8n's log lists all of them." : ''}`;
}

/** Makes the failure that rows report which became no job. */
export const toFailedRowsFailure = (
	{ failure, ...extent }: FailedRows,
	recordType: RecordType,
): ReturnType<typeof describeFailedBatch> =>
	describeFailedBatch({ number: extent.batch, of: extent.batches }, formatRows(extent), failure, recordType);

const formatAll = (extents: readonly Extent[]): string => list(extents.map(formatRows));

/** Makes the failure of an import that stops at a batch: it says which rows were not sent, and how to go on. */
export function toImportFailure(
	name: string,
	{ jobs, failed }: FileOutcome,
	log: ImportLog,
	recordType: RecordType,
): unknown {
	const [first] = failed;
	const cause = first === undefined ? undefined : toFailedRowsFailure(first, recordType);
	if (!(cause instanceof Failure)) return cause;
	const uncertain = failed.filter(mayHaveBeenTaken);
	const notTaken = failed.filter((rows) => !mayHaveBeenTaken(rows));
	const jobIds = jobs.map(({ jobId }) => jobId);
	const last = Math.max(...[...jobs, ...failed].map(({ batch }) => batch));
	const isComplete = last === first?.batches;
	const unsent = [
		...(notTaken.length === 0 ? [] : [formatAll(notTaken)]),
		...(isComplete ? [] : [`all rows from ${log.firstUnsentRow} on`]),
	];
	const description = [
		`${name}: ${cause.description}`,
		...(unsent.length === 0 ? [] : [`Not sent: ${unsent.join(', ')}.`]),
		...(uncertain.length === 0 ? [] : [`May have been sent: ${formatAll(uncertain)}.`]),
		listJobs(jobIds),
		recordType.isRepeatHarmless
			? `To continue, set 'First Row' to ${log.nextRow}.`
			: "To send the rows that were not sent, set 'First Row' and 'Max Rows' accordingly.",
	].join(' ');
	return cause.with(description, { jobIds: jobIds.map(toJobIdValue) });
}

/** Adds to the failure of an import whose file could not be read to its end what was sent before. */
export const toInterruptedFailure = (failure: unknown, { jobs }: FileOutcome, log: ImportLog): unknown =>
	failure instanceof Failure
		? failure.with(
				`${failure.description} ${listJobs(jobs.map(({ jobId }) => jobId))} To continue, set 'First Row' to ${log.nextRow}.`,
				{ jobIds: jobs.map(({ jobId }) => toJobIdValue(jobId)) },
			)
		: failure;

/** Makes the failure of an import in which everything arrived but some rows at fault. */
export function toRejectedRowsFailure(name: string, { jobs, rejected }: FileOutcome): Failure {
	const { count, lines, facts } = rejected;
	const jobIds = jobs.map(({ jobId }) => jobId);
	return new Failure(
		'Gameball refused this data',
		[
			`${name}: Gameball refused ${countOf(count, 'row')}.`,
			...lines,
			...(count > lines.length ? ['…'] : []),
			`The other rows were sent. ${listJobs(jobIds)} Correct the refused rows and send only those again.`,
		].join('\n'),
		{ facts: { ...facts, jobIds: jobIds.map(toJobIdValue) } },
	);
}
