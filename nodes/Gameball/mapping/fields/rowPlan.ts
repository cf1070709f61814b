import type { Field, RecordType } from '../../records/RecordType';
import type { Column } from '../columns/columns';
import type { DateOrders } from '../values/dateOrders';
import { normalizeName } from '../columns/names';
import type { Layout } from '../columns/rows';
import type { Rule } from '../values/rule';
import { makeRule } from '../values/makeRule';
import { isPrivate } from './privateColumns';

/** A column that can feed a field. */
export interface Candidate {
	/** The index of its cell. */
	readonly index: number;
	readonly column: Column;
	/** True if an unusable value makes the item invalid. */
	readonly isOwn: boolean;
	readonly rule: Rule;
}

/** A field and the columns that can feed it. */
export interface FieldPlan {
	readonly field: Field;
	/** The columns, in the order of their ranks. */
	readonly candidates: readonly [Candidate, ...Candidate[]];
	/** The bit of the field if a record needs it; otherwise 0. */
	readonly bit: number;
	/** Other columns with the same own name as the first one, in another place or spelling: their values must agree. */
	readonly sameName: readonly Candidate[];
}

/**
 * Where a column goes that feeds no field.
 *
 * - `custom`: into the custom attributes, unchanged
 * - `unknown`: where the option `unknownFields` says
 * - `private`: nowhere, because it holds a secret or n8n's own bookkeeping
 * - `opaque`: nowhere by itself, because it is an object
 */
export type UnmappedKind = 'custom' | 'unknown' | 'private' | 'opaque';

/** A column that feeds no field. */
export interface UnmappedColumn {
	readonly index: number;
	readonly column: Column;
	readonly kind: UnmappedKind;
}

/** How to handle the rows of one layout. Checking a row and making its record follow the same plan. */
export interface RowPlan {
	readonly fields: readonly FieldPlan[];
	/**
	 * The fields that a filled column may not feed although it claims them: another column ranks first, or its cell is
	 * unusable.
	 */
	readonly ranked: readonly FieldPlan[];
	readonly unmapped: readonly UnmappedColumn[];
	/** The columns in `custom` with the name of another column, in it or beside it: only one of the two may be filled. */
	readonly conflicts: ReadonlyArray<readonly [UnmappedColumn, UnmappedColumn]>;
	readonly isFromApi: boolean;
	/** True if the record can hold custom attributes. */
	readonly takesCustom: boolean;
}

/** The fields a record needs, each with its bit. */
export interface RequiredFields {
	readonly fields: readonly Field[];
	/** The bits of all required fields. */
	readonly all: number;
	/** The bits of the alternatives, at least one of which is required; 0 if there are none. */
	readonly any: number;
}

/** Lists the fields a record of a type needs. */
export function listRequired({ fields, oneOf = [] }: RecordType): RequiredFields {
	const required = fields.filter((field) => field.required);
	const needed = [...required, ...fields.filter(({ name }) => oneOf.includes(name))];
	const all = 2 ** required.length - 1;
	return { fields: needed, all, any: 2 ** needed.length - 1 - all };
}

function toUnmapped(column: Column, index: number): UnmappedColumn {
	if (column.place === 'attribute') return { index, column, kind: 'custom' };
	if (column.place === 'custom' && !isPrivate(column.name)) return { index, column, kind: 'custom' };
	if (isPrivate(column.name)) return { index, column, kind: 'private' };
	return { index, column, kind: column.place === 'opaque' ? 'opaque' : 'unknown' };
}

/** Makes the plan for the rows of a layout. */
export function makeRowPlan(
	recordType: RecordType,
	required: RequiredFields,
	dateOrders: DateOrders,
	layout: Layout,
): RowPlan {
	const { columns, isFromApi } = layout;
	const byField = new Map<Field, Candidate[]>();
	const unmapped: UnmappedColumn[] = [];
	columns.forEach((column, index) => {
		const { claim } = column;
		if (claim === undefined) {
			unmapped.push(toUnmapped(column, index));
			return;
		}
		const { field, isOwn } = claim;
		const rule = makeRule(field, { isUtc: column.isUtc, order: dateOrders.get(column.path, column.dateOrder) });
		byField.set(field, [...(byField.get(field) ?? []), { index, column, isOwn, rule }]);
	});
	const fields = [...byField].map(([field, unordered]): FieldPlan => {
		const candidates = unordered.sort((one, other) => (one.column.claim?.rank ?? 0) - (other.column.claim?.rank ?? 0));
		const [first, ...rest] = candidates;
		if (first === undefined) throw new Error('A field without a column has no plan');
		const rank = required.fields.indexOf(field);
		const sameName = rest.filter(
			({ isOwn, column: { name } }) => isOwn && normalizeName(name) === normalizeName(first.column.name),
		);
		return { field, candidates: [first, ...rest], bit: rank === -1 ? 0 : 2 ** rank, sameName };
	});
	const named = unmapped.filter(({ kind }) => kind === 'custom' || kind === 'unknown');
	const conflicts = named
		.filter(({ kind }) => kind === 'custom')
		.flatMap((inner) =>
			named
				.filter((other) => other.column.name === inner.column.name)
				.filter(({ kind, index }) => kind === 'unknown' || index > inner.index)
				.map((other) => [inner, other] as const),
		);
	const { takesCustom } = recordType;
	return {
		fields,
		ranked: fields.filter(({ candidates }) => candidates.length > 1 || !candidates[0].isOwn),
		unmapped,
		conflicts,
		isFromApi,
		takesCustom: takesCustom === true || fields.some(({ field }) => field.name === takesCustom),
	};
}
