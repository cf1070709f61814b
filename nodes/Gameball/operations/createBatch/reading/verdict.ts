import type { IDataObject } from 'n8n-workflow';
import type { InvalidRecord } from '../../../mapping/choosing/problems';
import type { ItemMapper } from '../../../mapping/ItemMapper';
import { toKeyless, toListProblem, toUnresolved, UNREADABLE } from './invalidItems';
import type { ItemReader } from './itemReader';
import { findEmptyColumn } from './readColumn';

/** The verdict on an item or a row: the identifier of its record, the reasons why there is none, or undefined for a blank one. */
export type Verdict = string | InvalidRecord | undefined;

/** Tells whether an item can only be judged once the order of its column's dates is known. */
export const needsDateOrder = (verdict: Verdict): boolean =>
	typeof verdict === 'object' && verdict.problems.some(({ isUnknownOrder }) => isUnknownOrder === true);

/**
 * Judges an item or a row.
 *
 * @param keyColumns the columns that may not be empty (option Send Once)
 */
export function judge(
	json: Readonly<IDataObject>,
	item: number,
	readRow: ItemReader,
	mapper: ItemMapper,
	isByHand: boolean,
	keyColumns: readonly string[],
): Verdict {
	try {
		const row = readRow(json, item);
		if (row instanceof Error) return toUnresolved(row);
		if ('list' in row) return toListProblem(row);
		const verdict = mapper.check(row, isByHand ? undefined : json);
		const column = typeof verdict === 'string' ? findEmptyColumn(json, keyColumns) : undefined;
		return column === undefined ? verdict : toKeyless(column);
	} catch {
		return UNREADABLE;
	}
}
