import type { Field } from '../../records/RecordType';
import { Invalid, Undecided, type ValueOptions } from '../values/rule';
import { convertCell } from './choose';
import type { Candidate, FieldPlan, UnmappedColumn } from './rowPlan';
import { isEmptyCell } from '../columns/cells';
import { isLinkName } from '../columns/columns';
import { isRowId } from '../columns/names';
import { isOthers, isPrivate } from './privateColumns';

/** Decides what a column is that claims a field, but does not feed it. */
function toLoser({ index, column }: Candidate, { required }: Field, isUnusable: boolean): UnmappedColumn {
	const { name } = column;
	const isOther = isUnusable || isOthers(name) || isRowId(name) || (required === true && isLinkName(name));
	return { index, column, kind: isPrivate(name) ? 'private' : isOther ? 'others' : 'unknown' };
}

/**
 * Adds the filled columns whose field another column feeds. They are treated like columns that match no field, but for
 * cells that are unusable: a hint says so instead.
 */
function addLosers(
	{ candidates, field }: FieldPlan,
	cells: readonly unknown[],
	options: ValueOptions,
	losers: UnmappedColumn[],
): void {
	let isFed = false;
	for (const candidate of candidates) {
		const value = convertCell(candidate, field, cells, options);
		if (value === undefined) continue;
		const isUnusable = value instanceof Invalid && !(value instanceof Undecided);
		if (isFed || isUnusable) {
			const { isOwn, column, isContained = false } = candidate;
			if (!isOwn && !isContained && column.place === 'item') losers.push(toLoser(candidate, field, isUnusable));
		}
		isFed ||= !isUnusable;
	}
}

const hasRivals = ({ candidates }: FieldPlan, cells: readonly unknown[]): boolean => {
	let filled = 0;
	for (const { index } of candidates) if (!isEmptyCell(cells[index])) filled++;
	return filled > 1;
};

const NONE: readonly UnmappedColumn[] = [];

/**
 * Lists the columns of a row that claim a field, but do not feed it.
 *
 * @param fields those to look at
 * @param hasUnusable false if each filled cell of the row can become a value
 */
export function listLosers(
	fields: readonly FieldPlan[],
	cells: readonly unknown[],
	options: ValueOptions,
	hasUnusable = true,
): readonly UnmappedColumn[] {
	let losers: UnmappedColumn[] | undefined;
	for (const plan of fields) {
		if (hasUnusable || hasRivals(plan, cells)) addLosers(plan, cells, options, (losers ??= []));
	}
	return losers ?? NONE;
}
