import type { DateOrder } from '../products';
import { foldDigits } from '../columns/cells';

/** A date that can be read day first or month first. */
export class AmbiguousDate {
	constructor(
		readonly dayFirst: CalendarTime,
		readonly monthFirst: CalendarTime,
	) {}
}

/** A date that can only be read in one order, which it proves. */
export class ProvingDate {
	constructor(
		readonly date: CalendarTime,
		readonly order: 'dmy' | 'mdy',
	) {}
}

/** A point on the calendar as the input wrote it. */
export interface CalendarTime {
	/** `YYYY-MM-DD`. */
	readonly day: string;
	/** `HH:MM:SS` or `HH:MM:SS.mmm`; absent if the input is a day only. */
	readonly time?: string;
	/** `Z` or `+HH:MM`; absent if the input does not say. */
	readonly zone?: string;
}

const DATE = /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?:(?:T|\s+)(.+))?$/i;
/** Dates with the month in English: `15-Jul-1992`, `15 July 1992`, `Tue, 08 Aug 2023 11:05:09 +0000` (RFC 5322). */
const DAY_AND_MONTH = /^(?:[A-Z]{3}, )?(\d{1,2})[-\s/.]+([A-Z]{3,9})[-\s/.,]+(\d{4})(?:,?\s+(.+))?$/i;
/** The same with the month first: `Jul 15, 1992`. */
const MONTH_AND_DAY = /^([A-Z]{3,9})\.?[-\s/]+(\d{1,2})(?:st|nd|rd|th)?,?[-\s/]+(\d{4})(?:,?\s+(.+))?$/i;

/** The months in English. */
export const MONTHS = [
	...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
	...['August', 'September', 'October', 'November', 'December'],
];

/** The dates of .NET, such as `/Date(1439434356790+0000)/`: milliseconds since the epoch. */
const JSON_DATE = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;

const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(am|pm)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i;

/** Days from 1899-12-30, day 0 of spreadsheets, to 1970-01-01. */
const SERIAL_OF_EPOCH = 25_569;
const LAST_SERIAL = 2_958_465;

/** Numbers from the first one on are Unix times in seconds (since 1973-03-03), from the second one in milliseconds. */
const FIRST_EPOCH_SECONDS = 100_000_000;
const FIRST_EPOCH_MILLISECONDS = 100_000_000_000;

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** The last day of each month in a year that is not a leap year. */
const LAST_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const FIRST_YEAR = 1000;

function exists(year: number, month: number, day: number): boolean {
	const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
	const lastDay = month === 2 && isLeap ? 29 : (LAST_DAYS[month - 1] ?? 0);
	return year >= FIRST_YEAR && day >= 1 && day <= lastDay;
}

const calendarDay = (year: number, month: number, day: number): string | undefined =>
	exists(year, month, day) ? `${pad(year, 4)}-${pad(month)}-${pad(day)}` : undefined;

function fromInstant(date: Date): CalendarTime | undefined {
	if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < FIRST_YEAR || date.getUTCFullYear() > 9999)
		return undefined;
	const [day = '', rest = ''] = date.toISOString().split('T');
	const time = rest.replace(/(\.000)?Z$/, '');
	return time === '00:00:00' ? { day } : { day, time, zone: 'Z' };
}

/** Reads a Date. Databases deliver days as Dates at midnight in the local time zone: such a Date is that day. */
function fromDate(date: Date): CalendarTime | undefined {
	const isMidnight = date.getHours() + date.getMinutes() + date.getSeconds() + date.getMilliseconds() === 0;
	const day = isMidnight ? calendarDay(date.getFullYear(), date.getMonth() + 1, date.getDate()) : undefined;
	return day === undefined ? fromInstant(date) : { day };
}

/** The maximum length of text that is read as a date. */
const MAX_LENGTH = 64;

/** Tells whether a number is more likely a year than a day of the years 1905 and 1906. */
const isBareYear = (value: number): boolean => Number.isInteger(value) && value >= 1_900 && value <= 2_100;

