import type { GenericValue, IDataObject } from 'n8n-workflow';
import type { MappedRecord } from '../../records/RecordType';
import type { ValidationOptions } from './validateFields';
import { choose } from './choose';
import { listLosers } from './unmappedColumns';
import { toAttribute } from './unknownColumns';
import type { FieldPlan, RowPlan } from './rowPlan';
import { setOwn } from '../columns/names';
import { Invalid } from '../values/rule';

/** A function of its own, so that engines make the usual case fast. */
function fail({ field }: FieldPlan, { reason }: Invalid): never {
	throw new Error(`${field.label} ${reason}`);
}

/**
 * Makes the record of a row that passed the check.
 *
 * @throws Error if the row would not pass the check now
 */
export function makeRecord(cells: readonly unknown[], plan: RowPlan, options: ValidationOptions): MappedRecord {
	const values: IDataObject = {};
	for (const fieldPlan of plan.fields) {
		const value = choose(fieldPlan, cells, options);
		if (value instanceof Invalid) fail(fieldPlan, value);
		if (value !== undefined) values[fieldPlan.field.name] = value;
	}
	let custom: IDataObject | undefined;
	const losers = listLosers(plan.losing, cells, options).filter(({ kind }) => plan.isSent(kind));
	for (const { index, column, kind } of losers.length === 0 ? plan.attributes : [...losers, ...plan.attributes]) {
		const attribute = toAttribute(kind, cells[index], options.unknownFields);
		if (attribute !== undefined) setOwn((custom ??= {}), column.name, attribute as GenericValue);
	}
	return { values, custom };
}
