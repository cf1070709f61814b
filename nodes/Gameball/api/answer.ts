import type { IDataObject } from 'n8n-workflow';

/** An HTTP answer as text. */
export interface Answer {
	readonly status: number;
	readonly body: string;
	/** The header Retry-After, if there is one. */
	readonly retryAfter?: string;
}

/** The longest body that is read, in characters: a thousand times what the largest job's answer takes. */
const LONGEST_BODY = 100_000_000;

/** How deep data may be nested. What n8n does with items, such as storing them, breaks off somewhere beyond. */
const DEEPEST_NESTING = 100;

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whether data can go through n8n without harm: not nested too deeply, and without a name that replaces an object's prototype. */
function isHarmless(data: object): boolean {
	let level: object[] = [data];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth === DEEPEST_NESTING || level.some((value) => Object.hasOwn(value, '__proto__'))) return false;
		level = level.flatMap((value) => Object.values(value).filter(isContainer));
	}
	return true;
}

/** A body as a JSON object, or undefined if it is anything else, or nothing that Gameball would send. */
export function parseObject(body: string): IDataObject | undefined {
	if (body.length > LONGEST_BODY) return undefined;
	try {
		const parsed: unknown = JSON.parse(body);
		return isContainer(parsed) && !Array.isArray(parsed) && isHarmless(parsed) ? (parsed as IDataObject) : undefined;
	} catch {
		return undefined;
	}
}
