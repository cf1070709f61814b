import { Failure } from '../errors';
import type { JobId } from '../jobs/jobId';
import type { Connection, HttpRequest } from './connection';
import { parseObject, type HttpResponse } from './httpResponse';
import { sendWithRetries } from './sendWithRetries';

/** The requests about a job, as in one of Gameball's documents (docs/api.md, "Where the documents disagree"). */
interface JobRequests {
	read(batchUrl: string, jobId: JobId): HttpRequest;
	stop(batchUrl: string, jobId: JobId): HttpRequest;
}

const FROM_GUIDES: JobRequests = {
	read: (batchUrl, jobId) => ({ method: 'GET', url: `${batchUrl}/${jobId}` }),
	stop: (batchUrl, jobId) => ({ method: 'DELETE', url: `${batchUrl}/${jobId}` }),
};

const FROM_OPENAPI: JobRequests = {
	read: (batchUrl, jobId) => ({ method: 'GET', url: `${batchUrl}es/${jobId}/status` }),
	stop: (batchUrl, jobId) => ({ method: 'POST', url: `${batchUrl}es/${jobId}/stop` }),
};

/** The requests that have worked, by the URL of batches. All executions share them. */
const proven = new Map<string, JobRequests>();

/** The statuses of an address that does not exist or does not support the method. */
const UNKNOWN_ADDRESS: ReadonlySet<number | undefined> = new Set([404, 405]);

/** Explains a 404 for a job: the address is correct, but the job is gone or belongs to another account. */
const explainUnknownJob = (jobId: JobId, { facts }: Failure): Failure =>
	new Failure(
		'Gameball has no job with this ID',
		`Job ${jobId} does not exist for these keys. Test and live data have separate jobs. (HTTP 404)`,
		{ facts },
	);

const isUnknownAddress = (error: unknown): error is Failure =>
	error instanceof Failure && UNKNOWN_ADDRESS.has(error.facts.httpStatus);

/** Sends a request once; returns undefined for a failure, or for a response that is not about a job. */
async function tryOnce(connection: Connection, request: HttpRequest): Promise<HttpResponse | undefined> {
	const once = { ...connection, policy: { ...connection.policy, maxRetries: 0 } };
	const sent = await sendWithRetries(once, request, 'none').catch((error: unknown) => {
		if (error instanceof Failure) return undefined;
		throw error;
	});
	return typeof parseObject(sent?.response.body ?? '')?.status === 'string' ? sent?.response : undefined;
}

/**
 * Sends a request about a job. Until one has worked, if Gameball does not know the address, the one from its OpenAPI
 * file is tried once. The address that works is remembered.
 *
 * @throws Failure if the request fails permanently, ExecutionCanceled if the execution is canceled
 */
export async function sendJobRequest(
	connection: Connection,
	action: keyof JobRequests,
	jobId: JobId,
): Promise<HttpResponse> {
	const { batchUrl } = connection;
	const known = proven.get(batchUrl);
	const requests = known ?? FROM_GUIDES;
	const sent = await sendWithRetries(connection, requests[action](batchUrl, jobId), 'none').catch((error: unknown) => {
		if (isUnknownAddress(error)) return error;
		throw error;
	});
	if (!(sent instanceof Failure)) {
		proven.set(batchUrl, requests);
		return sent.response;
	}
	const other = known === undefined ? await tryOnce(connection, FROM_OPENAPI[action](batchUrl, jobId)) : undefined;
	if (other === undefined) throw sent.facts.httpStatus === 404 ? explainUnknownJob(jobId, sent) : sent;
	proven.set(batchUrl, FROM_OPENAPI);
	return other;
}
