import type { GenericValue, IDataObject } from 'n8n-workflow';
import type { MappedRecord } from '../../records/RecordType';
import type { CheckOptions } from './checkRow';
import { choose } from './choose';
import { decideFate, toCustomValue } from './fates';
import type { FieldPlan, OtherColumn, RowPlan } from './rowPlan';
import { setOwn } from '../setOwn';
import { Invalid } from '../converting/rule';
import { isEmptyCell } from '../converting/values';
import { isRowId, isWithheld } from './withheld';

/** Lists the columns that claim a field that another column feeds: they are like columns that claim none. */
const listLosers = ({ candidates, twins }: FieldPlan, used: readonly boolean[]): OtherColumn[] =>
	candidates
		.filter((candidate) => used[candidate.index] !== true && !twins.includes(candidate))
		.filter(({ column: { place } }) => place === 'item')
		.map(({ index, column }) => ({
			index,
			column,
			kind: isWithheld(column.name) || isRowId(column.name) ? 'withheld' : 'unknown',
		}));

/** Makes the value of a custom attribute; returns undefined for a cell that does not become one. */
function toAttribute(
	{ index, kind }: OtherColumn,
	cells: readonly unknown[],
	plan: RowPlan,
	{ unknownFields }: CheckOptions,
): unknown {
	const cell = cells[index];
	if (isEmptyCell(cell) || decideFate(kind, cell, plan, unknownFields) !== 'sent') return undefined;
	return unknownFields === 'automatic' && kind !== 'custom' ? toCustomValue(cell) : cell;
}

/** Makes the record of a row that passed the check. */
export function makeRecord(cells: readonly unknown[], plan: RowPlan, options: CheckOptions): MappedRecord {
	const values: IDataObject = {};
	let losers: OtherColumn[] | undefined;
	for (const fieldPlan of plan.fields) {
		const { field, candidates } = fieldPlan;
		const used: boolean[] | undefined = candidates.length > 1 ? [] : undefined;
		const value = choose(fieldPlan, cells, options, used && { used });
		if (value !== undefined && !(value instanceof Invalid)) values[field.name] = value;
		const isPassedOver = value === undefined && !isEmptyCell(cells[candidates[0].index]);
		if (used !== undefined || isPassedOver) (losers ??= []).push(...listLosers(fieldPlan, used ?? []));
	}
	let custom: IDataObject | undefined;
	for (const other of losers === undefined ? plan.others : [...losers, ...plan.others]) {
		const attribute = toAttribute(other, cells, plan, options);
		if (attribute !== undefined) setOwn((custom ??= {}), other.column.name, attribute as GenericValue);
	}
	return { values, custom };
}
