import { isEmptyCell, isPlainText, readText } from '../columns/cells';
import type { Column } from '../columns/columns';
import type { Row } from '../columns/rows';
import { quote } from '../../text';
import { isExportersLine } from '../columns/exportersLine';
import type { Problem } from './problem';

/** Tells whether a cell repeats the name of its column. */
function isName(cell: unknown, column: Column | undefined): boolean {
	if (typeof cell !== 'string' || column === undefined) return false;
	return cell === column.name || (!isPlainText(cell) && readText(cell) === column.name);
}

function findFilled(cells: readonly unknown[]): number {
	let first = 0;
	while (first < cells.length && isEmptyCell(cells[first])) first++;
	return first;
}

/** Finds out whether a row repeats the header of its table. */
export function findRepeatedHeader({ layout: { columns }, cells }: Row): Problem | undefined {
	const first = findFilled(cells);
	const isHeader =
		isName(cells[first], columns[first]) && cells.every((cell, at) => isEmptyCell(cell) || isName(cell, columns[at]));
	return isHeader ? { field: 'The row', reason: 'repeats the header' } : undefined;
}

/**
 * Finds out whether a row is no record but a title, a total or a footer of its table.
 *
 * @param id the row's identifier, if it is valid
 */
export function findLine({ layout: { columns }, cells }: Row, id: string | undefined): Problem | undefined {
	const first = findFilled(cells);
	const cell = cells[first];
	if (typeof cell !== 'string') return undefined;
	// A valid identifier was checked by itself; with spaces in it, it can be a sentence that is the only text of its row.
	if (id !== undefined && (id !== cell || !id.includes(' '))) return undefined;
	const text = readText(cell);
	const isAlone = columns.length > 1 && cells.every((other, at) => at === first || isEmptyCell(other));
	const isLine = isAlone ? text.includes(' ') || isExportersLine(text) : id === undefined && isExportersLine(text);
	const reason = 'looks like a title, a total or a footer of the table, not like a record';
	return isLine ? { field: quote(text), reason } : undefined;
}
