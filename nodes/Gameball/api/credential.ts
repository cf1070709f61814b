import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { Failure } from '../errors';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Parses the base URL of the credential and removes trailing slashes.
 *
 * @returns undefined if the address is neither https nor on this machine (the keys could be read on the way), or if it
 * has a query, a fragment, a user name or a password
 * @example parseBaseUrl('https://api.gameball.co/') // 'https://api.gameball.co'
 */
export function parseBaseUrl(text: unknown): string | undefined {
	if (typeof text !== 'string' || !URL.canParse(text.trim())) return undefined;
	const url = new URL(text.trim());
	const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
	if (!isSafe || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') return undefined;
	return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** How to reach Gameball's API with a credential. */
export interface Access {
	/** Without trailing slashes. */
	readonly baseUrl: string;
	/** `{base URL}/api/{version}/integrations` */
	readonly apiUrl: string;
	/**
	 * The address itself, if it is plain http: then n8n's own proxy, which could read the keys, gets nothing. There is
	 * no other way to say this to n8n.
	 */
	readonly proxy?: NonNullable<IHttpRequestOptions['proxy']>;
	/** Removes the keys from a text. */
	readonly redact: (text: string) => string;
}

/** The length from which on a text is a key, and not a part of ordinary words: `b` stands in every job ID. */
const SHORTEST = 8;

/** Lists how a response can write a secret: as it is, in JSON, in JSON with escaped slashes, and in a URL. */
function listSpellings(secret: string): string[] {
	const inJson = JSON.stringify(secret).slice(1, -1);
	return [secret, inJson, inJson.replaceAll('/', '\\/'), encodeURIComponent(secret)];
}

/** An escape sequence of JSON. The code is that of a visible character of ASCII, which need not be escaped. */
const ESCAPE = /\\(?:u00([2-7][0-9a-f])|.)/gi;

/** Writes the characters that JSON need not escape as themselves, but for quotes and backslashes. */
const unescapeNeedless = (text: string): string =>
	text.replace(ESCAPE, (escape, code?: string) =>
		code === undefined || /22|5c/i.test(code) ? escape : String.fromCharCode(Number.parseInt(code, 16)),
	);

/** Creates the function that removes secrets from a response, before anything reads or shortens it. */
function createRedactor(secrets: readonly unknown[]): (text: string) => string {
	const known = secrets.filter((secret): secret is string => typeof secret === 'string' && secret.length >= SHORTEST);
	// One key can be the beginning of the other.
	const spellings = [...new Set(known.flatMap(listSpellings))].sort((one, other) => other.length - one.length);
	return (text) => {
		const plain = text.includes('\\u00') ? unescapeNeedless(text) : text;
		return spellings.reduce((redacted, spelling) => redacted.replaceAll(spelling, '***'), plain);
	};
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
	const { protocol, hostname, port } = new URL(url);
	return {
		baseUrl: url,
		...(protocol === 'http:' ? { proxy: { protocol: 'http', host: hostname, port: Number(port || 80) } } : {}),
		apiUrl: `${url}/api/${encodeURIComponent(String(apiVersion))}/integrations`,
		redact: createRedactor([apiKey, secretKey]),
	};
}
