import type { Failure } from '../Failure';

/** What sending a request twice does: nothing, as it only asks or stops; no harm; or it pays or counts twice. */
export type Repeat = 'free' | 'harmless' | 'harmful';

const SECOND = 1_000;

/** The pause before the first retry is at most this long, before each further one at most twice as long as before. */
const FIRST_BACKOFF = SECOND;
const LONGEST_BACKOFF = 30 * SECOND;

/** The longest pause a server can ask for. */
const LONGEST_RETRY_AFTER = 60 * SECOND;

/**
 * What the header Retry-After asks for, in milliseconds: seconds or an HTTP date (RFC 9110, 10.2.3). No longer than a
 * minute, and undefined if it asks for nothing.
 *
 * @param now milliseconds since the epoch
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
	if (header === undefined) return undefined;
	const text = header.trim();
	const asked = /^\d+$/.test(text) ? Number(text) * SECOND : Date.parse(text) - now;
	return Number.isNaN(asked) ? undefined : Math.max(0, Math.min(asked, LONGEST_RETRY_AFTER));
}

/**
 * The pause before a retry, in milliseconds: exponential backoff with full jitter, so that programs that failed together
 * do not come back together, but no less than the server has asked for.
 *
 * @param retry which one it is, from 1 on
 * @param random from 0 up to 1
 */
export function pauseBeforeRetry(retry: number, retryAfter: number | undefined, random: number): number {
	const backoff = random * Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** (retry - 1));
	return Math.max(backoff, retryAfter ?? 0);
}

/** The statuses that tell of a fault that passes. */
const TRANSIENT: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]);

/** Gameball's code for a customer another request is just working on (API facts, "Limits and failures"). */
const CONCURRENT_REQUEST = '2001';

/** Whether a fault may pass by itself, so that the same request can succeed later. */
export function isTransient({ details: { httpStatus, code } }: Failure): boolean {
	return httpStatus === undefined || TRANSIENT.has(httpStatus) || String(code) === CONCURRENT_REQUEST;
}

/** The codes of connections that were never made. */
const NEVER_CONNECTED: ReadonlySet<string | undefined> = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
]);

/** The statuses from 500 on with which a server says that it has not even tried. */
const NOT_TRIED: ReadonlySet<number> = new Set([501, 503, 505]);

/** Whether Gameball may have done what a request asked for although it failed: the answer was lost, late, or senseless. */
export function mayHaveWorked({ details: { httpStatus, networkCode } }: Failure): boolean {
	if (httpStatus === undefined) return !NEVER_CONNECTED.has(networkCode);
	return httpStatus < 300 || httpStatus === 408 || (httpStatus >= 500 && !NOT_TRIED.has(httpStatus));
}
