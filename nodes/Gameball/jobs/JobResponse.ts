import type { IDataObject } from 'n8n-workflow';

/** The results of a job's records that are available so far (docs/api.md, "Read a job"). */
export interface JobResults extends IDataObject {
	successful?: IDataObject[];
	/** Each entry has its reason in `error` or in `message`; both occur, even within one response. */
	failed?: IDataObject[];
}

/**
 * A job as the API returns it. Every field is optional: a server may omit or change anything, so check a field before you
 * use it. The output 'Job' passes on all fields.
 */
export interface JobResponse extends IDataObject {
	// At `/batch/{jobId}`, which the node tries first (docs/api.md, "Read a job").
	/** The kind of work, such as "Customer Creation Batch Job". */
	operation?: string;
	/** A word such as `queued`; `readJobState` knows the words in use. */
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

	// At `/batches/{batchId}/status`, as in the OpenAPI file (docs/api.md, "Where the documents disagree").
	batchId?: string;
	progress?: number;
	totalItems?: number;
	processedItems?: number;
	failedItems?: number;
	results?: IDataObject[];
	errors?: IDataObject[];
}
