import { Failure } from '../../Failure';
import { toJobIdValue } from '../../jobs/jobId';
import { readJobState } from '../../jobs/jobState';
import { countRefused, describeResult, readFailedResults } from '../../jobs/results';
import type { RecordType } from '../../records/RecordType';
import { joinResults, listItems, type SendResult, type UnsentRecord } from './batches';
import { formatItems } from './formatItems';
import type { CreateBatchWait } from './parameters';
import type { Run } from './run';
import { refuseRejected, sendBatches } from './send';
import { listRefusing, refuseFailedJobs, waitForCreatedJobs, type EndedJob } from './wait';

/** The outcome of a run that waited. */
export interface Outcome {
	readonly sent: SendResult;
	readonly ended: readonly EndedJob[];
	/** The reason why the batches behind the trial were not sent; undefined if they were. */
	readonly trialFailure?: Failure;
}

/** Counts the records of which Gameball has not said that they arrived: those of an unfinished job are not proven. */
function countMissing({ sent: { failed, rejected }, ended }: Outcome, recordType: RecordType): number {
	const isCompleted = ({ end: { job } }: EndedJob) => job !== undefined && readJobState(job).status === 'completed';
	const missing = [...failed, ...ended.filter((job) => !isCompleted(job))].map(({ batch }) => batch.records.length);
	const refused = listRefusing(ended.filter(isCompleted), recordType).map(countRefused);
	return [...missing, ...refused].reduce((sum, count) => sum + count, rejected.length);
}

/** Judges a trial: returns the reason why the rest must not be sent; undefined if it may be. */
function judgeTrial(
	{ parameters: { recordType }, plan: { batches, trialCount } }: Run,
	outcome: Outcome,
	maxRefused: number,
): Failure | undefined {
	const trial = batches.slice(0, trialCount);
	const size = trial.reduce((sum, { records }) => sum + records.length, 0);
	const missing = countMissing(outcome, recordType);
	const share = (100 * missing) / size;
	if (share <= maxRefused) return undefined;
	const [first] = listRefusing(outcome.ended, recordType).flatMap(readFailedResults);
	const jobIds = outcome.ended.map(({ jobId }) => toJobIdValue(jobId));
	return new Failure(
		'Too many records of the trial did not arrive',
		[
			`${missing} of the first ${size} records were refused or not finished (${Math.round(share * 10) / 10} %), and 'Max Refused' allows ${maxRefused} %.`,
			...(first === undefined ? [] : [`The first is ${describeResult(first)}.`]),
			`The other records were not sent: items ${formatItems(listItems(batches.slice(trialCount)))}.`,
			jobIds.length === 0 ? 'No job was created.' : `Jobs of the trial: ${jobIds.join(', ')}.`,
			'Correct the items that were refused, then run the others.',
		].join(' '),
		{ facts: { jobIds } },
	);
}

async function sendAndWaitFor(run: Run, first: number, end: number, wait: CreateBatchWait): Promise<Outcome> {
	const sent = await sendBatches(run, run.plan.batches.slice(first, end));
	return { sent, ended: await waitForCreatedJobs(run, sent.jobs, wait.options) };
}

/**
 * Sends all batches and waits for their jobs. With a trial, its batches go first, and the others only if few enough of its
 * records were refused.
 *
 * @throws Failure if that is an error and "On Error" stops the workflow, ExecutionCanceled if the execution is cancelled
 */
export async function sendAndWait(run: Run, wait: CreateBatchWait): Promise<Outcome> {
	const { context, plan } = run;
	const { batches, trialCount } = plan;
	const trial = trialCount > 0 ? await sendAndWaitFor(run, 0, trialCount, wait) : undefined;
	const failure = trial && judgeTrial(run, trial, wait.maxRefused);
	if (trial !== undefined && failure !== undefined && trialCount < batches.length) {
		if (!context.continueOnFail()) throw failure;
		const left = batches.slice(trialCount).flatMap(({ records }) => records);
		const unsent = left.map(
			(record): UnsentRecord => ({
				record,
				status: 'notSent',
				message: 'Not sent: too many records of the trial were refused',
			}),
		);
		const sent = { ...trial.sent, unsent: [...trial.sent.unsent, ...unsent] };
		return { sent, ended: trial.ended, trialFailure: failure };
	}
	const rest = await sendBatches(run, batches.slice(trialCount));
	const sent = joinResults([...(trial === undefined ? [] : [trial.sent]), rest]);
	refuseRejected(run, sent);
	const ended = [...(trial?.ended ?? []), ...(await waitForCreatedJobs(run, rest.jobs, wait.options))];
	refuseFailedJobs(run, ended);
	return { sent, ended };
}
