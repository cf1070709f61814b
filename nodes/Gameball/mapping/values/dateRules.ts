import type { ColumnOrder } from './dateOrders';
import { AmbiguousDate, isIsoDay, parseDate, ProvingDate, toIso, toUtc, type CalendarTime } from './dates';
import { Invalid, quote, UnknownOrder, type Rule, type RuleColumn } from './rule';

const MONTHS = [
	...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
	...['August', 'September', 'October', 'November', 'December'],
];

/** @example '3 April 1990' */
function writeDay({ day }: CalendarTime): string {
	const [year = '', month = '', date = ''] = day.split('-');
	return `${Number(date)} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** The orders, as the option 'Date Order' names them. */
const ORDER_NAMES = { ymd: 'Year, Month, Day', dmy: 'Day, Month, Year', mdy: 'Month, Day, Year' } as const;

/** Explains why a date with two readings cannot be read. */
function explainAmbiguous(cell: string, { dayFirst, monthFirst }: AmbiguousDate, column: ColumnOrder): UnknownOrder {
	const [first, second] = column.contradiction;
	return new UnknownOrder(
		`${quote(cell)} can mean ${writeDay(dayFirst).replace(/ \d+$/, '')} or ${writeDay(monthFirst)}`,
		first === undefined
			? "No other date in the column shows which one; set 'Date Order'"
			: `The column has dates with the day first (${quote(first)}) and with the month first (${quote(second)}); use one format for all`,
	);
}

function explainNoDate(cell: unknown, { fixed }: ColumnOrder): Invalid {
	const startsWithYear = typeof cell === 'string' && /^\s*\d{4}\D/.test(cell);
	if (typeof cell !== 'string' || startsWithYear || fixed === undefined) {
		return new Invalid(`${quote(cell)} is not a valid date`);
	}
	return new Invalid(
		`${quote(cell)} is not a date in the order ${ORDER_NAMES[fixed]}`,
		"Set 'Date Order' to the order used in the column",
	);
}

/** Converts a cell into a date, in the order that its column proves. */
function readDate(cell: unknown, column: ColumnOrder): CalendarTime | Invalid {
	const date = parseDate(cell, column.fixed);
	if (date === undefined) return explainNoDate(cell, column);
	if (date instanceof ProvingDate) {
		column.prove(date.order, String(cell).trim());
		return date.date;
	}
	if (!(date instanceof AmbiguousDate)) return date;
	const { order } = column;
	if (order === undefined) return explainAmbiguous(String(cell), date, column);
	column.isUsed = true;
	return order === 'dmy' ? date.dayFirst : date.monthFirst;
}

/** Makes the rule for dates in the format of a field. */
const makeDateRule =
	(column: ColumnOrder, format: (date: CalendarTime) => string): Rule =>
	(cell) => {
		const date = readDate(cell, column);
		return date instanceof Invalid ? date : format(date);
	};

/** Makes the rule for moments. A Date already is one. A time without a zone is in UTC or the workflow's time zone. */
export const makeMomentRule =
	({ order, isUtc }: RuleColumn): Rule =>
	(cell, { timezone }) => {
		const isInstant = cell instanceof Date && !Number.isNaN(cell.getTime());
		if (isInstant) return cell.toISOString().replace(/\.000Z$/, 'Z');
		const date = readDate(cell, order);
		return date instanceof Invalid ? date : toUtc(date, isUtc ? 'UTC' : timezone);
	};

/** Makes the rule for a day with or without a time. */
export function makeDateTimeRule({ order, isUtc }: RuleColumn): Rule {
	const format = (date: CalendarTime) =>
		toIso(isUtc && date.time !== undefined && date.zone === undefined ? { ...date, zone: 'Z' } : date);
	const convert = makeDateRule(order, format);
	return (cell, options) => (isIsoDay(cell) ? cell : convert(cell, options));
}

/** Makes the rule for a day. */
export function makeDayRule({ order }: RuleColumn): Rule {
	const convert = makeDateRule(order, ({ day }) => day);
	return (cell, options) => (isIsoDay(cell) ? cell : convert(cell, options));
}
