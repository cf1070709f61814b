import { Failure } from '../errors';
import { findConnectionError } from './connectionErrors';
import { parseObject, type HttpResponse } from './httpResponse';
import { parseRetryAfter } from './retry';
import { shorten } from '../text';

interface Advice {
	readonly message: string;
	readonly whatToDo: string;
}

const CHECK_KEYS =
	'Check the API key and the secret key in the credential. Batch requests need both, and test and live data use different API keys.';

/** The advice for Gameball's error codes, which are more specific than an HTTP status. */
const ADVICE_BY_CODE: Readonly<Record<string, Advice>> = {
	'1001': { message: 'Gameball requires the secret key', whatToDo: CHECK_KEYS },
	'2001': {
		message: 'Gameball is already processing one of these customers',
		whatToDo: 'Another request for one of these customers was running. Send these records again when it has finished.',
	},
	'8000': {
		message: 'Your Gameball plan does not include this feature',
		whatToDo: 'Ask Gameball which plan includes the Batch API.',
	},
};

const ADVICE_BY_STATUS: Readonly<Record<number, Advice>> = {
	400: { message: 'Gameball refused the request', whatToDo: "Correct the records as Gameball's message says." },
	401: { message: 'Gameball refused the keys', whatToDo: CHECK_KEYS },
	403: {
		message: 'Gameball denied access with these keys',
		whatToDo: `${CHECK_KEYS} If they are correct, your account may require API version v4.1.`,
	},
	404: {
		message: 'Gameball does not recognize this address',
		whatToDo: 'Check the base URL and the API version in the credential.',
	},
	413: {
		message: 'Gameball refused the request because it is too large',
		whatToDo: "The data is too large: send less for each record, or lower 'Batch Size'.",
	},
	422: { message: 'Gameball refused the records', whatToDo: "Correct the records as Gameball's message says." },
	429: {
		message: 'Too many requests to Gameball',
		whatToDo:
			'All integrations of an account together may send 30 requests per second and 360 per 30 seconds. Try again later.',
	},
};

const ADVICE_BY_KIND: Readonly<Record<string, Advice>> = {
	'3': {
		message: 'The base URL redirects to another address',
		whatToDo: 'The node never sends the keys to another address. Correct the base URL in the credential.',
	},
	'4': {
		message: 'Gameball refused the request',
		whatToDo: "If Gameball's message does not help, ask its support and quote the request ID.",
	},
	'5': { message: 'Gameball is temporarily unavailable', whatToDo: 'Wait until Gameball is available again.' },
};

const UNEXPECTED: Advice = {
	message: 'Unexpected response from Gameball',
	whatToDo: 'Check the base URL in the credential: something other than Gameball may be answering.',
};

/** Describes a body that is not a Gameball error. */
function describeBody(body: string): string {
	const text = body.trim();
	if (text === '') return 'The response is empty.';
	if (/^<(!doctype|html|head|body|\?xml)/i.test(text)) return 'The response is a web page, not data.';
	return `The response has an unexpected format: ${shorten(text)}`;
}

/** Takes a text or a number out of a response; a long text is shortened. */
const textOrNumber = (value: unknown): string | number | undefined => {
	if (typeof value === 'string') return shorten(value);
	return typeof value === 'number' ? value : undefined;
};

/**
 * Turns a response into a failure. Gameball's error bodies are `{ code, type, message, documentationUrl, requestId }`, but a
 * body can also be HTML (from a proxy) or empty (docs/api.md, "Errors").
 */
export function toFailure({ status, body, retryAfter }: HttpResponse): Failure {
	const error = status >= 400 ? parseObject(body) : undefined;
	const code = textOrNumber(error?.code);
	const requestId = textOrNumber(error?.requestId);
	const advice =
		ADVICE_BY_CODE[String(code)] ?? ADVICE_BY_STATUS[status] ?? ADVICE_BY_KIND[String(status).charAt(0)] ?? UNEXPECTED;
	const says = textOrNumber(error?.message);
	const facts = [
		says === undefined ? describeBody(body) : `Gameball says: ${says}`,
		`(${[`HTTP ${status}`, ...(code === undefined ? [] : [`code ${code}`]), ...(requestId === undefined ? [] : [`request ID ${requestId}`])].join(', ')})`,
	];
	return new Failure(advice.message, `${facts.join(' ')} ${advice.whatToDo}`, {
		facts: {
			httpStatus: status,
			...(code === undefined ? {} : { code }),
			...(requestId === undefined ? {} : { requestId: String(requestId) }),
		},
		retryAfter: parseRetryAfter(retryAfter, Date.now()),
	});
}

/** Turns a response that cannot have come from Gameball into a failure. */
export function toForeignFailure({ status, body }: HttpResponse): Failure {
	return new Failure(
		'The response from the base URL did not come from Gameball',
		`${describeBody(body)} (HTTP ${status}) Check the base URL and the API version in the credential.`,
		{ facts: { httpStatus: status } },
	);
}

/** Makes the failure of a status check for which the wait left no time. */
export const toUncheckedFailure = (): Failure =>
	new Failure(
		'The job could not be checked in time',
		"Gameball did not respond before 'Max Wait Time' was over, or other requests used up the rates of your account. Raise 'Max Wait Time'.",
	);

/** Turns a response that is longer than any of Gameball's into a failure: it was not received, as if the connection broke. */
export const toTooLongFailure = (status: number): Failure =>
	new Failure('The response from the base URL is too long', `${UNEXPECTED.whatToDo} (HTTP ${status})`);

/**
 * Finds the code of a network error in an error and its causes. Takes nothing else from them, because they contain the
 * keys. n8n up to at least 2.20 drops the cause of the error it makes, but keeps its code as `httpCode`.
 */
function findNetworkCode(error: unknown): string | undefined {
	for (let cause = error, depth = 0; typeof cause === 'object' && cause !== null && depth < 5; depth++) {
		if ('code' in cause && typeof cause.code === 'string') return cause.code;
		const next = 'cause' in cause ? cause.cause : undefined;
		if (next === undefined && 'httpCode' in cause && typeof cause.httpCode === 'string') return cause.httpCode;
		cause = next;
	}
	return undefined;
}

/** Turns the error of a request that got no response into a failure. */
export function toConnectionFailure(error: unknown): Failure {
	const networkCode = findNetworkCode(error);
	const { message, whatToDo } = findConnectionError(networkCode);
	return networkCode === undefined
		? new Failure(message, whatToDo)
		: new Failure(message, `${whatToDo} (${networkCode})`, { facts: { networkCode } });
}
