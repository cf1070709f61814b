import type { ICredentialsDecrypted, IDataObject, IExecuteFunctions, IHttpRequestMethods } from 'n8n-workflow';
import { Failure } from '../errors';
import { limitTime, throwIfCanceled, withSignal } from './cancellation';
import { readCredential, type Access } from './credential';
import { toConnectionFailure, toFailure, toTooLongFailure, toUncheckedFailure } from './failures';
import { isSuccess, readBody, type HttpResponse } from './httpResponse';
import { readClock } from './clock';
import { toAccount, type Check } from './requestQueue';

/** The limits of a request. */
export interface RequestPolicy {
	/** The maximum time for one attempt with all of its response, in milliseconds. @default 60_000 */
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
	/** Set for the status checks of a wait, which must not take longer than it. */
	readonly check?: Check;
	/** The keys. They are read together with the address: a credential can be changed during an execution. */
	readonly credential: ICredentialsDecrypted;
	readonly access: Access;
}

/** A request of the Batch API. */
export interface HttpRequest {
	readonly method: IHttpRequestMethods;
	readonly url: string;
	readonly body?: IDataObject;
}

const CREDENTIAL = 'gameballApi';

/** The time that a status check gets at the end of a wait, in milliseconds. */
const SHORTEST_TIME = 5_000;

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
		credential: { id: '', name: '', type: CREDENTIAL, data: credential },
		access,
	};
}

/**
 * Sends a request once.
 *
 * @returns the response, or a Failure for an unsuccessful status or a failed connection
 * @throws ExecutionCanceled if the execution is canceled
 */
export async function sendRequest(
	{ context, policy, check, credential, access: { redact, proxy } }: Connection,
	{ method, url, body }: HttpRequest,
): Promise<HttpResponse | Failure> {
	const options = {
		...{ method, url },
		headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
		...(body === undefined ? {} : { body }),
		...(proxy === undefined ? {} : { proxy }),
		encoding: 'stream',
		// Without it, n8n's own limit of five minutes holds.
		timeout: policy.requestTimeout,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	} as const;
	const signal = context.getExecutionCancelSignal();
	const timeLeft = Math.max(SHORTEST_TIME, (check?.until ?? Infinity) - readClock());
	try {
		// A server that sends a byte now and then never lets a connection time out.
		const response = await limitTime(Math.min(policy.requestTimeout, timeLeft), signal, async (ended) => {
			const sent = (await context.helpers.httpRequestWithAuthentication.call(
				withSignal(context, ended),
				CREDENTIAL,
				options,
				{ credentialsDecrypted: credential },
			)) as { statusCode: number; body: AsyncIterable<Uint8Array>; headers?: Record<string, unknown> };
			// Whatever breaks the response, the request was sent: the code of that error says nothing about it.
			const text = await readBody(sent.body).catch(() => {
				throw new Error('The response broke off');
			});
			return { ...sent, text };
		});
		if (response === undefined) {
			return timeLeft < policy.requestTimeout ? toUncheckedFailure() : toConnectionFailure({ code: 'ETIMEDOUT' });
		}
		const { statusCode: status, text, headers } = response;
		if (text === undefined) return toTooLongFailure(status);
		const retryAfter = headers?.['retry-after'];
		const answer = { status, body: redact(text), ...(typeof retryAfter === 'string' ? { retryAfter } : {}) };
		return isSuccess(status) ? answer : toFailure(answer);
	} catch (error) {
		// n8n's error contains the request with its headers, so only a code is taken from it.
		throwIfCanceled(signal, true);
		return toConnectionFailure(error);
	}
}
