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

/** The maximum length of a body to parse, in characters: a thousand times that of the largest job. */
const MAX_BODY_LENGTH = 100_000_000;

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
	if (body.length > MAX_BODY_LENGTH) return undefined;
	try {
		const parsed: unknown = JSON.parse(body);
		return isContainer(parsed) && !Array.isArray(parsed) && isHarmless(parsed) ? (parsed as IDataObject) : undefined;
	} catch {
		return undefined;
	}
}
