import type { ValueOptions } from '../converting/rule';
import { isEmptyCell } from '../converting/values';
import { openCell } from '../reading/wrappings';
import { choose } from './choose';
import type { FieldPlan, OtherColumn, RowPlan } from './rowPlan';
import { isRowId, isWithheld } from './withheld';

/** Lists the filled columns that claim a field that another column feeds: they are like columns that claim none. */
function listLosers(plan: FieldPlan, cells: readonly unknown[], options: ValueOptions): OtherColumn[] {
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
			kind: isWithheld(column.name) || isRowId(column.name) ? 'withheld' : 'unknown',
		}));
}

/** Lists the columns of a row that feed no field. */
export function listOthers(plan: RowPlan, cells: readonly unknown[], options: ValueOptions): readonly OtherColumn[] {
	if (plan.contested.length === 0) return plan.others;
	const losers = plan.contested.flatMap((fieldPlan) => listLosers(fieldPlan, cells, options));
	return losers.length === 0 ? plan.others : [...losers, ...plan.others];
}
