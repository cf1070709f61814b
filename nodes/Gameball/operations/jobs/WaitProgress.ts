import type { IExecuteFunctions } from 'n8n-workflow';
import type { JobId } from '../../jobs/jobId';
import type { JobResponse } from '../../jobs/JobResponse';
import { readJobState } from '../../jobs/jobState';
import { addHint } from '../addHint';
import { MINUTE } from './waitOptions';

/** The time between two lines in n8n's log, in milliseconds. */
const LOG_INTERVAL = MINUTE;

/** Reports the progress of a wait: in n8n's log while it lasts, and beside the output what was odd about it. */
export class WaitProgress {
	private readonly start = Date.now();
	private lastLog = this.start;
	private readonly finished = new Set<JobId>();
	/** The words for states that are in no document. */
	private readonly unknownStates = new Set<string>();

	/** @param total the number of jobs */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly total: number,
	) {}

	/**
	 * Records a status check, and logs the progress when it is time.
	 *
	 * @param job the response; undefined if the check failed
	 */
	record(jobId: JobId, job: JobResponse | undefined): void {
		if (job !== undefined) {
			const { status, isFinished } = readJobState(job);
			if (isFinished) this.finished.add(jobId);
			if (status === 'unknown') this.unknownStates.add(JSON.stringify(job.status) ?? 'none');
		}
		const now = Date.now();
		if (now - this.lastLog < LOG_INTERVAL) return;
		this.lastLog = now;
		this.context.logger.info(
			`Waiting for Gameball: ${this.finished.size} of ${this.total} jobs are finished after ${Math.floor((now - this.start) / MINUTE)} minutes`,
		);
	}

	/** Adds a hint about states that the node does not know, which count as running. */
	hintUnknownStates(): void {
		if (this.unknownStates.size === 0) return;
		const states = [...this.unknownStates].join(', ');
		addHint(
			this.context,
			`Gameball gave a state this node does not know (${states}). It counts as running, until the counts say that all records are done.`,
		);
	}
}
