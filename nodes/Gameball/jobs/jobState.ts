import type { JobResponse } from './JobResponse';

/** The states of a job, and `unknown` for a word that no document lists (docs/api.md, "Read a job"). */
export type JobStatus = 'queued' | 'running' | 'completed' | 'failed' | 'stopped' | 'unknown';

/** The documented words for the states, in lower case (docs/api.md, "Read a job"). */
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

/** The meaning of a job's response. */
export interface JobState {
	readonly status: JobStatus;
	/** True once the job will not change anymore. */
	readonly isFinished: boolean;
	/** The number of processed records, both successful and failed. */
	readonly done: number;
	/** The number of records; 0 while it is unknown. */
	readonly total: number;
	/** True if it is finished, or if its state is unknown but the counts show that all records are processed. */
	readonly isOver: boolean;
	/** The percentage of processed records, both successful and failed; 0 while the total is unknown. */
	readonly progress: number;
}

const toCount = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0);

const countEnded = (job: Readonly<JobResponse>): number => toCount(job.finishedCount) + toCount(job.errorCount);

/**
 * Reads the state of a job from its response. An unknown state counts as unfinished, so that a wait continues
 * until its deadline instead of ending on a guess.
 */
export function readJobState(job: Readonly<JobResponse>): JobState {
	const word = typeof job.status === 'string' ? job.status.toLowerCase().replace(/[\s_-]/g, '') : '';
	const status = Object.hasOwn(STATUS_WORDS, word) ? (STATUS_WORDS[word] ?? 'unknown') : 'unknown';
	const total = toCount(job.totalCount ?? job.totalItems);
	const done = job.processedItems === undefined ? countEnded(job) : toCount(job.processedItems);
	const progress = total === 0 ? toCount(job.progress) : (done / total) * 100;
	const isFinished = FINISHED.has(status);
	const isOver = isFinished || (status === 'unknown' && total > 0 && done >= total);
	return { status, isFinished, isOver, done, total, progress: Math.min(100, Math.floor(progress)) };
}
