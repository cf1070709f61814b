import type { IDataObject } from 'n8n-workflow';

/** The states of a job (batch tutorial, section 2), and `unknown` for a word no document has. */
export type JobStatus = 'queued' | 'running' | 'completed' | 'failed' | 'stopped' | 'unknown';

/** The words for the states that occur in the documents, in small letters (API facts, "Status"). */
const STATUS_WORDS: Readonly<Record<string, JobStatus>> = {
	queued: 'queued',
	pending: 'queued',
	running: 'running',
	processing: 'running',
	inprogress: 'running',
	completed: 'completed',
	finished: 'completed',
	failed: 'failed',
	stopped: 'stopped',
	cancelled: 'stopped',
	canceled: 'stopped',
};

const FINISHED: ReadonlySet<JobStatus> = new Set(['completed', 'failed', 'stopped']);

/** What the API's answer about a job means. */
export interface JobState {
	readonly status: JobStatus;
	/** Whether the job will not change any more. */
	readonly isFinished: boolean;
	/** The share of records that are done, successes and failures, 0 to 100; 0 while the total is unknown. */
	readonly progress: number;
}

const count = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0);

/**
 * Reads the state of a job from the API's answer. A state that is unknown counts as unfinished, so that a wait goes on
 * until its deadline instead of ending on a guess.
 */
export function jobState(answer: Readonly<IDataObject>): JobState {
	const word = typeof answer.status === 'string' ? answer.status.toLowerCase().replace(/[\s_-]/g, '') : '';
	const status = Object.hasOwn(STATUS_WORDS, word) ? (STATUS_WORDS[word] ?? 'unknown') : 'unknown';
	const total = count(answer.totalCount);
	const done = count(answer.finishedCount) + count(answer.errorCount);
	return {
		status,
		isFinished: FINISHED.has(status),
		progress: total === 0 ? 0 : Math.min(100, Math.floor((done / total) * 100)),
	};
}
