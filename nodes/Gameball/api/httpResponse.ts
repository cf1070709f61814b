import type { IDataObject } from 'n8n-workflow';

/** An HTTP response with its body as text. */
export interface HttpResponse {
	readonly status: number;
	readonly body: string;
	/** The header Retry-After, if present. */
	readonly retryAfter?: string;
}

/** Tells whether a status means success. */
export const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/**
 * The maximum length of a body, in bytes: the answer about a job of 1,000 records has some hundred thousand. A small one
 * can be decompressed to gigabytes.
 */
const MAX_BODY_LENGTH = 64_000_000;

/**
 * Reads a body as UTF-8.
 *
 * @returns undefined if it is too long; the rest of it is not received
 */
export async function readBody(body: AsyncIterable<Uint8Array>): Promise<string | undefined> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of body) {
		chunks.push(chunk);
		length += chunk.length;
		if (length > MAX_BODY_LENGTH) return undefined;
	}
	return new TextDecoder().decode(Buffer.concat(chunks));
}

/** What each object, list, name and text in JSON begins with. */
const BEGINNINGS = ['{', '[', '"'] as const;

/** How often each of these may occur: 400 times for each record. With millions, parsing would block n8n for a minute. */
const MAX_VALUES = 400_000;

function countUpTo(max: number, body: string, beginning: string): number {
	let count = 0;
	for (let at = body.indexOf(beginning); at !== -1 && count < max; at = body.indexOf(beginning, at + 1)) count++;
	return count;
}

/** The maximum depth of nesting to accept: n8n cannot store items that are nested much deeper. */
const MAX_DEPTH = 100;

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Tells whether data is safe for n8n: not nested too deeply, and no name that replaces an object's prototype. */
function isHarmless(data: object): boolean {
	let level: object[] = [data];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth === MAX_DEPTH || level.some((value) => Object.hasOwn(value, '__proto__'))) return false;
		level = level.flatMap((value) => Object.values(value).filter(isContainer));
	}
	return true;
}

/** Parses a body; returns undefined if it is not a JSON object, or not one that Gameball would send. */
export function parseObject(body: string): IDataObject | undefined {
	if (BEGINNINGS.some((beginning) => countUpTo(MAX_VALUES, body, beginning) === MAX_VALUES)) return undefined;
	try {
		const parsed: unknown = JSON.parse(body);
		return isContainer(parsed) && !Array.isArray(parsed) && isHarmless(parsed) ? (parsed as IDataObject) : undefined;
	} catch {
		return undefined;
	}
}