/** Reads a spreadsheet's serial number (days since 1899-12-30), or a Unix time in seconds or milliseconds. */
function fromNumber(value: number): CalendarTime | undefined {
	if (value >= FIRST_EPOCH_MILLISECONDS) return fromInstant(new Date(value));
	if (value >= FIRST_EPOCH_SECONDS) return fromInstant(new Date(value * 1000));
	// Serials up to 60 differ between spreadsheets, which disagree on whether 1900 was a leap year.
	if (value <= 60 || value > LAST_SERIAL || isBareYear(value)) return undefined;
	const calendar = fromInstant(new Date(Math.round((value - SERIAL_OF_EPOCH) * 86_400) * 1000));
	if (calendar === undefined) return undefined;
	// A spreadsheet's time is that of a wall clock: it has no zone.
	return calendar.time === undefined ? { day: calendar.day } : { day: calendar.day, time: calendar.time };
}

function parseTime(text: string): Omit<CalendarTime, 'day'> | undefined {
	const match = TIME.exec(text.trim());
	if (match === null) return undefined;
	const [, hours = '', minutes = '', seconds = '0', fraction, half, zone] = match;
	const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
	const isClock = half === undefined || (Number(hours) >= 1 && Number(hours) <= 12);
	if (!isClock || hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
	const milliseconds = fraction === undefined ? '' : `.${fraction.padEnd(3, '0').slice(0, 3)}`;
	const time = `${pad(hour)}:${minutes}:${pad(Number(seconds))}${milliseconds}`;
	if (zone === undefined) return { time };
	if (/^(Z|UTC|GMT)$/i.test(zone)) return { time, zone: 'Z' };
	const [, sign = '', zoneHours = '', zoneMinutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
	if (Number(zoneHours) > 14 || Number(zoneMinutes) > 59) return undefined;
	return { time, zone: `${sign}${zoneHours}:${zoneMinutes}` };
}

/** Reads text with the name of a month, in full or its first three or four letters. */
function fromNamedMonth(text: string): CalendarTime | undefined {
	const [, date, name, year, timeText] = DAY_AND_MONTH.exec(text) ?? [];
	const [, monthFirst, secondDate, otherYear, otherTime] = name === undefined ? (MONTH_AND_DAY.exec(text) ?? []) : [];
	const small = (name ?? monthFirst ?? '').toLowerCase();
	const month = MONTHS.findIndex((known) => small.length >= 3 && known.toLowerCase().startsWith(small)) + 1;
	const day = calendarDay(Number(year ?? otherYear), month, Number(date ?? secondDate));
	const clock = timeText ?? otherTime;
	const time = clock === undefined ? {} : parseTime(clock);
	return day === undefined || time === undefined ? undefined : { day, ...time };
}

/** Reads text as a date; the order is undefined if it is not known. */
function fromText(text: string, order: DateOrder | undefined): CalendarTime | AmbiguousDate | ProvingDate | undefined {
	const match = DATE.exec(text);
	if (match === null) return undefined;
	const [, first = '', , second = '', third = '', timeText] = match;
	const time = timeText === undefined ? {} : parseTime(timeText);
	if (time === undefined) return undefined;
	const read = (year: string, month: string, date: string): CalendarTime | undefined => {
		const day = calendarDay(Number(year), Number(month), Number(date));
		return day === undefined ? undefined : { day, ...time };
	};
	// Years have four digits: the century of a shorter one would be a guess.
	if (first.length === 4) return third.length > 2 ? undefined : read(first, second, third);
	if (order === 'ymd' || third.length !== 4) return undefined;
	const dayFirst = order === 'mdy' ? undefined : read(third, second, first);
	const monthFirst = order === 'dmy' ? undefined : read(third, first, second);
	if (dayFirst !== undefined && monthFirst !== undefined) {
		return dayFirst.day === monthFirst.day ? dayFirst : new AmbiguousDate(dayFirst, monthFirst);
	}
	const date = dayFirst ?? monthFirst;
	if (date === undefined || order !== undefined) return date;
	return new ProvingDate(date, dayFirst === undefined ? 'mdy' : 'dmy');
}

/** Reads digits in a text as a number; returns NaN if there is any other character. */
function readDigits(text: string, start: number, end: number): number {
	let number = 0;
	for (let at = start; at < end; at++) {
		const digit = text.charCodeAt(at) - 0x30;
		if (digit < 0 || digit > 9) return NaN;
		number = number * 10 + digit;
	}
	return number;
}

const HYPHEN = 0x2d;

/**
 * Reads the year of a text that is an existing day in the API's format, `YYYY-MM-DD`; returns NaN for any other. Most
 * cells are such days, so this is quick.
 */
export function readIsoYear(text: unknown): number {
	if (typeof text !== 'string' || text.length !== 10) return NaN;
	if (text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return NaN;
	const year = readDigits(text, 0, 4);
	return exists(year, readDigits(text, 5, 7), readDigits(text, 8, 10)) ? year : NaN;
}

/**
 * Reads a date as spreadsheets and CRMs write it: text that starts with the year, text in the given order, a
 * spreadsheet's serial number, a Unix time in seconds or milliseconds, a Date, a Luxon DateTime.
 *
 * @param order the order in text that does not start with the year; undefined if it is not known
 * @returns undefined if it is not a date, or a date that does not exist
 */
export function parseDate(
	value: unknown,
	order: DateOrder | undefined,
): CalendarTime | AmbiguousDate | ProvingDate | undefined {
	if (typeof value === 'number') return fromNumber(value);
	if (value instanceof Date) return fromDate(value);
	if (typeof value === 'object' && value !== null && 'toISO' in value && typeof value.toISO === 'function') {
		return fromText(String(value.toISO()), order);
	}
	if (typeof value !== 'string') return undefined;
	const text = foldDigits(value.trim());
	if (text.length > MAX_LENGTH) return undefined;
	const json = JSON_DATE.exec(text);
	if (json !== null) return fromInstant(new Date(Number(json[1])));
	return /^[1-9]\d*(\.\d+)?$/.test(text) && !/^\d{1,4}\.\d{1,2}$/.test(text)
		? fromNumber(Number(text))
		: (fromText(text, order) ?? fromNamedMonth(text));
}

/** Formats a time as ISO 8601: in UTC if the zone is known, otherwise without a zone; a day stays a day. */
export function toIso({ day, time, zone }: CalendarTime): string {
	if (time === undefined) return day;
	if (zone === undefined) return `${day}T${time}`;
	return new Date(`${day}T${time}${zone}`).toISOString().replace(/\.000Z$/, 'Z');
}

/** The formatters for the wall clock of each time zone; kept, because creating one takes longer than many uses. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function getClock(timezone: string): Intl.DateTimeFormat {
	const clock =
		clocks.get(timezone) ??
		new Intl.DateTimeFormat('en-US', {
			timeZone: timezone,
			hourCycle: 'h23',
			...({ year: 'numeric', month: 'numeric', day: 'numeric' } as const),
			...({ hour: 'numeric', minute: 'numeric', second: 'numeric' } as const),
		});
	clocks.set(timezone, clock);
	return clock;
}

/** Computes how far the wall clock of a time zone is ahead of UTC at a moment, in milliseconds. */
function computeOffset(moment: number, timezone: string): number {
	const parts = new Map(
		getClock(timezone)
			.formatToParts(moment)
			.map(({ type, value }) => [type, Number(value)]),
	);
	const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
	const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
	return shown - Math.floor(moment / 1_000) * 1_000;
}

/**
 * Formats a moment as ISO 8601 in UTC. A time without a zone is read on the wall clock of the given time zone; a day is
 * midnight there.
 *
 * @example toUtc({ day: '2026-01-31', time: '12:00:00' }, 'Africa/Cairo') // '2026-01-31T10:00:00Z'
 */
export function toUtc({ day, time = '00:00:00', zone }: CalendarTime, timezone: string): string {
	const shown = Date.parse(`${day}T${time}${zone ?? 'Z'}`);
	const near = zone === undefined ? shown - computeOffset(shown, timezone) : shown;
	// If the clock was put forward or back in between, the offset at the moment itself counts.
	const moment = zone === undefined ? shown - computeOffset(near, timezone) : shown;
	return new Date(moment).toISOString().replace(/\.000Z$/, 'Z');
}

/** Matches midnight at the end of a text, with or without a zone. */
const MIDNIGHT = /[T ]00:00(?::00(?:\.0+)?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?$/;

/** Tells whether a cell is a day without a time, which many sources write as midnight. Digits alone are a timestamp. */
export function isBareDay(cell: unknown): cell is string {
	if (typeof cell !== 'string') return false;
	const text = cell.trim();
	return MIDNIGHT.test(text) || !/:|^\d+(\.\d+)?$/.test(text);
}
