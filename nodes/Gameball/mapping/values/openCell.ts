import type { IDataObject } from 'n8n-workflow';
import type { FieldType } from '../../records/RecordType';
import { readText } from '../columns/cells';
import { isAnyIdentifier, isPlainObject, isWrapping, unwrap, unwrapList } from '../columns/wrappings';
import { toUtc } from './dates';

/** Writes a date of PHP as ISO 8601; a birth is the day as written. Its zone is an offset, an abbreviation of UTC, or a name. */
function writePhpDate({ date, timezone }: IDataObject, type: FieldType): string {
	const zone = String(timezone);
	const [day = '', time = '00:00:00'] = String(date).replace(/\.0+$/, '').split(' ');
	if (type === 'birthDate') return day;
	if (/^[+-]\d\d:\d\d$/.test(zone)) return `${day}T${time}${zone}`;
	try {
		return toUtc({ day, time }, zone);
	} catch {
		return `${day}T${time}`;
	}
}

/** Joins the parts of a date: { year, month, day }, or { date, timezone_type, timezone } of PHP. */
function joinDate(cell: object, type: FieldType): string | undefined {
	if ('date' in cell && 'timezone_type' in cell && 'timezone' in cell) return writePhpDate(cell as IDataObject, type);
	if (!('year' in cell && 'month' in cell && 'day' in cell)) return undefined;
	const { year, month, day } = cell as IDataObject;
	return `${String(year)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The parts of a name in an object, which have fields of their own. */
const NAME_PARTS: readonly string[] = ['first', 'firstName', 'first_name', 'given', 'givenName', 'given_name'];

/** The types whose values can be dates in parts. */
const DATES: ReadonlySet<FieldType> = new Set(['birthDate', 'dateTime', 'utcTime']);

/** The types whose values are objects or lists themselves. */
export const COMPOUND: ReadonlySet<FieldType> = new Set(['textList', 'list', 'object', 'objects']);

/** Takes the value out of `{ value }`, which most wrappings are; returns undefined for any other cell. */
function openValue(cell: object): unknown {
	for (const name in cell) if (name !== 'value') return undefined;
	const { value } = cell as IDataObject;
	return typeof value === 'object' ? undefined : value;
}

/**
 * Opens the wrapping of a cell for a field of the given type.
 *
 * @returns undefined if it is empty; the cell itself if it is not a known wrapping
 */
export function openCell(cell: unknown, type: FieldType): unknown {
	if (typeof cell === 'string') return readText(cell);
	// Odoo writes false for empty values.
	if (typeof cell === 'boolean') return cell || type === 'boolean' ? cell : undefined;
	const isClosed = typeof cell === 'object' && cell !== null && !(cell instanceof Date) && !('toISO' in cell);
	if (type === 'textList' && isPlainObject(cell)) return unwrapList(cell) ?? cell;
	if (!isClosed || COMPOUND.has(type)) return cell;
	let opened = openValue(cell);
	if (opened === undefined) {
		if (type === 'personName' && NAME_PARTS.some((part) => Object.hasOwn(cell, part))) return undefined;
		opened = (DATES.has(type) ? joinDate(cell, type) : undefined) ?? unwrap(cell, type);
	}
	if (opened === undefined) return isWrapping(cell, type) && !isAnyIdentifier(type) ? undefined : cell;
	return typeof opened === 'boolean' || typeof opened === 'string' ? openCell(opened, type) : opened;
}
