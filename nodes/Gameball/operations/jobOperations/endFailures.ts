import { countOf } from '../../text';
import { Failure } from '../../errors';
import type { JobId } from '../../jobs/jobId';
import type { JobResponse } from '../../jobs/JobResponse';
import { readJobState } from '../../jobs/jobState';
import { countRefused, describeResult, readFailedResults } from '../../jobs/recordResults';
import { toSummaryItem } from './jobOutput';
import { MINUTE, type WaitOptions } from './waitOptions';

const MAX_REASONS = 5;

function findRecordErrors(jobId: JobId, job: JobResponse): Failure | undefined {
	const refused = readFailedResults(job);
	const count = countRefused(job);
	if (count === 0) return undefined;
	const reasons = refused.slice(0, MAX_REASONS).map(describeResult);
	return new Failure(
		'Gameball refused some records',
		`Job ${jobId}: ${countOf(count, 'record')} refused. ${reasons.join('; ')}${refused.length > MAX_REASONS ? '; …' : '.'}`,
		{ job: toSummaryItem(jobId, job) },
	);
}

/**
 * Decides by the wait options whether the end of a wait is an error.
 *
 * @param job as it was when the wait ended
 * @returns undefined if it is not an error
 */
export function findEndFailure(jobId: JobId, job: JobResponse, options: WaitOptions): Failure | undefined {
	const { status, isOver, progress } = readJobState(job);
	if (!isOver) {
		if (!options.treatAsError.has('timeout')) return undefined;
		return new Failure(
			'The job did not finish in time',
			`Job ${jobId} was ${status} (${progress}%) after ${countOf(options.maxWaitTime / MINUTE, 'minute')}. It continues at Gameball. Check it later with 'Get Job Status', or raise 'Max Wait Time'.`,
			{ job: toSummaryItem(jobId, job) },
		);
	}
	const hasFailed = status === 'failed' || status === 'stopped';
	if (hasFailed && options.treatAsError.has('failedJob')) {
		return new Failure(
			status === 'failed' ? 'The job failed' : 'The job was stopped before it finished',
			`Job ${jobId}, ${progress}% done. To see the results of its records, use 'Get Job Status' with 'Output' set to Records.`,
			{ job: toSummaryItem(jobId, job) },
		);
	}
	return options.treatAsError.has('refusedRecords') ? findRecordErrors(jobId, job) : undefined;
}
