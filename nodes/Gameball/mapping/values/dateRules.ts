import type { DateOrder } from '../products';
import { AmbiguousDate, MONTHS, parseDate, ProvingDate, readIsoYear, toIso, toUtc, type CalendarTime } from './dates';
import { quote } from '../../text';
import { Invalid, Undecided, type Rule, type RuleColumn } from './rule';
import type { Proof } from './runFacts';

/** @example '3 April 1990' */
function writeDay({ day }: CalendarTime): string {
	const [year = '', month = '', date = ''] = day.split('-');
	return `${Number(date)} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** The orders, as the option 'Date Order' names them. */
const ORDER_NAMES = { ymd: 'Year, Month, Day', dmy: 'Day, Month, Year', mdy: 'Month, Day, Year' } as const;

/** Explains why a date with two readings cannot be read. */
function explainAmbiguous(cell: string, { dayFirst, monthFirst }: AmbiguousDate, column: Proof<DateOrder>): Undecided {
	const [first, second] = column.contradiction;
	return new Undecided(
		`${quote(cell)} can mean ${writeDay(dayFirst).replace(/ \d+$/, '')} or ${writeDay(monthFirst)}`,
		first === undefined
			? "No other date in the column shows which one; set 'Date Order'"
			: `The column has dates with the day first (${quote(first)}) and with the month first (${quote(second)}); use one format for all`,
	);
}

/** A day or a time with a month and a year of two digits, whose century is unknown. */
const SHORT_YEAR = /^\d{1,2}([-/. ])(?:\d{1,2}|[A-Z]{3})\1\d{2}$/i;

function explainNoDate(cell: unknown, { fixed }: Proof<DateOrder>): Invalid {
	if (typeof cell === 'string' && SHORT_YEAR.test(cell)) {
		return new Invalid(`${quote(cell)} has a year with two digits`, 'Write years with four digits');
	}
	const startsWithYear = typeof cell === 'string' && /^\d{4}\D/.test(cell);
	if (typeof cell !== 'string' || startsWithYear || fixed === undefined) {
		return new Invalid(`${quote(cell)} is not a valid date`);
	}
	return new Invalid(
		`${quote(cell)} is not a date in the order ${ORDER_NAMES[fixed]}`,
		"Set 'Date Order' to the order used in the column",
	);
}

/** The first and the last day that a date can be. */
interface Span {
	readonly first: string;
	readonly last: string;
	/** The years from the first to the last day, in words. */
	readonly years: string;
}

/** What to do with dates before the span: they are Hijri dates or placeholders. */
const CONVERT = 'Convert Hijri dates to Gregorian ones, and leave unknown dates empty';

const DAY = 24 * 3_600_000;

/** The span of births: until today, wherever today begins first. */
const getBirthSpan = (): Span => ({
	first: '1900-01-01',
	last: new Date(Date.now() + DAY).toISOString().slice(0, 10),
	years: '1900 and today',
});

/** The span of all other dates. */
const getTimeSpan = (): Span => ({
	first: '1950-01-01',
	last: `${new Date().getUTCFullYear() + 1}-12-31`,
	years: '1950 and next year',
});

const isWithin = (day: string, { first, last }: Span): boolean => day >= first && day <= last;

const explainSpan = (cell: unknown, { day }: CalendarTime, { first, years }: Span): Invalid =>
	new Invalid(
		`${quote(cell)} is in the year ${Number(day.slice(0, 4))}, not between ${years}`,
		day < first ? CONVERT : '',
	);

/** Converts a cell into a date, in the order that its column proves. */
function readDate(cell: unknown, column: Proof<DateOrder>, span: Span): CalendarTime | Invalid {
	const date = parseDate(cell, column.fixed);
	if (date === undefined) return explainNoDate(cell, column);
	if (date instanceof AmbiguousDate) {
		const { reading } = column;
		const read = reading === 'mdy' ? date.monthFirst : date.dayFirst;
		const isPossible = isWithin(read.day, span);
		if (reading === undefined && (isPossible || isWithin(date.monthFirst.day, span))) {
			return explainAmbiguous(String(cell), date, column);
		}
		if (!isPossible) return explainSpan(cell, read, span);
		column.isUsed = true;
		return read;
	}
	const known = date instanceof ProvingDate ? date.date : date;
	if (!isWithin(known.day, span)) return explainSpan(cell, known, span);
	if (date instanceof ProvingDate) column.prove(date.order, String(cell));
	return known;
}

/** Makes the rule for dates in the format of a field. Most cells are days in the API's format already. */
function makeDateRule(column: Proof<DateOrder>, span: Span, format: (date: CalendarTime) => string): Rule {
	const [firstYear, lastYear] = [span.first, span.last].map((day) => Number(day.slice(0, 4))) as [number, number];
	return (cell) => {
		const year = readIsoYear(cell);
		if (year >= firstYear && year < lastYear) return cell as string;
		const date = readDate(cell, column, span);
		return date instanceof Invalid ? date : format(date);
	};
}

/** Makes the rule for moments. A Date already is one. A time without a zone is in UTC or the workflow's time zone. */
export function makeMomentRule({ dateOrder, isUtc }: RuleColumn): Rule {
	const span = getTimeSpan();
	return (cell, { timezone }) => {
		if (cell instanceof Date && !Number.isNaN(cell.getTime())) {
			const moment = cell.toISOString().replace(/\.000Z$/, 'Z');
			return isWithin(moment.slice(0, 10), span) ? moment : explainSpan(cell, { day: moment }, span);
		}
		const date = readDate(cell, dateOrder, span);
		return date instanceof Invalid ? date : toUtc(date, isUtc ? 'UTC' : timezone);
	};
}

/** Makes the rule for a day with or without a time. */
export const makeDateTimeRule = ({ dateOrder, isUtc }: RuleColumn): Rule =>
	makeDateRule(dateOrder, getTimeSpan(), (date) =>
		toIso(isUtc && date.time !== undefined && date.zone === undefined ? { ...date, zone: 'Z' } : date),
	);

/** Makes the rule for the day of a birth. */
export const makeBirthRule = ({ dateOrder }: RuleColumn): Rule =>
	makeDateRule(dateOrder, getBirthSpan(), ({ day }) => day);
