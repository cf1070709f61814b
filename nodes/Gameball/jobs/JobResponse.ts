import type { IDataObject } from 'n8n-workflow';

/** The results of a job's records, as far as there are any (docs/api.md, "Read a job"). */
export interface JobResults extends IDataObject {
	successful?: IDataObject[];
	/** Each entry gives its reason under `error` or under `message`; both occur, even in one response. */
	failed?: IDataObject[];
}

/**
 * A job as the API shows it. Every field is optional: a server may leave out or change anything, so whoever reads a field
 * checks it. The output 'Job' passes all fields on.
 */
export interface JobResponse extends IDataObject {
	// At `/batch/{jobId}`, which this node asks first (docs/api.md, "Read a job").
	/** The kind of work, such as "Customer Creation Batch Job". */
	operation?: string;
	/** A word such as `queued`; `readJobState` knows the words that occur. */
	status?: string;
	/** The number of records; 0 while the job is queued. */
	totalCount?: number;
	/** The number of records that succeeded. */
	finishedCount?: number;
	/** The number of records that failed. */
	errorCount?: number;
	/** ISO 8601 in UTC, as is `startedAt`. */
	createdAt?: string;
	startedAt?: string | null;
	response?: JobResults | null;

	// At `/batches/{batchId}/status`, as the OpenAPI file has it (docs/api.md, "Where the documents disagree").
	batchId?: string;
	progress?: number;
	totalItems?: number;
	processedItems?: number;
	failedItems?: number;
	results?: IDataObject[];
	errors?: IDataObject[];
}
