import type { Field, FieldType } from '../../records/RecordType';
import type { Column } from '../columns/columns';
import { foldDigits, isEmptyCell, readCell, saysNone } from '../columns/cells';
import { isRowId, normalizeName, PATH_SEPARATOR } from '../columns/names';
import { joinPhone } from '../columns/phones';
import type { Layout } from '../columns/rows';
import { isPlainObject, unwrap } from '../columns/wrappings';
import { countDecimals, readCurrencyCode, toMajorUnits } from '../values/money';
import { quote } from '../../text';
import { Invalid, Undecided, type Coerced } from '../values/rule';
import type { Proof, RunFacts } from '../values/runFacts';
import { withoutPrivate } from './privateColumns';

/** Changes a value by what else is known: a country code beside a phone, a currency beside an amount. */
export interface Adjustment {
	readonly adjust: (value: Coerced, cells: readonly unknown[]) => Coerced;
	/** The indexes of the other columns that it reads once all rows were checked. */
	readonly reads: readonly number[];
	/** The index of the other column, if the value now contains it. */
	readonly contains?: number;
}

const getParent = ({ path }: Column): string => path.slice(0, Math.max(0, path.lastIndexOf(PATH_SEPARATOR)));

/** Lists the columns with a matching name beside another one. */
function listBeside(columns: readonly Column[], column: Column | undefined, name: RegExp): number[] {
	if (column === undefined) return [];
	const parent = getParent(column);
	return columns.flatMap((other, index) =>
		other !== column && getParent(other) === parent && name.test(normalizeName(other.name)) ? [index] : [],
	);
}

/** The columns with the country code of any phone number. */
const DIAL_CODE =
	/^(?:(?:country)?(?:dial|dialing|calling)|phonecountry|mobilecountry|phone|mobile|isd|country)code$|^phoneprefix$/;

function makePhoneAdjustment({ columns }: Layout, index: number): Adjustment | undefined {
	const column = columns[index];
	const own = `${normalizeName(column?.name ?? '')}code`;
	const ownCode = columns.find(({ name }) => normalizeName(name) === own);
	const beside = ownCode === undefined ? listBeside(columns, column, DIAL_CODE)[0] : columns.indexOf(ownCode);
	if (beside === undefined) return undefined;
	const adjust = (value: Coerced, cells: readonly unknown[]): Coerced => {
		const code = cells[beside];
		return typeof value === 'string' && (typeof code === 'string' || typeof code === 'number')
			? joinPhone(String(code), value)
			: value;
	};
	return { adjust, reads: [beside], contains: beside };
}

const CURRENCY = /currency(?:code|id|iso|isocode)?$/;

/** The columns that can hold a time. */
const TIME_NAME = /(?:^|[\s_-])at$|[a-z]At$|(?:[dD]ate|[tT]ime|[tT]imestamp|[cC]reated|[uU]pdated)$|^(?:DATE|TIME)$/;
const TIME_TYPES: ReadonlySet<FieldType> = new Set(['dateTime', 'utcTime']);

const isTime = ({ name, claim }: Column): boolean =>
	TIME_NAME.test(name) || (claim !== undefined && TIME_TYPES.has(claim.field.type));

/** Tells whether a time is as programs write it: with a zone, or as a Unix time. */
function isMachineTime(cell: unknown): boolean {
	if (cell instanceof Date) return true;
	if (typeof cell === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d\S*(?:Z|[+-]\d\d:?\d\d)$/.test(cell)) return true;
	const number = typeof cell === 'number' || (typeof cell === 'string' && /^\d+$/.test(cell)) ? Number(cell) : NaN;
	return Number.isInteger(number) && number > 1e9 && number < 2e12;
}

/** Tells whether a column identifies a record, a customer or a row. */
const isId = ({ name, place, claim }: Column): boolean =>
	place !== 'custom' && (claim?.field.type === 'recordId' || isRowId(name));

/** Tells whether a row is an app's: objects show it, or an ID and a program's time. */
function isFromApp({ columns, author }: Layout, cells: readonly unknown[]): boolean {
	if (author !== 'unclear') return author === 'app';
	return columns.some(isId) && columns.some((column, index) => isTime(column) && isMachineTime(cells[index]));
}

/** Reads what a cell says about a currency, its code if it can; returns undefined if it says nothing. */
function readCurrency(cell: unknown): string | undefined {
	const text = readCell(isPlainObject(cell) ? (cell.code ?? unwrap(cell)) : unwrap(cell));
	return typeof text !== 'string' || isEmptyCell(text) || saysNone(text) ? undefined : (readCurrencyCode(text) ?? text);
}

/** The currency in an object around an amount, such as `{ amount, currency }`. */
const readOwnCurrency = (cell: unknown): string | undefined =>
	isPlainObject(cell)
		? (readCurrency(cell.currency ?? cell.currencyCode ?? cell.currency_code) ??
			readOwnCurrency(cell.shop_money ?? cell.shopMoney))
		: undefined;

