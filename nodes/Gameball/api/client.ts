import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { parseJobId, type JobId } from '../jobs/jobId';
import type { JobResponse } from '../jobs/JobResponse';
import type { RecordType } from '../records/RecordType';
import { withSignal } from './cancellation';
import { openConnection, type Connection, type RequestPolicy } from './connection';
import { toFailure } from './failures';
import { parseObject } from './httpResponse';
import { sendJobRequest } from './jobRequests';
import type { Check } from './requestQueue';
import { parseRetryAfter } from './retry';
import { addAttempts, sendWithRetries } from './sendWithRetries';

/** The requests of the Batch API. Each throws a {@link Failure} if it fails permanently, or ExecutionCanceled. */
export interface GameballClient {
	/**
	 * Sends a batch, which becomes a job (docs/api.md, "Create a batch").
	 *
	 * @param entries 1 to 1,000
	 * @returns the job, and whether it may be the second one for these entries because an earlier attempt may have worked
	 */
	createJob(
		recordType: Pick<RecordType, 'path' | 'isIdempotent'>,
		entries: Array<IDataObject | string>,
	): Promise<{ readonly jobId: JobId; readonly isRepeated: boolean }>;
	/** Reads a job (docs/api.md, "Read a job"). */
	getJob(jobId: JobId): Promise<JobResponse>;
	/** Checks a job during a wait, without retries. The job that is expected to end first is checked first. */
	checkJob(jobId: JobId, check: Check): Promise<JobCheck>;
	/** Stops a job (docs/api.md, "Stop a job"). */
	stopJob(jobId: JobId): Promise<void>;
	/**
	 * Creates a client for cleanup after the execution was canceled: it sends each request once, with a short timeout.
	 */
	forCleanup(): GameballClient;
}

/** The result of a status check. */
export interface JobCheck {
	readonly job: JobResponse;
	/** The delay before the next check that Gameball asks for, in milliseconds. */
	readonly retryAfter: number | undefined;
}

/** Nobody waits for a canceled execution. */
const CLEANUP_POLICY: RequestPolicy = { requestTimeout: 5_000, maxRetries: 0 };

async function readJob(connection: Connection, jobId: JobId): Promise<JobCheck> {
	const response = await sendJobRequest(connection, 'read', jobId);
	const job = parseObject(response.body);
	if (typeof job?.status !== 'string' || job.status === '') throw toFailure(response);
	return { job: job as JobResponse, retryAfter: parseRetryAfter(response.retryAfter, Date.now()) };
}

function createClient(connection: Connection): GameballClient {
	const { context, batchUrl, policy } = connection;
	return {
		async createJob({ path, isIdempotent }, entries) {
			const { response, isRepeated } = await sendWithRetries(
				connection,
				{ method: 'POST', url: `${batchUrl}/${path}`, body: { body: entries } },
				isIdempotent ? 'harmless' : 'harmful',
			);
			const jobId = parseJobId(parseObject(response.body)?.jobId);
			if (jobId === undefined) throw addAttempts(toFailure(response), 1, true);
			return { jobId, isRepeated };
		},
		async getJob(jobId) {
			return (await readJob(connection, jobId)).job;
		},
		async checkJob(jobId, check) {
			return await readJob({ ...connection, policy: { ...policy, maxRetries: 0 }, check }, jobId);
		},
		async stopJob(jobId) {
			await sendJobRequest(connection, 'stop', jobId);
		},
		forCleanup() {
			// n8n aborts every request of a canceled execution.
			return createClient({ ...connection, context: withSignal(context, undefined), policy: CLEANUP_POLICY });
		},
	};
}

/**
 * Opens a client with the node's credential. All requests of this process to one account share the documented rates.
 *
 * @throws Failure if the base URL of the credential is not a secure address
 */
export async function connect(context: IExecuteFunctions, policy: RequestPolicy): Promise<GameballClient> {
	return createClient(await openConnection(context, policy));
}
