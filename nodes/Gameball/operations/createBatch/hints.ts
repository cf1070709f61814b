import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { describeResult, failedResults } from '../../jobs/results';
import { countDuplicates } from '../../mapping/duplicates';
import { hint } from '../hint';
import type { Batch } from './batches';
import { describeProblems, type InvalidItem } from './output';

/** The most column names that a hint lists. */
const MOST_NAMED = 10;

/** Tells the user of items that are left out because they are invalid. */
export function hintAtSkipped(context: IExecuteFunctions, invalid: readonly InvalidItem[], itemCount: number): void {
	const [first] = invalid;
	if (first === undefined) return;
	hint(
		context,
		`${invalid.length} of ${itemCount} items were not sent because they are invalid. ${describeProblems(first)}`,
	);
}

/** Tells the user of columns that are left out because they are no field of Gameball's. */
export function hintAtIgnored(context: IExecuteFunctions, columns: ReadonlySet<string>): void {
	if (columns.size === 0) return;
	const named = [...columns].slice(0, MOST_NAMED).join(', ');
	hint(
		context,
		`Columns left out because Gameball has no such field: ${named}${columns.size > MOST_NAMED ? ' and others' : ''}`,
	);
}

/** Tells the user of records that Gameball refused. */
export function hintAtRefused(context: IExecuteFunctions, answers: readonly IDataObject[]): void {
	const refused = answers.flatMap(failedResults);
	const [first] = refused;
	if (first === undefined) return;
	hint(context, `Gameball refused ${refused.length} of the records. The first is ${describeResult(first)}`);
}

/** Tells the user of batches in which several records have the same identifier. */
export function hintAtDuplicates(context: IExecuteFunctions, batches: readonly Batch[]): void {
	const count = batches.reduce((sum, { records }) => sum + countDuplicates(records), 0);
	if (count === 0) return;
	hint(
		context,
		`${count} records have the same ID as another one in their batch, and Gameball may refuse those. Set the option Duplicates to Keep Last or Merge.`,
	);
}
