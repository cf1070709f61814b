import type { Field } from '../../records/RecordType';
import type { Column } from '../columns/columns';
import { normalizeName, PATH_SEPARATOR } from '../columns/names';
import { joinPhone } from '../columns/phones';
import type { Layout } from '../columns/rows';
import { isPlainObject, unwrap } from '../columns/wrappings';
import { countDecimals, readCurrency, toMajorUnits } from '../values/money';
import { Invalid, Undecided, type Coerced } from '../values/rule';
import type { Proof } from '../values/runFacts';
import { withoutPrivate } from './privateColumns';

/** Changes a value by what else is known: a country code beside a phone, a currency beside an amount. */
export interface Adjustment {
	readonly adjust: (value: Coerced, cells: readonly unknown[]) => Coerced;
	/** The index of the other column, if the value now contains it. */
	readonly contains?: number;
}

const getParent = ({ path }: Column): string => path.slice(0, Math.max(0, path.lastIndexOf(PATH_SEPARATOR)));

/** Finds the first column with a matching name beside another one. */
function findBeside(columns: readonly Column[], column: Column | undefined, name: RegExp): number | undefined {
	if (column === undefined) return undefined;
	const parent = getParent(column);
	const found = columns.findIndex(
		(other) => other !== column && getParent(other) === parent && name.test(normalizeName(other.name)),
	);
	return found === -1 ? undefined : found;
}

/** The columns with the country code of any phone number. */
const DIAL_CODE =
	/^(?:(?:country)?(?:dial|dialing|calling)|phonecountry|mobilecountry|phone|mobile|isd|country)code$|^phoneprefix$/;

function makePhoneAdjustment({ columns }: Layout, index: number): Adjustment | undefined {
	const column = columns[index];
	const own = `${normalizeName(column?.name ?? '')}code`;
	const ownCode = columns.find(({ name }) => normalizeName(name) === own);
	const beside = ownCode === undefined ? findBeside(columns, column, DIAL_CODE) : columns.indexOf(ownCode);
	if (beside === undefined) return undefined;
	const adjust = (value: Coerced, cells: readonly unknown[]): Coerced => {
		const code = cells[beside];
		return typeof value === 'string' && (typeof code === 'string' || typeof code === 'number')
			? joinPhone(String(code), value)
			: value;
	};
	return { adjust, contains: beside };
}

const CURRENCY = /currency(?:code|id|iso|isocode)?$/;

/** A time as programs write it: with a zone, or as a Unix time. */
const isMachineTime = (cell: unknown): boolean =>
	cell instanceof Date ||
	(typeof cell === 'string'
		? /^\d{4}-\d\d-\d\dT\d\d:\d\d\S*(?:Z|[+-]\d\d:?\d\d)$/.test(cell)
		: typeof cell === 'number' && Number.isInteger(cell) && cell > 1e9 && cell < 2e12);

/** Tells whether a row is an app's: objects show it, or a plain ID and a program's time. */
function isFromApp({ columns, author }: Layout, cells: readonly unknown[]): boolean {
	if (author !== 'unclear') return author === 'api';
	const hasId = columns.some(({ name, place }) => place !== 'custom' && normalizeName(name) === 'id');
	return hasId && cells.some(isMachineTime);
}

/** The currency in an object around an amount, such as `{ amount, currency }`. */
const readOwnCurrency = (cell: unknown): string | undefined =>
	isPlainObject(cell)
		? (readCurrency(cell.currency ?? cell.currencyCode ?? cell.currency_code) ??
			readOwnCurrency(cell.shop_money ?? cell.shopMoney))
		: undefined;

const hasDecimals = (cell: unknown, value: number): boolean =>
	!Number.isInteger(value) || (typeof cell === 'string' && /[.,٫]\d+\D*$/.test(cell));

/** Makes the adjustment of an amount that may be in minor units, such as cents. */
function makeAmountAdjustment(layout: Layout, index: number, unit: Proof<'major'>): Adjustment | undefined {
	const { columns } = layout;
	const { amountsIn } = columns[index]?.notation ?? {};
	if (amountsIn === 'major' || layout.author === 'person') return undefined;
	const root = columns.find(({ place }) => place === 'item');
	const beside = findBeside(columns, columns[index], CURRENCY) ?? findBeside(columns, root, CURRENCY);
	// A flat item has no currency but beside the amount.
	if (beside === undefined && layout.author === 'unclear' && amountsIn === undefined) return undefined;
	const adjust = (value: Coerced, cells: readonly unknown[]): Coerced => {
		if (typeof value !== 'number') return value;
		const cell = cells[index];
		const code = readOwnCurrency(cell) ?? (beside === undefined ? undefined : readCurrency(unwrap(cells[beside])));
		if (amountsIn === 'minor') {
			if (code !== undefined && Number.isInteger(value)) return toMajorUnits(value, code);
			return new Invalid(`${value} is no whole number beside a currency, but the app counts in its smallest unit`);
		}
		if (hasDecimals(isPlainObject(cell) ? unwrap(cell, 'amount') : cell, value)) {
			unit.prove('major', String(value));
			return value;
		}
		if (code === undefined || toMajorUnits(value, code) === value || !isFromApp(layout, cells)) return value;
		if (unit.reading === 'major') {
			unit.isUsed = true;
			return value;
		}
		const decimals = countDecimals(code);
		return new Undecided(
			`${value} can mean ${value} ${code} or ${toMajorUnits(value, code).toFixed(decimals)} ${code}`,
			`Map it manually: divide it by ${10 ** decimals} if the app counts in the smallest unit of the currency`,
		);
	};
	return { adjust };
}

/** Nobody sees the names in an object unless they map it by hand. */
const WITHOUT_PRIVATE: Adjustment = {
	adjust: (value) => (isPlainObject(value) && !(value instanceof Invalid) ? withoutPrivate(value) : value),
};

/** Makes the adjustment of the values of a column; returns undefined if no other cell changes them. */
export function makeAdjustment(
	layout: Layout,
	index: number,
	{ type }: Field,
	unit: Proof<'major'>,
): Adjustment | undefined {
	if (type === 'phone') return makePhoneAdjustment(layout, index);
	if (type === 'object' || type === 'objects') return layout.isManual === true ? undefined : WITHOUT_PRIVATE;
	return type === 'amount' ? makeAmountAdjustment(layout, index, unit) : undefined;
}
