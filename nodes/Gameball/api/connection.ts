import type { IDataObject, IExecuteFunctions, IHttpRequestMethods } from 'n8n-workflow';
import { Failure } from '../errors';
import { throwIfCanceled } from './cancellation';
import { readCredential } from './credential';
import { toConnectionFailure, toFailure } from './failures';
import { isSuccess, type HttpResponse } from './httpResponse';
import { toAccount } from './requestQueue';

/** The limits of a request. */
export interface RequestPolicy {
	/** The maximum time for one attempt, in milliseconds. @default 60_000 */
	readonly requestTimeout: number;
	/** The maximum number of retries after temporary failures. @default 5 */
	readonly maxRetries: number;
}

/** What the requests of a client share. */
export interface Connection {
	readonly context: IExecuteFunctions;
	/** `{base URL}/api/{version}/integrations/batch` */
	readonly batchUrl: string;
	readonly policy: RequestPolicy;
	/** Identifies the account, whose requests share a queue. */
	readonly account: string;
	/** Identifies the execution; all its requests share this object. */
	readonly execution: object;
	/** For a status check: when the job is expected to end, by the clock for durations (`readClock`). */
	readonly expectedEnd?: number;
	/** Removes the keys from a response, in case a hostile or broken server repeats them. */
	readonly redact: (text: string) => string;
}

/** A request of the Batch API. */
export interface HttpRequest {
	readonly method: IHttpRequestMethods;
	readonly url: string;
	readonly body?: IDataObject;
}

const CREDENTIAL = 'gameballApi';

/**
 * Opens a connection with the node's credential.
 *
 * @throws Failure if the base URL of the credential is not a secure address
 */
export async function openConnection(context: IExecuteFunctions, policy: RequestPolicy): Promise<Connection> {
	const credential = await context.getCredentials(CREDENTIAL);
	const access = readCredential(credential);
	if (access instanceof Failure) throw access;
	return {
		context,
		batchUrl: `${access.apiUrl}/batch`,
		policy,
		account: toAccount(access.baseUrl, credential.apiKey),
		execution: context.getExecutionCancelSignal() ?? context,
		redact: access.redact,
	};
}

/**
 * Sends a request once.
 *
 * @returns the response, or a Failure for an unsuccessful status or a failed connection
 * @throws ExecutionCanceled if the execution is canceled
 */
export async function sendRequest(
	{ context, policy, redact }: Connection,
	{ method, url, body }: HttpRequest,
): Promise<HttpResponse | Failure> {
	try {
		const {
			statusCode,
			body: text,
			headers,
		} = (await context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, {
			method,
			url,
			headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
			...(body === undefined ? {} : { body }),
			encoding: 'text',
			timeout: policy.requestTimeout,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		})) as { statusCode: number; body: unknown; headers?: Record<string, unknown> };
		const retryAfter = headers?.['retry-after'];
		const response: HttpResponse = {
			status: statusCode,
			body: typeof text === 'string' ? redact(text) : '',
			...(typeof retryAfter === 'string' ? { retryAfter } : {}),
		};
		return isSuccess(statusCode) ? response : toFailure(response);
	} catch (error) {
		// n8n's error contains the request with its headers, so only a code is taken from it.
		throwIfCanceled(context.getExecutionCancelSignal(), true);
		return toConnectionFailure(error);
	}
}
