import type { Column } from '../columns/columns';
import { isEmptyCell, readCell, saysNone } from '../columns/cells';
import { normalizeAll, normalizeName } from '../columns/names';
import { isPlainObject, unwrap } from '../columns/wrappings';
import { AmbiguousDate, parseDate, ProvingDate } from '../values/dates';
import { quote } from '../../text';
import { UNPAID } from '../words';
import { openCell } from '../values/openCell';
import { readYesNo } from '../values/yesNo';
import type { InvalidRecord } from './problem';

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

/** The day that programs write in place of none, or an earlier one. */
const NO_DAY = '1970-01-01';
const NO_TIME = /^0001-01-01|^[0\s:./T-]+Z?$/;

/** Tells whether a cell is the time of a cancellation; returns undefined if that is not clear. */
function readTime(cell: unknown): boolean | undefined {
	const date = parseDate(cell, undefined);
	if (date instanceof AmbiguousDate) return true;
	if (date !== undefined) return (date instanceof ProvingDate ? date.date : date).day > NO_DAY;
	return typeof cell === 'string' && NO_TIME.test(cell) ? false : undefined;
}

/** Tells whether a cell says that an order was not paid; returns undefined if that is not clear. */
function saysUnpaid(given: unknown, meaning: Meaning): boolean | undefined {
	if (meaning === 'status') {
		return listTexts(given).some((text) => typeof text === 'string' && WORDS.has(normalizeName(text)));
	}
	const cell = readCell(openCell(given, 'dateTime'));
	if (isEmptyCell(cell) || (typeof cell === 'string' && saysNone(cell))) return false;
	const answer = readYesNo(cell);
	if (answer !== undefined) return answer;
	// A number in a flag can be the amount of a partial refund.
	if (meaning === 'flag') return typeof cell === 'string' && !/^[\d.,]+$/.test(cell) && readTime(cell) === true;
	return readTime(cell);
}

/**
 * Finds out whether an order says that it was cancelled, voided or refunded, or that its payment failed. It is left out
 * then; if what it says is not clear, it is invalid.
 */
export function findUnpaid(
	statuses: readonly StatusColumn[],
	cells: readonly unknown[],
): Pick<InvalidRecord, 'problems' | 'isLeftOut'> | undefined {
	for (const { index, column, meaning } of statuses) {
		const cell = cells[index];
		const isUnpaid = saysUnpaid(cell, meaning);
		if (isUnpaid === false) continue;
		const field = column.name;
		if (isUnpaid === undefined) {
			const reason = `is ${quote(cell)}, so it is not clear whether the order was cancelled`;
			return { problems: [{ field, reason, advice: ['Leave it empty if the order was not cancelled'] }] };
		}
		const text = isPlainObject(cell) ? listTexts(cell).find(Boolean) : cell;
		return { problems: [{ field, reason: `is ${quote(text)}, so the record is left out` }], isLeftOut: true };
	}
	return undefined;
}
