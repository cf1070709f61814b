import type { GenericValue, IDataObject } from 'n8n-workflow';
import type { MappedRecord } from '../../records/RecordType';
import type { CheckOptions } from './checkRow';
import { choose } from './choose';
import { listOthers } from './others';
import { decideFate, toCustomValue } from './fates';
import type { OtherColumn, RowPlan } from './rowPlan';
import { setOwn } from '../setOwn';
import { Invalid } from '../converting/rule';
import { isEmptyCell } from '../converting/values';

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
	for (const fieldPlan of plan.fields) {
		const value = choose(fieldPlan, cells, options);
		if (value !== undefined && !(value instanceof Invalid)) values[fieldPlan.field.name] = value;
	}
	let custom: IDataObject | undefined;
	for (const other of listOthers(plan, cells, options)) {
		const attribute = toAttribute(other, cells, plan, options);
		if (attribute !== undefined) setOwn((custom ??= {}), other.column.name, attribute as GenericValue);
	}
	return { values, custom };
}