/** The digits of an amount and the separators between them, without its currency. */
const DIGITS = /\d(?:[\d.,٫٬'\s]*\d)?/;

/** Tells whether an amount is written with decimals, even if they are 0. `1,234,567` has none. */
function hasDecimals(cell: unknown, value: number): boolean {
	if (!Number.isInteger(value)) return true;
	const [digits = ''] = typeof cell === 'string' ? (DIGITS.exec(foldDigits(cell)) ?? []) : [];
	return /^[^.]*\.\d+$|[,٫]\d{1,2}$/.test(digits);
}

/** Explains that an app's whole amount has two readings. @param currency a code, or another text */
function explainUnit(value: number, currency: string): Undecided {
	const decimals = countDecimals(currency);
	return new Undecided(
		readCurrencyCode(currency) === undefined
			? `${value} can be in the currency ${quote(currency)} or in its smallest unit`
			: `${value} can mean ${value} ${currency} or ${toMajorUnits(value, currency).toFixed(decimals)} ${currency}`,
		`Map it manually: divide it by ${10 ** decimals} if the app counts in the smallest unit of the currency`,
	);
}

/** Converts an amount of a product that counts in the smallest unit of the currency. */
function fromMinorUnits(value: number, currency: string | undefined): number | Invalid {
	return currency === undefined || readCurrencyCode(currency) === undefined
		? new Invalid(
				`${value} is in the smallest unit of a currency, but there is no currency code, such as USD, beside it`,
			)
		: toMajorUnits(value, currency);
}

/** Makes the adjustment of an amount that may be in minor units, such as cents. */
function makeAmountAdjustment(
	layout: Layout,
	index: number,
	facts: RunFacts,
	unit: Proof<'major'>,
): Adjustment | undefined {
	const { columns } = layout;
	const { amountsIn } = columns[index]?.notation ?? {};
	if (amountsIn === 'major' || layout.author === 'person') return undefined;
	const root = columns.find(({ place }) => place === 'item');
	const beside = [...listBeside(columns, columns[index], CURRENCY), ...listBeside(columns, root, CURRENCY)];
	// A flat item has no currency but beside the amount.
	if (beside.length === 0 && layout.author === 'unclear' && amountsIn === undefined) return undefined;
	const exact = beside.filter((other) => /^currency(?:code|iso)?$/.test(normalizeName(columns[other]?.name ?? '')));
	const findCurrency = (cells: readonly unknown[]): string | undefined => {
		const own = readOwnCurrency(cells[index]) ?? exact.map((other) => readCurrency(cells[other])).find(Boolean);
		// Other currencies, such as that of a settlement, count only if they agree.
		return own ?? ([...new Set(beside.flatMap((other) => readCurrency(cells[other]) ?? []))].join(' / ') || undefined);
	};
	const adjust = (value: Coerced, cells: readonly unknown[]): Coerced => {
		if (typeof value !== 'number') return value;
		const cell = cells[index];
		const currency = findCurrency(cells);
		const isWhole = !hasDecimals(isPlainObject(cell) ? unwrap(cell, 'amount') : cell, value);
		if (amountsIn === 'minor') {
			return isWhole
				? fromMinorUnits(value, currency)
				: new Invalid(`${quote(cell)} has decimals, but the app counts in the smallest unit of the currency`);
		}
		if (!isWhole) {
			unit.prove('major', String(value));
			return value;
		}
		if (currency === undefined || toMajorUnits(value, currency) === value) return value;
		facts.areAmountsFromApp ||= !facts.isSettled && isFromApp(layout, cells);
		// Once all rows were seen, one answer holds for all of them.
		if (facts.isSettled && !facts.areAmountsFromApp) return value;
		if (unit.reading !== 'major') return explainUnit(value, currency);
		unit.isUsed = true;
		return value;
	};
	return { adjust, reads: beside };
}

/** Nobody sees the names in an object unless they map it by hand. */
const WITHOUT_PRIVATE: Adjustment = {
	reads: [],
	adjust: (value) => (isPlainObject(value) && !(value instanceof Invalid) ? withoutPrivate(value) : value),
};

/** The names of objects, such as those of events, are the user's own. */
const EACH_WITHOUT_PRIVATE: Adjustment = {
	reads: [],
	adjust: (value) =>
		isPlainObject(value) && !(value instanceof Invalid)
			? Object.fromEntries(
					Object.entries(value).map(([name, inner]) => [name, isPlainObject(inner) ? withoutPrivate(inner) : inner]),
				)
			: value,
};

/** Makes the adjustment of the values of a column; returns undefined if no other cell changes them. */
export function makeAdjustment(
	layout: Layout,
	index: number,
	{ type }: Field,
	facts: RunFacts,
	unit: Proof<'major'>,
): Adjustment | undefined {
	if (type === 'phone') return makePhoneAdjustment(layout, index);
	if (type === 'amount') return makeAmountAdjustment(layout, index, facts, unit);
	if (layout.isManual === true) return undefined;
	if (type === 'object') return WITHOUT_PRIVATE;
	return type === 'objects' ? EACH_WITHOUT_PRIVATE : undefined;
}
