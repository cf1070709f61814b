import { Failure } from '../../../errors';
import { toJobIdValue } from '../../../jobs/jobId';
import type { RecordType } from '../../../records/RecordType';
import { countOf, listTexts } from '../../../text';
import type { Rows } from '../rows/Rows';
import type { EndedJob, FailedBatch, Outcome } from './Outcome';

/** Adds to the failure of a batch which rows it contains and whether Gameball may have accepted them. */
export function toBatchFailure(
	rows: Rows,
	{ batch, failure, mayHaveArrived }: FailedBatch,
	{ onRepeat, howToCheck, isIdempotent }: RecordType,
): unknown {
	if (!(failure instanceof Failure)) return failure;
	const name = `batch ${batch.number} of ${batch.of} with ${rows.nameRows([batch])}`;
	const where = mayHaveArrived
		? [
				`Gameball may have accepted ${name}. ${onRepeat}.`,
				...(isIdempotent ? [] : ['Do not send these records again before you know.']),
				...(howToCheck === undefined ? [] : [`${howToCheck}.`]),
			].join(' ')
		: `Gameball did not accept ${name}.`;
	return failure.with(`${where} ${failure.description}`, { batch: batch.number, batches: batch.of });
}

/** Adds to the failure of a wait which rows the job contains. */
export const toJobFailure = (rows: Rows, { batch, end: { failure } }: EndedJob): unknown =>
	failure instanceof Failure
		? failure.with(`${failure.description} The job contains ${rows.nameRows([batch])}.`)
		: failure;

/** Makes the failure of a run in which all but refused records arrived; undefined if Gameball refused none. */
export function toRejectionFailure(outcomes: readonly Outcome[]): Failure | undefined {
	const first = outcomes.find(({ rejected }) => rejected.count > 0);
	if (first === undefined) return undefined;
	const description = 'Gameball accepted the others. Correct the refused records and send only those again.';
	return new Failure('Gameball refused this data', description, { facts: { ...first.rejected.facts } });
}

/** Lists the records for which Gameball refused their batch, a line each. */
function describeRejected(outcomes: readonly Outcome[]): string[] {
	const rejected = outcomes.map((outcome) => outcome.rejected);
	const count = rejected.reduce((sum, each) => sum + each.count, 0);
	if (count === 0) return [];
	const lines = rejected.flatMap((each) => each.lines);
	return [`\nGameball refused ${countOf(count, 'record')}:\n${lines.join('\n')}${count > lines.length ? '\n…' : ''}\n`];
}

/** Rows and their outcome. */
interface RowsOutcome {
	readonly rows: Rows;
	readonly outcome: Outcome;
	readonly log: { adviseRest(): string | undefined };
}

function nameRows({ rows, outcome }: Pick<RowsOutcome, 'rows' | 'outcome'>): {
	readonly notSent: string[];
	readonly uncertain: string[];
} {
	const { failed, restCount, last } = outcome;
	const name = (mayHaveArrived: boolean, after?: number): string[] => {
		const batches = failed.filter((each) => each.mayHaveArrived === mayHaveArrived).map(({ batch }) => batch);
		return batches.length === 0 && after === undefined ? [] : [rows.nameRows(batches, after)];
	};
	return { notSent: name(false, restCount === 0 ? undefined : last), uncertain: name(true) };
}

/** Describes the batches that did not become jobs, in a sentence for all of them. */
export function describeFailed(rows: Rows, outcome: Outcome): string[] {
	const [first] = outcome.failed;
	if (!(first?.failure instanceof Failure)) return [];
	const { message, description } = first.failure;
	const { notSent, uncertain } = nameRows({ rows, outcome });
	return [
		[
			`${message}. ${description}`,
			...(notSent.length === 0 ? [] : [`Not sent: ${notSent.join(', ')}.`]),
			...(uncertain.length === 0 ? [] : [`May have arrived: ${uncertain.join(', ')}.`]),
		].join(' '),
	];
}

/** The maximum number of jobs that an error lists. */
const MAX_JOBS = 1_000;

/** Says which jobs were created. If there are too many to list, n8n's log has them all. */
function describeJobs(jobIds: ReadonlyArray<string | number>, hasUncertain: boolean): string {
	if (jobIds.length === 0) return hasUncertain ? 'No job ID is known.' : 'Gameball accepted nothing.';
	const log = jobIds.length > MAX_JOBS ? " n8n's log lists all of them." : '';
	return `Sent as ${jobIds.length === 1 ? 'job' : 'jobs'} ${listTexts(jobIds, MAX_JOBS)}.${log}`;
}

/**
 * Adds to the failure of a run which rows were not sent, which may have been, and which jobs were created.
 *
 * @param outcomes the outcomes of all rows of the run
 */
export function addOutcome(failure: unknown, outcomes: readonly RowsOutcome[]): unknown {
	if (!(failure instanceof Failure)) return failure;
	const named = outcomes.map(nameRows);
	const [notSent, uncertain] = [named.flatMap((each) => each.notSent), named.flatMap((each) => each.uncertain)];
	const jobIds = outcomes.flatMap(({ outcome }) => outcome.jobs.map(({ jobId }) => toJobIdValue(jobId)));
	const description = [
		failure.description,
		...describeRejected(outcomes.map(({ outcome }) => outcome)),
		...(notSent.length === 0 ? [] : [`Not sent: ${notSent.join(', ')}.`]),
		...(uncertain.length === 0 ? [] : [`May have arrived: ${uncertain.join(', ')}.`]),
		describeJobs(jobIds, uncertain.length > 0),
		...(notSent.length + uncertain.length === 0 ? [] : adviseRest(outcomes)),
	];
	return failure.with(description.join(' ').replace(/ *\n */g, '\n'), { jobIds });
}

/** Says how to send what was not sent, if the parameters can say it. */
function adviseRest(outcomes: readonly RowsOutcome[]): string[] {
	const [first, ...others] = outcomes;
	const advice = first?.log.adviseRest();
	if (advice === undefined) return [];
	return [others.length === 0 ? advice : "Send each of these files in a run of its own, from 'First Row' on."];
}
