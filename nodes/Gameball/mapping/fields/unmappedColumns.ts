import type { ValueOptions } from '../values/rule';
import { isEmptyCell } from '../values/makeRule';
import { openCell } from '../columns/wrappings';
import { choose } from './choose';
import type { FieldPlan, UnmappedColumn, RowPlan } from './rowPlan';
import { isRowId, isPrivate } from './privateColumns';

/** Lists the filled columns whose field another column feeds. They are treated like columns that match no field. */
function listLosers(plan: FieldPlan, cells: readonly unknown[], options: ValueOptions): UnmappedColumn[] {
	const { candidates, field } = plan;
	const filled = candidates.filter(({ index }) => !isEmptyCell(openCell(cells[index], field.type)));
	if (filled.length === 0) return [];
	const used: boolean[] = [];
	choose(plan, cells, options, { used });
	return filled
		.filter(({ index, isOwn, column: { place } }) => used[index] !== true && !isOwn && place === 'item')
		.map(({ index, column }) => ({
			index,
			column,
			kind: isPrivate(column.name) || isRowId(column.name) ? 'private' : 'unknown',
		}));
}

/** Lists the columns of a row that feed no field. */
export function listUnmapped(
	plan: RowPlan,
	cells: readonly unknown[],
	options: ValueOptions,
): readonly UnmappedColumn[] {
	if (plan.ranked.length === 0) return plan.unmapped;
	const losers = plan.ranked.flatMap((fieldPlan) => listLosers(fieldPlan, cells, options));
	return losers.length === 0 ? plan.unmapped : [...losers, ...plan.unmapped];
}
