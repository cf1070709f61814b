import { readClock } from '../../api/clock';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { JobId } from '../../jobs/jobId';
import type { JobResponse } from '../../jobs/JobResponse';
import type { JobState } from '../../jobs/jobState';
import { countOf, shorten } from '../../text';
import { MINUTE } from './waitOptions';

/** The time between two lines in n8n's log, in milliseconds. */
const LOG_INTERVAL = MINUTE;

/** Logs the progress of a wait, and shows anything unusual as a hint next to the output. */
export class WaitProgress {
	private lastLog = readClock();
	private readonly states = new Map<JobId, JobState>();
	/** Job statuses that Gameball does not document. */
	private readonly unknownStates = new Set<string>();

	/** @param recordCount the number of records of all jobs, if known */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly jobCount: number,
		private readonly recordCount: number | undefined,
	) {}

	record(jobId: JobId, state: JobState, { status }: JobResponse): void {
		this.states.set(jobId, state);
		if (state.status === 'unknown') this.unknownStates.add(JSON.stringify(status) ?? 'none');
	}

	/** The number of jobs that are not known to be finished. */
	get unfinished(): number {
		return this.jobCount - this.finished;
	}

	private get finished(): number {
		return [...this.states.values()].filter(({ isFinished }) => isFinished).length;
	}

	/** Logs the progress if the interval has passed. */
	log(): void {
		const now = readClock();
		if (now - this.lastLog < LOG_INTERVAL) return;
		this.lastLog = now;
		const states = [...this.states.values()];
		const done = states.reduce((sum, state) => sum + state.done, 0);
		const records =
			this.recordCount === undefined
				? countOf(done, 'record')
				: `${done.toLocaleString('en-US')} of ${countOf(this.recordCount, 'record')}`;
		this.context.logger.info(
			`Execution ${this.context.getExecutionId()}: ${this.finished.toLocaleString('en-US')} of ${countOf(this.jobCount, 'job')} finished, ${records} processed`,
		);
	}

	/** Warns of undocumented statuses, which count as running. */
	warnOfUnknownStates(warn: (message: string) => void): void {
		if (this.unknownStates.size === 0) return;
		const states = shorten([...this.unknownStates].join(', '));
		warn(
			`Gameball returned an unknown job status (${states}). The node treats the job as running until Gameball's counts show that all its records are processed.`,
		);
	}
}
