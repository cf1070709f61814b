import type { Candidate, FieldPlan } from './rowPlan';
import type { Field } from '../../records/RecordType';
import { isEmptyCell, isErrorText, isPlainText } from '../columns/cells';
import { isNested } from '../columns/wrappings';
import { openCell } from '../values/openCell';
import { quote } from '../../text';
import { Invalid, NoValue, Undecided, type Coerced, type ValueOptions } from '../values/rule';

/** What a choice finds out besides its value. */
export interface ChoiceNotes {
	/** True at the indexes of the columns that were chosen. */
	readonly used: boolean[];
	/** True if a cell of the latest row could not become a value. */
	hasUnusable: boolean;
	/** Records a cell that cannot become a value of the field that its column claims. */
	onUnusable?(candidate: Candidate, reason: string): void;
}

/**
 * Tells whether an unusable value makes the item invalid. Under the field's own name it does, unless the field is
 * optional and the cell is no value or an API's object. A cell with two readings always does: the other cells of its
 * column may decide it.
 */
const isFatal = (
	{ field }: FieldPlan,
	{ isOwn, index }: Candidate,
	value: Invalid,
	cells: readonly unknown[],
): boolean =>
	value instanceof Undecided ||
	(isOwn && (field.required === true || !(value instanceof NoValue || isNested(cells[index]))));

/** Converts the cell of a candidate; returns undefined if it is empty. */
export function convertCell(
	{ index, rule, adjustment }: Candidate,
	{ type }: Field,
	cells: readonly unknown[],
	options: ValueOptions,
): Coerced | undefined {
	let cell = cells[index];
	if (typeof cell !== 'string' || !isPlainText(cell)) {
		cell = openCell(cell, type);
		if (isEmptyCell(cell)) return undefined;
		if (typeof cell === 'string' && isErrorText(cell)) return new NoValue(`${quote(cell)} is no value`);
	}
	const value = rule(cell, options);
	return adjustment === undefined ? value : adjustment.adjust(value, cells);
}

/**
 * Chooses the value of a field: the first cell, by the rank of its column, that is neither empty nor unusable.
 *
 * @returns the value, the reason why the item is invalid, or undefined if there is no value
 */
export function choose(
	plan: FieldPlan,
	cells: readonly unknown[],
	options: ValueOptions,
	notes?: ChoiceNotes,
): Coerced | undefined {
	for (const candidate of plan.candidates) {
		const value = convertCell(candidate, plan.field, cells, options);
		if (value === undefined) continue;
		if (!(value instanceof Invalid)) {
			if (notes !== undefined) notes.used[candidate.index] = true;
			return value;
		}
		if (isFatal(plan, candidate, value, cells)) return value;
		if (notes !== undefined) notes.hasUnusable = true;
		if (candidate.isContained !== true && value.reason !== '') notes?.onUnusable?.(candidate, value.reason);
	}
	return undefined;
}

/** Finds the first unusable cell for a required field that has no other value. */
export function findUnusable(
	{ candidates, field }: FieldPlan,
	cells: readonly unknown[],
	options: ValueOptions,
): Invalid | undefined {
	for (const candidate of candidates) {
		const value = convertCell(candidate, field, cells, options);
		if (value instanceof Invalid) return value;
	}
	return undefined;
}
