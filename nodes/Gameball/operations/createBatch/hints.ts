import type { IExecuteFunctions } from 'n8n-workflow';
import type { JobResponse } from '../../jobs/JobResponse';
import { describeResult, readFailedResults } from '../../jobs/results';
import { countDuplicates } from '../../mapping/duplicates';
import { addHint } from '../addHint';
import type { Batch } from './batches';
import { describeInvalidItem, type InvalidItem } from './invalidItems';

/** The most column names that a hint lists. */
const MAX_LISTED = 10;

/** Adds a hint about items that are left out because they are invalid. */
export function hintSkippedItems(context: IExecuteFunctions, invalid: readonly InvalidItem[], itemCount: number): void {
	const [first] = invalid;
	if (first === undefined) return;
	addHint(
		context,
		`${invalid.length} of ${itemCount} items were not sent because they are invalid. ${describeInvalidItem(first)}`,
	);
}

/** Adds a hint about columns that are left out because Gameball has no such field. */
export function hintIgnoredColumns(context: IExecuteFunctions, columns: ReadonlySet<string>): void {
	if (columns.size === 0) return;
	const listed = [...columns].slice(0, MAX_LISTED).join(', ');
	addHint(
		context,
		`Columns left out because Gameball has no such field: ${listed}${columns.size > MAX_LISTED ? ' and others' : ''}`,
	);
}

/** Adds a hint about records that Gameball refused. */
export function hintRefusedRecords(context: IExecuteFunctions, jobs: readonly JobResponse[]): void {
	const refused = jobs.flatMap(readFailedResults);
	const [first] = refused;
	if (first === undefined) return;
	addHint(context, `Gameball refused ${refused.length} of the records. The first is ${describeResult(first)}`);
}

/** Adds a hint about batches in which several records have the same identifier. */
export function hintDuplicates(context: IExecuteFunctions, batches: readonly Batch[]): void {
	const count = batches.reduce((sum, { records }) => sum + countDuplicates(records), 0);
	if (count === 0) return;
	addHint(
		context,
		`${count} records have the same ID as another one in their batch, and Gameball may refuse those. Set the option Duplicates to Keep Last or Merge.`,
	);
}
