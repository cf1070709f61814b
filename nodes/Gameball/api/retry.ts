import { Failure } from '../errors';
import { findConnectionError } from './connectionErrors';

/**
 * The effect of sending a request twice.
 *
 * - `none`: the request only reads or stops something
 * - `harmless`: the same records arrive twice, with the same result
 * - `harmful`: something is paid or counted twice
 */
export type RepeatEffect = 'none' | 'harmless' | 'harmful';

const SECOND = 1_000;

/** The maximum delay before the first retry; it doubles with each further retry. */
const FIRST_BACKOFF = SECOND;
const MAX_BACKOFF = 30 * SECOND;

const MAX_RETRY_AFTER = 60 * SECOND;

/**
 * Parses the header Retry-After: seconds or an HTTP date (RFC 9110, 10.2.3).
 *
 * @param now milliseconds since the epoch
 * @returns the delay in milliseconds, at most a minute; undefined if the header is missing or invalid
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
	if (header === undefined) return undefined;
	const text = header.trim();
	const delay = /^\d+$/.test(text) ? Number(text) * SECOND : Date.parse(text) - now;
	return Number.isNaN(delay) ? undefined : Math.max(0, Math.min(delay, MAX_RETRY_AFTER));
}

/**
 * Computes the delay before a retry: exponential backoff with full jitter, so that clients that failed together do not
 * return together, but no less than the server asked for.
 *
 * @param retry the number of the retry, starting at 1
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function computeRetryDelay(retry: number, retryAfter: number | undefined, random: number): number {
	const backoff = random * Math.min(MAX_BACKOFF, FIRST_BACKOFF * 2 ** (retry - 1));
	return Math.max(backoff, retryAfter ?? 0);
}

const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]);

/** Gameball's code for a customer that another request is updating (docs/api.md, "Errors"). */
const CONCURRENT_REQUEST = '2001';

/** Tells whether a failure may be temporary, so that the same request can succeed later. */
export function isRetryable({ facts: { httpStatus, networkCode, code } }: Failure): boolean {
	if (httpStatus === undefined) return findConnectionError(networkCode).isPermanent !== true;
	return RETRYABLE_STATUSES.has(httpStatus) || String(code) === CONCURRENT_REQUEST;
}

/** Tells whether there is no server at the address: the host does not exist or refuses connections. */
export const isNothingThere = ({ facts: { networkCode } }: Failure): boolean =>
	networkCode !== undefined && findConnectionError(networkCode).isNothingThere === true;

/** The HTTP statuses of 500 and above that mean the server did not process the request. */
const NOT_TRIED: ReadonlySet<number> = new Set([501, 503, 505]);

/** Tells whether Gameball may have accepted a request although it failed: its response was lost, late or unusable. */
export function mayHaveWorked({ facts: { httpStatus, networkCode } }: Failure): boolean {
	if (httpStatus === undefined) return findConnectionError(networkCode).isNeverSent !== true;
	return httpStatus < 300 || httpStatus === 408 || (httpStatus >= 500 && !NOT_TRIED.has(httpStatus));
}

/**
 * Gameball's codes for data that it does not accept: missing arguments, null or invalid values, invalid payload, and times
 * and IDs of transactions that exist already (docs/api.md, "Errors").
 */
const DATA_CODES = /^(?:3\d{3}|9003|9004)$/;

/** The HTTP statuses of requests that are refused because of their data. */
const DATA_STATUSES: ReadonlySet<number | undefined> = new Set([400, 422]);

const TOO_LARGE = 413;

/**
 * Tells whether Gameball refused a whole batch because of its data or its size, so that it may still accept a part of
 * it. If an earlier attempt may have worked, transactions that exist already prove that it did.
 */
export function isRefusedForData(error: unknown): error is Failure {
	if (!(error instanceof Failure)) return false;
	const { httpStatus, code, mayHaveWorked: worked } = error.facts;
	if (httpStatus === TOO_LARGE) return true;
	return (
		DATA_STATUSES.has(httpStatus) && DATA_CODES.test(String(code)) && !(worked === true && String(code)[0] === '9')
	);
}
