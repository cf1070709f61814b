/** The result of a record in a job's `response`. */
export type RecordResult = Readonly<Record<string, unknown>>;

/** The outcome of a record. */
export interface Outcome {
	readonly isAccepted: boolean;
	readonly result: RecordResult;
}

/** The work of a job. */
export interface Work {
	/** The API's name for it. */
	readonly operation: string;
	readonly entries: readonly unknown[];
	process(entry: unknown): Outcome;
}

/** The pace of jobs. */
export interface JobPace {
	/** The time a job stays queued, in milliseconds. */
	readonly queuedFor: number;
	/** The records that a running job processes in a second. */
	readonly recordsPerSecond: number;
	/** The share of a job's records, 0 to 1, that are processed so many milliseconds after its start; an even pace if absent. */
	readonly shareDone?: ((jobId: number, elapsed: number) => number) | undefined;
}

/** A job as the API shows it (docs/api.md, "Read a job"). */
interface JobAnswer {
	readonly operation: string;
	readonly status: 'queued' | 'running' | 'completed' | 'failed' | 'stopped';
	readonly totalCount: number;
	readonly finishedCount: number;
	readonly errorCount: number;
	readonly createdAt: string;
	readonly startedAt: string | null;
	readonly response: { readonly successful: readonly RecordResult[]; readonly failed: readonly RecordResult[] } | null;
}

/** A job as the OpenAPI file shows it (docs/api.md, "Where the documents disagree"). */
interface OpenApiJobAnswer {
	readonly batchId: string;
	readonly status: 'pending' | 'processing' | 'completed' | 'failed' | 'stopped';
	readonly progress: number;
	readonly totalItems: number;
	readonly processedItems: number;
	readonly failedItems: number;
	readonly results: readonly RecordResult[];
	readonly errors: readonly RecordResult[];
}

/** Shows a job as the OpenAPI file does. */
export function toOpenApiAnswer(id: number, answer: JobAnswer): OpenApiJobAnswer {
	const { status, totalCount, finishedCount, errorCount, response } = answer;
	const done = finishedCount + errorCount;
	return {
		batchId: String(id),
		status: status === 'queued' ? 'pending' : status === 'running' ? 'processing' : status,
		progress: totalCount === 0 ? 0 : Math.floor((done / totalCount) * 100),
		totalItems: totalCount,
		processedItems: done,
		failedItems: errorCount,
		results: response?.successful ?? [],
		errors: response?.failed ?? [],
	};
}

const iso = (time: number): string => new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** A batch job: queued, then running, then completed, failed or stopped. It advances whenever it is read. */
export class Job {
	private readonly successful: RecordResult[] = [];
	private readonly failed: RecordResult[] = [];
	private isStopped = false;

	/** @param createdAt milliseconds since the epoch */
	constructor(
		readonly id: number,
		private readonly work: Work,
		readonly createdAt: number,
		private readonly pace: JobPace,
	) {}

	/** The entries of the request. */
	get entries(): readonly unknown[] {
		return this.work.entries;
	}

	/** The number of records processed. */
	get done(): number {
		return this.successful.length + this.failed.length;
	}

	/** The number of records refused. */
	get refused(): number {
		return this.failed.length;
	}

	private get startsAt(): number {
		return this.createdAt + this.pace.queuedFor;
	}

	/** Processes the records that are due by now. */
	advance(now: number): void {
		if (this.isStopped || this.done === this.entries.length || now < this.startsAt) return;
		const { recordsPerSecond, shareDone } = this.pace;
		const elapsed = now - this.startsAt;
		const share = shareDone?.(this.id, elapsed);
		const due = Math.floor(share === undefined ? (elapsed / 1_000) * recordsPerSecond : share * this.entries.length);
		for (const entry of this.entries.slice(this.done, due)) {
			const { isAccepted, result } = this.work.process(entry);
			(isAccepted ? this.successful : this.failed).push(result);
		}
	}

	/** Stops the job if it is not finished (docs/api.md, "Stop a job"). */
	stop(now: number): void {
		this.advance(now);
		if (this.done < this.entries.length) this.isStopped = true;
	}

	private getStatus(now: number): JobAnswer['status'] {
		if (this.isStopped) return 'stopped';
		if (now < this.startsAt) return 'queued';
		if (this.done < this.entries.length) return 'running';
		return this.successful.length === 0 ? 'failed' : 'completed';
	}

	answer(now: number): JobAnswer {
		this.advance(now);
		const status = this.getStatus(now);
		const hasStarted = now >= this.startsAt && (!this.isStopped || this.done > 0);
		return {
			operation: this.work.operation,
			errorCount: this.failed.length,
			totalCount: hasStarted ? this.entries.length : 0,
			finishedCount: this.successful.length,
			startedAt: hasStarted ? iso(this.startsAt) : null,
			createdAt: iso(this.createdAt),
			status,
			response:
				this.isStopped || this.done === 0 ? null : { successful: [...this.successful], failed: [...this.failed] },
		};
	}
}
