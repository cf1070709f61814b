import type { Field, RecordType } from '../../records/RecordType';
import { listChosen, type Column } from '../columns/columns';
import { isRowId, normalizeName } from '../columns/names';
import type { Layout } from '../columns/rows';
import type { Rule } from '../values/rule';
import { makeRule } from '../values/makeRule';
import { COMPOUND } from '../values/openCell';
import { Proof, type DecimalSign, type RunFacts } from '../values/runFacts';
import { makeAdjustment, type Adjustment } from './adjustments';
import { NAME_HALVES } from '../words';
import { isOthers, isPrivate } from './privateColumns';
import { decideColumn, type UnknownFields, type UnmappedKind } from './unknownColumns';
import { listStatuses, type StatusColumn } from './unpaid';

/** A column that can feed a field. */
export interface Candidate {
	/** The index of its cell. */
	readonly index: number;
	readonly column: Column;
	/** True if an unusable value makes the item invalid. */
	readonly isOwn: boolean;
	readonly rule: Rule;
	readonly adjustment: Adjustment | undefined;
	/** Set if the phone number beside it may contain its cell already, such as a country code. */
	readonly isContained?: true;
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
	/** Tells whether columns of a kind that feed no field become custom attributes. */
	readonly isSent: (kind: UnmappedKind) => boolean;
	/** The columns that become custom attributes. */
	readonly attributes: readonly UnmappedColumn[];
	/** The fields with columns that become custom attributes if another column feeds the field. */
	readonly losing: readonly FieldPlan[];
	/** The indexes of the cells that become a record. */
	readonly needed: readonly number[];
	/** The columns whose cells can be sent as they are; with the kind of those that feed no field. */
	readonly verbatim: ReadonlyArray<Pick<UnmappedColumn, 'index' | 'column'> & { readonly kind?: UnmappedKind }>;
	/** The columns in `custom` with the name of another column, in it or beside it: only one of the two may be filled. */
	readonly conflicts: ReadonlyArray<readonly [UnmappedColumn, UnmappedColumn]>;
	/** The columns that say whether an order was paid, if the record type needs that. */
	readonly statuses: readonly StatusColumn[];
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

function toUnmapped(column: Column, index: number, { fields }: RecordType): UnmappedColumn {
	const { name, place } = column;
	if (place === 'attribute') return { index, column, kind: 'custom' };
	const normal = normalizeName(name);
	const isFieldName = fields.some((field) => normalizeName(field.name) === normal);
	if (isPrivate(name) || isFieldName) return { index, column, kind: 'private' };
	if (place === 'custom') return { index, column, kind: 'custom' };
	if (isOthers(name) || isRowId(name)) return { index, column, kind: 'others' };
	return { index, column, kind: place === 'opaque' ? 'opaque' : 'unknown' };
}

/** Finds the field that a column feeds. A word for name beside half a name is the other half, as in Vorname and Name. */
function findField({ name, claim }: Column, columns: readonly Column[], { fields }: RecordType): Field | undefined {
	if (claim?.field.name !== 'name') return claim?.field;
	const isCalled = (column: string, word: string) => normalizeName(column) === normalizeName(word);
	const halves = NAME_HALVES.filter((half) => isCalled(name, half.name)).filter(
		({ beside, means }) =>
			columns.some((other) => isCalled(other.name, beside)) &&
			!columns.some((other) => other.claim?.field.name === means),
	);
	return fields.find((field) => field.name === halves[0]?.means) ?? claim.field;
}

/** Texts of apps have a decimal point. */
const POINT = new Proof<DecimalSign>('', '.');

/** Makes the plan for the rows of a layout. */
export function makeRowPlan(
	recordType: RecordType,
	required: RequiredFields,
	facts: RunFacts,
	layout: Layout,
	unknownFields: UnknownFields,
): RowPlan {
	const { columns, author } = layout;
	const makeCandidate = (index: number, field: Field): Candidate[] => {
		const column = columns[index];
		if (column === undefined) return [];
		const { path, isUtc, notation, claim } = column;
		const own = facts.getColumn(path, notation.dateOrder);
		const rule = makeRule(field, { ...own, isUtc, ...(author === 'app' ? { decimalSign: POINT } : {}) });
		const isOwn = claim?.field === field && claim.isOwn;
		return [{ index, column, isOwn, rule, adjustment: makeAdjustment(layout, index, field, facts, own.unit) }];
	};
	const claimed = columns.map((column) => findField(column, columns, recordType));
	const listIndexes = (field: Field): number[] => {
		const same = recordType.fields.find(({ name }) => name === field.sameAs);
		if (same !== undefined) return listIndexes(same);
		if (field.chosen !== undefined) return listChosen(field.chosen, columns);
		const rank = (index: number): number => columns[index]?.claim?.rank ?? 0;
		return [...columns.keys()]
			.filter((index) => claimed[index] === field)
			.sort((one, other) => rank(one) - rank(other));
	};
	const planned = recordType.fields.map((field) => ({
		field,
		candidates: listIndexes(field).flatMap((index) => makeCandidate(index, field)),
	}));
	const all = planned.flatMap(({ candidates }) => candidates);
	const contained = new Set(all.map(({ adjustment }) => adjustment?.contains));
	const fields = planned.flatMap(({ field, candidates }): FieldPlan[] => {
		const [first, ...rest] = candidates.map(
			(candidate): Candidate => (contained.has(candidate.index) ? { ...candidate, isContained: true } : candidate),
		);
		if (first === undefined || field.isHelper === true) return [];
		const rank = required.fields.indexOf(field);
		const sameName = rest.filter(
			({ isOwn, column: { name } }) => isOwn && normalizeName(name) === normalizeName(first.column.name),
		);
		return [{ field, candidates: [first, ...rest], bit: rank === -1 ? 0 : 2 ** rank, sameName }];
	});
	const used = new Set([...contained, ...all.map(({ index }) => index)]);
	const unmapped = columns.flatMap((column, index) =>
		column.claim === undefined && !used.has(index) ? [toUnmapped(column, index, recordType)] : [],
	);
	const named = unmapped.filter(({ kind }) => kind === 'custom' || kind === 'unknown');
	const conflicts = named
		.filter(({ kind }) => kind === 'custom')
		.flatMap((inner) =>
			named
				.filter((other) => other.column.name === inner.column.name)
				.filter(({ kind, index }) => kind === 'unknown' || index > inner.index)
				.map((other) => [inner, other] as const),
		);
	const takesCustom =
		recordType.takesCustom === true || fields.some(({ field }) => field.name === recordType.takesCustom);
	const isSent = (kind: UnmappedKind) => decideColumn(kind, takesCustom, unknownFields, facts.isFromApp) === 'sent';
	const ranked = fields.filter(({ candidates }) => candidates.length > 1 || !candidates[0].isOwn);
	const attributes = unmapped.filter(({ kind }) => isSent(kind));
	const read = all.flatMap(({ index, adjustment }) => [index, ...(adjustment?.reads ?? [])]);
	return {
		fields,
		ranked,
		unmapped,
		isSent,
		attributes,
		needed: [...new Set([...read, ...attributes.map(({ index }) => index)])],
		// The only column of a field loses only if its cell is unusable, and then it counts as one of others.
		losing: ranked.filter(({ candidates }) => isSent('others') || (candidates.length > 1 && isSent('unknown'))),
		verbatim: [
			...fields.flatMap(({ field, candidates }) => (COMPOUND.has(field.type) ? candidates : [])),
			...unmapped.filter(({ kind }) => kind !== 'private'),
		].map(({ index, column, ...rest }) => ({ index, column, ...('kind' in rest ? { kind: rest.kind } : {}) })),
		conflicts,
		statuses: recordType.isSale === true ? listStatuses(columns) : [],
		takesCustom,
	};
}
