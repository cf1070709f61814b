import { isPlainObject } from '../columns/wrappings';
import type { Problem } from './problem';
import type { RowPlan } from './rowPlan';
import type { UnknownFields } from './unknownColumns';

/** The maximum depth of objects in a record: n8n cannot store items that are nested much deeper. */
const MAX_DEPTH = 100;

const isShallow = (value: unknown, depth = 0): boolean =>
	(!Array.isArray(value) && !isPlainObject(value)) ||
	(depth < MAX_DEPTH && Object.values(value).every((inner) => isShallow(inner, depth + 1)));

/** Tells whether JSON can hold a value: not a BigInt, and no object that contains itself or refuses to be written. */
function isWritable(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return typeof value !== 'bigint';
	try {
		return isShallow(value) && JSON.stringify(value) !== undefined;
	} catch {
		return false;
	}
}

/**
 * Finds a cell that would be sent, but that JSON cannot hold: it would fail its whole batch.
 *
 * @param unknownFields with `custom`, the objects of apps are sent too
 */
export function findUnwritable(
	cells: readonly unknown[],
	{ verbatim }: RowPlan,
	unknownFields: UnknownFields,
): Problem | undefined {
	for (const { index, column, kind } of verbatim) {
		const cell = cells[index];
		if (typeof cell !== 'object' && typeof cell !== 'bigint') continue;
		const isSent = kind === undefined || kind === 'custom' || kind === 'unknown' || unknownFields === 'custom';
		if (isSent && !isWritable(cell))
			return { field: column.name, reason: 'cannot be sent because it is not plain data' };
	}
	return undefined;
}
