import type { GenericValue, IDataObject } from 'n8n-workflow';
import type { FieldValues, RecordType } from '../records/RecordType';
import { createColumnMatcher, type Column, type Group } from './columns';
import type { DateOrder } from './dates';
import { coerce, isEmptyCell, isPlainObject, type FieldValue } from './values';

/** What to do with columns that are no field of the record type. */
export type UnknownFields = 'custom' | 'ignore' | 'error';

/** How items become records: the options of createBatch that the mapping knows. */
export interface MappingOptions {
	readonly unknownFields: UnknownFields;
	readonly dateOrder: DateOrder;
}

/** Why a field of an item cannot be sent. */
export interface Problem {
	/** The field's label, or the name of the column that is no field. */
	readonly field: string;
	/** In the user's words, to stand behind the field's name. */
	readonly reason: string;
}

/** What the columns of an item became: the values of a record, empty ones left out. */
export interface MappedRecord {
	readonly values: FieldValues;
	/** The further attributes, by the names they had in the item. */
	readonly custom: Readonly<IDataObject>;
}

/** What an item became: a record with the value that identifies it, or problems. */
export type MappedItem =
	| { readonly kind: 'record'; readonly id: string; readonly record: MappedRecord; readonly ignored: readonly string[] }
	| { readonly kind: 'invalid'; readonly id: string | undefined; readonly problems: readonly Problem[] };

interface Cell extends Column {
	readonly value: unknown;
}

/** The groups that can stand in the item itself, and in a group. */
const GROUPS_IN: Readonly<Record<Group | 'item', readonly Group[]>> = {
	item: ['customerAttributes', 'custom'],
	customerAttributes: ['custom'],
	custom: [],
};

/** The cells of an item, those in Gameball's own groups included. */
function cellsOf(json: IDataObject, group?: Group): Cell[] {
	return Object.entries(json).flatMap(([name, value]): Cell[] => {
		const inner = GROUPS_IN[group ?? 'item'].find((known) => known === name);
		if (inner !== undefined && isPlainObject(value)) return cellsOf(value, inner);
		return [group === undefined ? { name, value } : { name, value, group }];
	});
}

/**
 * Builds the function that makes a record of one item's values: finds the field of each column, makes its value right,
 * and says what cannot be.
 */
export function createItemMapper(
	recordType: RecordType,
	{ unknownFields, dateOrder }: MappingOptions,
): (json: IDataObject) => MappedItem {
	const matcher = createColumnMatcher(recordType);

	return (json) => {
		const cells = cellsOf(json);
		const targets = matcher.match(cells);
		const values: IDataObject = {};
		const custom = new Map<string, GenericValue>();
		const ignored: string[] = [];
		const problems: Problem[] = [];
		const repeats: Array<{ cell: Cell; field: string; value: FieldValue }> = [];

		cells.forEach((cell, index) => {
			const target = targets[index];
			if (target === undefined) return;
			if (target.kind === 'field' || target.kind === 'repeat') {
				const { name, label } = target.field;
				const coerced = coerce(target.field, cell.value, dateOrder);
				if (coerced.kind === 'empty') return;
				if (coerced.kind === 'invalid') problems.push({ field: label, reason: coerced.reason });
				else if (target.kind === 'repeat') repeats.push({ cell, field: name, value: coerced.value });
				else values[name] = coerced.value;
				return;
			}
			if (isEmptyCell(cell.value)) return;
			if (target.kind === 'custom' || unknownFields === 'custom') {
				if (custom.has(cell.name))
					problems.push({ field: cell.name, reason: 'stands beside custom and in it; remove one' });
				custom.set(cell.name, cell.value as GenericValue);
			} else if (unknownFields === 'ignore') ignored.push(cell.name);
			else problems.push({ field: cell.name, reason: `is no field of a ${recordType.displayName}` });
		});

		for (const { cell, field, value } of repeats) {
			values[field] ??= value;
			if (JSON.stringify(values[field]) === JSON.stringify(value)) continue;
			problems.push({
				field: cell.name,
				reason: `says something else than the other column for ${field}; remove one of them`,
			});
		}
		for (const field of recordType.fields) {
			if (!field.required || values[field.name] !== undefined) continue;
			if (problems.some((problem) => problem.field === field.label)) continue;
			problems.push({ field: field.label, reason: 'is missing' });
		}

		const id = values[recordType.identity];
		if (problems.length > 0 || typeof id !== 'string') {
			return { kind: 'invalid', id: typeof id === 'string' ? id : undefined, problems };
		}
		return { kind: 'record', id, record: { values, custom: Object.fromEntries(custom) }, ignored };
	};
}
