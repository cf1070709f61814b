import type { Field } from '../../records/RecordType';
import { Invalid, Undecided, type ValueOptions } from '../values/rule';
import { convertCell } from './choose';
import type { Candidate, FieldPlan, UnmappedColumn, RowPlan } from './rowPlan';
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

/** Lists the columns of a row that feed no field. */
export function listUnmapped(
	plan: RowPlan,
	cells: readonly unknown[],
	options: ValueOptions,
): readonly UnmappedColumn[] {
	if (plan.ranked.length === 0) return plan.unmapped;
	const losers: UnmappedColumn[] = [];
	for (const fieldPlan of plan.ranked) addLosers(fieldPlan, cells, options, losers);
	return losers.length === 0 ? plan.unmapped : [...losers, ...plan.unmapped];
}
