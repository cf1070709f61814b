import type { IDataObject } from 'n8n-workflow';
import { isEmptyCell, isErrorText, readText } from '../../../mapping/columns/cells';
import type { Row } from '../../../mapping/columns/rows';
import type { InvalidRecord } from '../../../mapping/fields/problem';
import type { ItemMapper } from '../../../mapping/ItemMapper';
import { followPath } from '../../../mapping/columns/findProduct';
import { toKeyless, toListProblem, toUnresolved, UNREADABLE } from './InvalidRows';
import type { RowReader } from './rowReaders';

/** The identifier of a row's record, the reasons why the row is invalid, or undefined for a blank row. */
export type Validation = string | InvalidRecord | undefined;

const findEmptyColumn = (json: Readonly<IDataObject>, columns: readonly string[]): string | undefined =>
	columns.find((column) => {
		const cell = followPath(json, column);
		return isEmptyCell(cell) || (typeof cell === 'string' && isErrorText(readText(cell)));
	});

/** Reads the cells of an item or a row of a file. @returns the reason if there are none */
export function readRow(json: Readonly<IDataObject>, item: number, { read }: RowReader): Row | InvalidRecord {
	try {
		const row = read(json, item);
		if (row instanceof Error) return toUnresolved(row);
		return 'list' in row ? toListProblem(row) : row;
	} catch {
		return UNREADABLE;
	}
}

/**
 * Validates an item or a row of a file.
 *
 * @param keyColumns the columns that must not be empty (option Send Once)
 */
export function validateRow(
	row: Row | InvalidRecord,
	json: Readonly<IDataObject>,
	mapper: ItemMapper,
	keyColumns: readonly string[],
): Validation {
	if ('problems' in row) return row;
	try {
		const validation = mapper.check(row, json);
		const column = typeof validation === 'string' ? findEmptyColumn(json, keyColumns) : undefined;
		return column === undefined ? validation : toKeyless(column);
	} catch {
		return UNREADABLE;
	}
}
