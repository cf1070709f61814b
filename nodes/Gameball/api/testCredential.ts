import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { Failure } from '../errors';
import { limitTime } from './cancellation';
import { readCredential, type Access } from './credential';
import { toConnectionFailure, toFailure, toForeignFailure } from './failures';
import { isSuccess, parseObject, type HttpResponse } from './httpResponse';

/** The maximum time for a test, in milliseconds: the user is waiting in n8n's dialog. */
const TEST_TIMEOUT = 20_000;

/**
 * Reads the number of transactions, which is harmless and needs both keys but no parameters (docs/api.md, "Hosts,
 * versions and keys").
 *
 * Credential tests only have n8n's older request function, which does not add the keys itself.
 */
async function readCount(
	context: ICredentialTestFunctions,
	{ apiUrl, redact, proxy }: Access,
	{ apiKey, secretKey }: ICredentialDataDecryptedObject,
): Promise<HttpResponse | Failure> {
	const options = {
		method: 'GET',
		url: `${apiUrl}/transactions/count`,
		headers: {
			Accept: 'application/json',
			'Content-Type': 'application/json',
			APIKey: apiKey,
			SecretKey: secretKey,
		},
		...(proxy === undefined ? {} : { proxy: `http://${proxy.host}:${proxy.port}` }),
		timeout: TEST_TIMEOUT,
		resolveWithFullResponse: true,
		simple: false,
		followRedirect: false,
	} as const;
	try {
		const response = (await limitTime(TEST_TIMEOUT, undefined, async () => await context.helpers.request(options))) as
			| { statusCode: number; body: unknown }
			| undefined;
		if (response === undefined) return toConnectionFailure({ code: 'ETIMEDOUT' });
		const { statusCode, body } = response;
		return { status: statusCode, body: typeof body === 'string' ? redact(body) : '' };
	} catch (error) {
		// n8n's error contains the request with its headers, so only a code is taken from it.
		return toConnectionFailure(error);
	}
}

/** Tells whether the response cannot have come from Gameball: it is another page, or lacks the count. */
function isForeign({ status, body }: HttpResponse): boolean {
	const data = parseObject(body);
	if (status === 404) return data === undefined && body.trim() !== '';
	return isSuccess(status) && typeof data?.count !== 'number';
}

/**
 * Tries the keys of a credential at its base URL.
 *
 * @returns the failure; undefined if Gameball accepts the keys
 */
async function findFailure(
	context: ICredentialTestFunctions,
	credential: ICredentialDataDecryptedObject,
): Promise<Failure | undefined> {
	const access = readCredential(credential);
	if (access instanceof Failure) return access;
	const response = await readCount(context, access, credential);
	if (response instanceof Failure) return response;
	if (isForeign(response)) return toForeignFailure(response);
	return isSuccess(response.status) ? undefined : toFailure(response);
}

/**
 * Tests a credential for n8n's dialog.
 *
 * This is a function rather than a declared request: n8n's rules for requests cannot describe a failed connection, and
 * its expressions cannot parse a URL, so the base URL would not be checked as in the node.
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const failure = await findFailure(this, data);
	const message = failure === undefined ? 'Gameball accepts both keys' : `${failure.message}. ${failure.description}`;
	return { status: failure === undefined ? 'OK' : 'Error', message };
}
