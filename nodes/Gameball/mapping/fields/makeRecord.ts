import type { GenericValue, IDataObject } from 'n8n-workflow';
import type { MappedRecord } from '../../records/RecordType';
import type { ValidationOptions } from './validateFields';
import { choose } from './choose';
import { listUnmapped } from './unmappedColumns';
import { decideFate, toCustomValue } from './unknownColumns';
import type { FieldPlan, UnmappedColumn, RowPlan } from './rowPlan';
import { setOwn } from '../columns/names';
import { Invalid } from '../values/rule';
import { isEmptyCell, readCell } from '../columns/cells';

/** Makes the value of a custom attribute; returns undefined if the cell does not become one. */
function toAttribute(
	{ index, kind }: UnmappedColumn,
	cells: readonly unknown[],
	plan: RowPlan,
	{ unknownFields }: ValidationOptions,
	isFromApp: boolean,
): unknown {
	const cell = readCell(cells[index]);
	if (isEmptyCell(cell) || decideFate(kind, cell, plan, unknownFields, isFromApp) !== 'sent') return undefined;
	return unknownFields === 'automatic' && kind !== 'custom' ? toCustomValue(cell) : cell;
}

/** A function of its own, so that engines make the usual case fast. */
function fail({ field }: FieldPlan, { reason }: Invalid): never {
	throw new Error(`${field.label} ${reason}`);
}

/**
 * Makes the record of a row that passed the check.
 *
 * @param isFromApp true if an app chose the columns of the run
 * @throws Error if the row would not pass the check now
 */
export function makeRecord(
	cells: readonly unknown[],
	plan: RowPlan,
	options: ValidationOptions,
	isFromApp: boolean,
): MappedRecord {
	const values: IDataObject = {};
	for (const fieldPlan of plan.fields) {
		const value = choose(fieldPlan, cells, options);
		if (value instanceof Invalid) fail(fieldPlan, value);
		if (value !== undefined) values[fieldPlan.field.name] = value;
	}
	let custom: IDataObject | undefined;
	for (const other of listUnmapped(plan, cells, options)) {
		const attribute = toAttribute(other, cells, plan, options, isFromApp);
		if (attribute !== undefined) setOwn((custom ??= {}), other.column.name, attribute as GenericValue);
	}
	return { values, custom };
}
