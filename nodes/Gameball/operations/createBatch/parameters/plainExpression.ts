import type { GenericValue, IDataObject } from 'n8n-workflow';

/**
 * A parameter that does not need n8n's expression engine: the same value for every item, or the value at a path of the
 * item. The engine takes about 0.1 ms per expression, which is more than a minute for eight of them on 100,000 items.
 */
export type PlainParameter =
	| { readonly kind: 'fixed'; readonly value: GenericValue }
	| { readonly kind: 'path'; readonly path: readonly string[] };

const NAME = String.raw`\.[A-Za-z_][A-Za-z0-9_]*`;
const QUOTED = String.raw`\[\s*(?:"[^"\\{}\r\n\u2028\u2029]*"|'[^'\\{}\r\n\u2028\u2029]*')\s*\]`;
const INDEX = String.raw`\[\s*(?:0|[1-9]\d{0,8})\s*\]`;
const STEP = `(?:${NAME}|${QUOTED}|${INDEX})`;
const PATH_EXPRESSION = new RegExp(String.raw`^=\{\{\s*\$json(${STEP}+)\s*\}\}$`);
const STEPS = new RegExp(STEP, 'g');

/** Names that n8n may hide from expressions, or that have a meaning without being in the item. */
const RESERVED = new Set([
	...Object.getOwnPropertyNames(Object.prototype),
	...Object.getOwnPropertyNames(Object).filter((name) => name !== 'name' && name !== 'length'),
	...['mainModule', 'binding', '_linkedBinding', '_load', 'prepareStackTrace', 'caller', 'callee', 'arguments'],
	...['getBuiltinModule', 'dlopen', 'execve', 'loadEnvFile'],
]);

const stepName = (step: string): string => {
	if (step.startsWith('.')) return step.slice(1);
	const inner = step.slice(1, -1).trim();
	return /^["']/.test(inner) ? inner.slice(1, -1) : inner;
};

/**
 * Parses a stored parameter that is a fixed value or an expression that is only a path.
 *
 * @returns undefined for anything else, which needs the engine
 * @example parsePlain('={{ $json.a["b c"].d }}') // { kind: 'path', path: ['a', 'b c', 'd'] }
 */
export function parsePlain(raw: unknown): PlainParameter | undefined {
	if (typeof raw !== 'string') {
		const isScalar = raw === null || typeof raw === 'number' || typeof raw === 'boolean';
		return isScalar ? { kind: 'fixed', value: raw } : undefined;
	}
	if (!raw.startsWith('=')) return { kind: 'fixed', value: raw };
	const steps = PATH_EXPRESSION.exec(raw)?.[1];
	if (steps === undefined || raw.includes('constructor')) return undefined;
	const path = (steps.match(STEPS) ?? []).map(stepName);
	return path.some((name) => RESERVED.has(name)) ? undefined : { kind: 'path', path };
}

/** Marks a value that only the engine can resolve. */
export const UNCLEAR = Symbol('unclear');

/** Tells whether a value is a plain object or list: others may inherit names. */
function isJsonContainer(value: unknown): value is object {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}

/**
 * Follows a path through plain objects and lists.
 *
 * @returns the value at its end, or {@link UNCLEAR}
 */
export function followPath(json: IDataObject, path: readonly string[]): unknown {
	let value: unknown = json;
	for (const name of path) {
		if (!isJsonContainer(value) || (Array.isArray(value) && !Object.hasOwn(value, name))) return UNCLEAR;
		value = (value as Record<string, unknown>)[name];
	}
	return value;
}
