import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { Failure } from '../Failure';
import { parseBaseUrl } from './baseUrl';

/** How a credential gives access to Gameball's API. */
export interface Access {
	/** Without trailing slashes. */
	readonly baseUrl: string;
	/** `{base URL}/api/{version}/integrations` */
	readonly apiUrl: string;
	/** Removes the keys from a text. */
	readonly redact: (text: string) => string;
}

/** Creates a function that replaces the given secrets in a text. */
function createRedactor(secrets: readonly unknown[]): (text: string) => string {
	const known = secrets.filter((secret): secret is string => typeof secret === 'string' && secret !== '');
	return (text) => known.reduce((redacted, secret) => redacted.replaceAll(secret, '***'), text);
}

/**
 * Reads a credential.
 *
 * @returns a Failure if its base URL is not a secure address: nothing may be sent there
 */
export function readCredential({
	baseUrl,
	apiVersion,
	apiKey,
	secretKey,
}: ICredentialDataDecryptedObject): Access | Failure {
	const url = parseBaseUrl(baseUrl);
	if (url === undefined) {
		return new Failure(
			'The base URL in the credential is not a secure web address',
			'It must start with https:// (plain http is allowed for localhost only) and must not contain a user name, a password, "?" or "#". Example: https://api.gameball.co',
		);
	}
	return {
		baseUrl: url,
		apiUrl: `${url}/api/${encodeURIComponent(String(apiVersion))}/integrations`,
		redact: createRedactor([apiKey, secretKey]),
	};
}
