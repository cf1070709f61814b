import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { JobId } from '../jobs/jobId';
import { jobState } from '../jobs/jobState';
import { hint } from './hint';
import { MINUTE } from './waitOptions';

/** How often a long wait says in n8n's log how far it is, in milliseconds. */
const LOG_INTERVAL = MINUTE;

/** Keeps an eye on the jobs of a wait, to tell people how it goes. */
export class JobWatch {
	private readonly start = Date.now();
	private lastLog = this.start;
	private readonly finished = new Set<JobId>();
	/** The words for states that no document has. */
	private readonly unknownStates = new Set<string>();

	/** @param total how many jobs are waited for */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly total: number,
	) {}

	/** Takes note of a look at a job, and says in the log how far the wait is if it is time. */
	look(jobId: JobId, answer: IDataObject | undefined): void {
		if (answer !== undefined) {
			const { status, isFinished } = jobState(answer);
			if (isFinished) this.finished.add(jobId);
			if (status === 'unknown') this.unknownStates.add(JSON.stringify(answer.status) ?? 'none');
		}
		const now = Date.now();
		if (now - this.lastLog < LOG_INTERVAL) return;
		this.lastLog = now;
		this.context.logger.info(
			`Waiting for Gameball: ${this.finished.size} of ${this.total} jobs are finished after ${Math.floor((now - this.start) / MINUTE)} minutes`,
		);
	}

	/** Tells the user of states that the node does not know, which count as running. */
	tellOfUnknownStates(): void {
		if (this.unknownStates.size === 0) return;
		const states = [...this.unknownStates].join(', ');
		hint(this.context, `Gameball gave a state this node does not know (${states}), which counts as running`);
	}
}
