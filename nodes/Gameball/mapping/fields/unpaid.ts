import type { Column } from '../columns/columns';
import { isEmptyCell, saysNone } from '../columns/cells';
import { normalizeAll, normalizeName } from '../columns/names';
import { isPlainObject, unwrap } from '../columns/wrappings';
import { AmbiguousDate, parseDate, ProvingDate } from '../values/dates';
import { quote } from '../../text';
import { UNPAID } from '../words';
import type { Problem } from './problem';

/** What the cells of a column say about an order: its status in a word, that something is true, or when it happened. */
type Meaning = 'status' | 'flag' | 'time';

/** The columns that say whether an order was paid. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
	Object.entries({
		status: ['status', 'state', 'financialStatus', 'paymentStatus', 'orderStatus', 'orderState', 'transactionStatus'],
		flag: ['cancelled', 'canceled', 'voided', 'refunded', 'isCancelled', 'isCanceled', 'isRefunded', 'isVoided'],
		time: ['cancelledAt', 'canceledAt', 'cancelledOn', 'canceledOn', 'voidedAt', 'cancelDate'],
	}).flatMap(([meaning, names]) => names.map((name) => [normalizeName(name), meaning as Meaning] as const)),
);

const WORDS = normalizeAll(UNPAID);

/** A column that says whether an order was paid. */
export interface StatusColumn {
	readonly index: number;
	readonly column: Column;
	readonly meaning: Meaning;
}

/** Lists the columns of an order that say whether it was paid. */
export const listStatuses = (columns: readonly Column[]): StatusColumn[] =>
	columns.flatMap((column, index) => {
		const meaning = MEANINGS.get(normalizeName(column.name));
		return meaning !== undefined && column.place !== 'person' && column.place !== 'owner'
			? [{ index, column, meaning }]
			: [];
	});

/** The texts of a status; some apps deliver an object with a name and a code. */
const listTexts = (cell: unknown): unknown[] => (isPlainObject(cell) ? [cell.slug, cell.code, unwrap(cell)] : [cell]);

const isTrue = (cell: unknown): boolean => /^(?:true|yes|1)$/i.test(String(cell));

/** Tells whether a cell is a time. Some programs write a day before this one in place of none. */
function isTime(cell: unknown): boolean {
	const date = parseDate(cell, undefined);
	if (date === undefined || date instanceof AmbiguousDate) return date !== undefined;
	return (date instanceof ProvingDate ? date.date : date).day >= '1950';
}

function saysUnpaid(cell: unknown, meaning: Meaning): boolean {
	if (isEmptyCell(cell) || (typeof cell === 'string' && saysNone(cell))) return false;
	if (meaning === 'time') return isTrue(cell) || isTime(cell);
	if (meaning === 'flag') return isTrue(cell);
	return listTexts(cell).some((text) => typeof text === 'string' && WORDS.has(normalizeName(text)));
}

/** Finds out whether an order says that it was cancelled, voided or refunded, or that its payment failed. */
export function findUnpaid(statuses: readonly StatusColumn[], cells: readonly unknown[]): Problem | undefined {
	for (const { index, column, meaning } of statuses) {
		const cell = cells[index];
		if (!saysUnpaid(cell, meaning)) continue;
		const text = isPlainObject(cell) ? listTexts(cell).find(Boolean) : cell;
		return { field: column.name, reason: `is ${quote(text)}, so the record is left out` };
	}
	return undefined;
}
