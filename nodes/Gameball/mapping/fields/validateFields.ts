import type { RecordType } from '../../records/RecordType';
import { listLosers } from './unmappedColumns';
import { choose, convertCell, findUnusable, type ChoiceNotes } from './choose';
import type { InvalidRecord, Problem } from './problem';
import { decideFate, type UnknownFields } from './unknownColumns';
import type { FieldPlan, RequiredFields, UnmappedColumn, RowPlan } from './rowPlan';
import { Invalid, Undecided, type ValueOptions } from '../values/rule';
import { isEmptyCell, readCell } from '../columns/cells';

/** The options of a check. */
export interface ValidationOptions extends ValueOptions {
	/** @default 'automatic' */
	readonly unknownFields: UnknownFields;
}

const toProblem = (field: string, invalid: Invalid): Problem => ({
	field,
	reason: invalid.reason,
	...(invalid.advice === '' ? {} : { advice: [invalid.advice] }),
	...(invalid instanceof Undecided ? { isUndecided: true } : {}),
});

/** Finds columns with the same name as the chosen one but another value. */
function findContradictions(
	plan: FieldPlan,
	value: unknown,
	cells: readonly unknown[],
	options: ValueOptions,
): Problem[] {
	return plan.sameName.flatMap((twin): Problem[] => {
		const other = convertCell(twin, plan.field, cells, options);
		if (other === undefined || JSON.stringify(other) === JSON.stringify(value)) return [];
		if (other instanceof Invalid) return [toProblem(plan.field.label, other)];
		const reason = `contradicts the other column for ${plan.field.name}; remove one of them`;
		return [{ field: twin.column.name, reason }];
	});
}

function findOtherProblem(
	{ index, column, kind }: UnmappedColumn,
	cells: readonly unknown[],
	plan: RowPlan,
	{ displayName }: RecordType,
	unknownFields: UnknownFields,
): Problem | undefined {
	const cell = readCell(cells[index]);
	if (isEmptyCell(cell) || decideFate(kind, cell, plan.takesCustom, unknownFields, false) !== 'error') return undefined;
	return { field: column.name, reason: `is not a field of the record type ${displayName}` };
}

/** Lists required fields without a value, unless another problem already concerns them. */
function listMissing({ fields, any }: RequiredFields, bits: number, problems: readonly Problem[]): Problem[] {
	const reported = new Set(problems.map(({ field }) => field));
	const isMissing = (index: number) => (bits & (2 ** index)) === 0;
	const missing = fields
		.filter(({ required = false, label }, index) => required && isMissing(index) && !reported.has(label))
		.map(({ label }): Problem => ({ field: label, reason: 'is missing', isMissing: true }));
	const alternatives = fields.filter(({ required = false }) => !required).map(({ label }) => label);
	const hasAny = any === 0 || (bits & any) !== 0 || alternatives.some((label) => reported.has(label));
	if (hasAny) return missing;
	return [...missing, { field: alternatives.join(' or '), reason: 'is missing: at least one is required' }];
}

/**
 * Checks whether a row can become a record. It does not make the record, so that checking all items before anything is
 * sent costs little.
 *
 * @returns the record's identifier, or the reasons why the row is invalid
 */
export function validateFields(
	cells: readonly unknown[],
	plan: RowPlan,
	recordType: RecordType,
	needs: RequiredFields,
	options: ValidationOptions,
	notes: ChoiceNotes | undefined,
): string | InvalidRecord {
	let problems: Problem[] | undefined;
	let id: unknown;
	let bits = 0;
	for (const fieldPlan of plan.fields) {
		const { field, bit, sameName } = fieldPlan;
		const value = choose(fieldPlan, cells, options, notes);
		const invalid = value === undefined && field.required ? findUnusable(fieldPlan, cells, options) : value;
		if (invalid instanceof Invalid) {
			(problems ??= []).push(toProblem(field.label, invalid));
			continue;
		}
		if (value === undefined) continue;
		bits |= bit;
		if (field.name === recordType.identity) id = value;
		if (sameName.length > 0) {
			const contradictions = findContradictions(fieldPlan, value, cells, options);
			if (contradictions.length > 0) (problems ??= []).push(...contradictions);
		}
	}
	if (options.unknownFields === 'error') {
		for (const other of [...listLosers(plan.ranked, cells, options), ...plan.unmapped]) {
			const problem = findOtherProblem(other, cells, plan, recordType, options.unknownFields);
			if (problem !== undefined) (problems ??= []).push(problem);
		}
	}
	for (const [inner, beside] of plan.conflicts) {
		if (isEmptyCell(cells[inner.index]) || isEmptyCell(cells[beside.index])) continue;
		const reason = 'is there twice (the contents of custom count too); remove one';
		(problems ??= []).push({ field: inner.column.name, reason });
	}
	const isComplete = (bits & needs.all) === needs.all && (needs.any === 0 || (bits & needs.any) !== 0);
	if (!isComplete) (problems ??= []).push(...listMissing(needs, bits, problems));
	if (typeof id === 'string' && problems === undefined) return id;
	return { id: typeof id === 'string' ? id : undefined, problems: problems ?? [] };
}
