import { isEmptyCell, isErrorText, isNoNumber, readCell } from '../columns/cells';
import { isOdooLink, isNested, isPlainObject, unwrapChoice } from '../columns/wrappings';

/**
 * Where a column goes that feeds no field.
 *
 * - `custom`: into the custom attributes, unchanged
 * - `unknown`: where the option `unknownFields` says
 * - `private`: nowhere, because it holds a secret or n8n's own bookkeeping
 * - `opaque`: nowhere by itself, because it is an object, unless it is the choice of a table
 * - `others`: nowhere by itself, because it is about someone or something else, such as staff
 */
export type UnmappedKind = 'custom' | 'unknown' | 'private' | 'opaque' | 'others';

/**
 * What to do with columns that feed no field.
 *
 * - `automatic`: send them as custom attributes if a person chose the columns; leave them out if an API did
 * - `custom`: send them as custom attributes
 * - `ignore`: leave them out
 * - `error`: treat the item as invalid
 */
export type UnknownFields = 'automatic' | 'custom' | 'ignore' | 'error';

/** What happens to a cell that feeds no field. */
export type Fate = 'sent' | 'leftOut' | 'error';

/** The IDs of linked rows in Airtable and Notion. */
const LINK = /^(?:rec\w{14}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

const isLinkList = (cell: unknown): boolean =>
	Array.isArray(cell) && cell.length > 0 && cell.every((entry) => typeof entry === 'string' && LINK.test(entry));

/**
 * Makes the value of a custom attribute that is sent automatically: a plain value, a list of plain values, or a choice.
 *
 * @returns undefined for objects and lists of links, which are never sent automatically
 */
function toCustomValue(cell: unknown): unknown {
	if (typeof cell !== 'object') return cell;
	if (isPlainObject(cell)) {
		const choice = unwrapChoice(cell);
		return isNested(choice) || isEmptyCell(choice) ? undefined : choice;
	}
	return isNested(cell) || isLinkList(cell) || isOdooLink(cell) ? undefined : cell;
}

/** A link with a secret in it, such as one to unsubscribe. */
const SECRET_LINK =
	/^https?:\/\/\S+[?&#/](?:[\w-]*(?:token|secret|signature|password|passwd|jwt|otp|auth|apikey|key)|sig|code|hash)[=/]\S/i;

/** Tells whether a cell is no value, such as NaN, or a link that lets anyone in. */
function isNoAttribute(cell: unknown): boolean {
	if (typeof cell === 'string') return isErrorText(cell) || (cell.startsWith('http') && SECRET_LINK.test(cell));
	return isNoNumber(cell);
}

/**
 * Decides what happens to the columns of a kind that feed no field. Secrets and bookkeeping are always left out.
 *
 * @param isFromApp true if an app chose the columns of the run
 */
export function decideColumn(
	kind: UnmappedKind,
	takesCustom: boolean,
	unknownFields: UnknownFields,
	isFromApp: boolean,
): Fate {
	const place: Fate = takesCustom ? 'sent' : 'leftOut';
	if (kind === 'private') return 'leftOut';
	if (kind === 'custom') return place;
	switch (unknownFields) {
		case 'automatic':
			return kind === 'others' || isFromApp ? 'leftOut' : place;
		case 'custom':
			return place;
		case 'ignore':
			return 'leftOut';
		case 'error':
			return 'error';
	}
}

/**
 * Makes the value of a custom attribute from a cell of a column that is sent.
 *
 * @returns undefined if the cell is empty, an error of a spreadsheet or a secret, or no value of an attribute
 */
export function toAttribute(kind: UnmappedKind, given: unknown, unknownFields: UnknownFields): unknown {
	const cell = readCell(given);
	if (isEmptyCell(cell) || isNoAttribute(cell)) return undefined;
	return unknownFields === 'automatic' && kind !== 'custom' ? toCustomValue(cell) : cell;
}

/**
 * Decides what happens to a cell that feeds no field.
 *
 * @param cell not empty; text without what shows nothing at its ends
 * @param isFromApp true if an app chose the columns of the run
 */
export function decideFate(
	kind: UnmappedKind,
	cell: unknown,
	takesCustom: boolean,
	unknownFields: UnknownFields,
	isFromApp: boolean,
): Fate {
	const fate = decideColumn(kind, takesCustom, unknownFields, isFromApp);
	if (isNoAttribute(cell)) return 'leftOut';
	return fate === 'sent' && toAttribute(kind, cell, unknownFields) === undefined ? 'leftOut' : fate;
}
