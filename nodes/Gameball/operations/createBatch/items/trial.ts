import { Failure } from '../../../Failure';
import { toJobIdValue } from '../../../jobs/jobId';
import { countRefused, readFailedResults } from '../../../jobs/results';
import type { RecordType } from '../../../records/RecordType';
import { joinResults, listItems, type SendResult, type UnsentRecord } from '../sending/batches';
import { formatItems } from '../reading/units';
import type { CreateBatchWait } from '../parameters/parameters';
import { judgeTrial, type TrialOutcome } from '../sending/judgeTrial';
import { isCompleted } from '../sending/results';
import type { Run } from './run';
import { refuseRejected, sendBatches } from './send';
import { listRefusing, refuseFailedJobs, waitForCreatedJobs, type EndedJob } from './wait';

/** The outcome of a run that waited. */
export interface Outcome {
	readonly sent: SendResult;
	readonly ended: readonly EndedJob[];
	/** The reason why the batches after the trial were not sent; undefined if they were. */
	readonly trialFailure?: Failure;
}

/** Counts the records of which Gameball has not said that they arrived: those of an unfinished job are not proven. */
function countMissing({ sent: { failed, rejected }, ended }: Outcome, recordType: RecordType): number {
	const missing = [...failed, ...ended.filter((job) => !isCompleted(job))].map(({ batch }) => batch.records.length);
	const refused = listRefusing(ended.filter(isCompleted), recordType).map(countRefused);
	return [...missing, ...refused].reduce((sum, count) => sum + count, rejected.length);
}

/** Looks at the outcome of the trial of a run. */
function toTrialOutcome({ parameters: { recordType }, plan }: Run, outcome: Outcome): TrialOutcome {
	const trial = plan.batches.slice(0, plan.trialCount);
	const [firstRefused] = listRefusing(outcome.ended, recordType).flatMap(readFailedResults);
	return {
		size: trial.reduce((sum, { records }) => sum + records.length, 0),
		missing: countMissing(outcome, recordType),
		firstRefused,
		jobIds: outcome.ended.map(({ jobId }) => toJobIdValue(jobId)),
		others: formatItems('item', listItems(plan.batches.slice(plan.trialCount))),
	};
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
	const failure = trial && judgeTrial(toTrialOutcome(run, trial), wait.maxRefused);
	if (trial !== undefined && failure !== undefined && trialCount < batches.length) {
		if (!context.continueOnFail()) throw failure;
		const left = batches.slice(trialCount).flatMap(({ records }) => records);
		const unsent = left.map(
			(record): UnsentRecord => ({
				record,
				status: 'notSent',
				message: 'Not sent: too many trial records were refused',
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
