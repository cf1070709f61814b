import { isEmptyCell, isPlainText, readText } from '../columns/cells';
import type { Column } from '../columns/columns';
import type { Row } from '../columns/rows';
import { quote } from '../values/rule';
import { isExportersLine } from '../columns/exportersLine';
import type { InvalidRecord } from './problem';

/** Tells whether a cell repeats the name of its column. */
function isName(cell: unknown, column: Column | undefined): boolean {
	if (typeof cell !== 'string' || column === undefined) return false;
	return cell === column.name || (!isPlainText(cell) && readText(cell) === column.name);
}

/**
 * Finds out whether a row is no record but another line of its table: the header again, which is left out, or a title, a
 * total or a footer.
 *
 * @param id the row's identifier, if it is valid
 */
export function findLine({ layout: { columns }, cells }: Row, id: string | undefined): InvalidRecord | undefined {
	let first = 0;
	while (first < cells.length && isEmptyCell(cells[first])) first++;
	const cell = cells[first];
	if (typeof cell !== 'string') return undefined;
	if (isName(cell, columns[first]) && cells.every((other, at) => isEmptyCell(other) || isName(other, columns[at]))) {
		return { id: undefined, problems: [{ field: 'The row', reason: 'repeats the header' }], isLeftOut: true };
	}
	// A valid identifier was checked by itself; with spaces in it, it can be a sentence that is the only text of its row.
	if (id !== undefined && (id !== cell || !id.includes(' '))) return undefined;
	const text = readText(cell);
	const isAlone = columns.length > 1 && cells.every((other, at) => at === first || isEmptyCell(other));
	const isLine = isAlone ? text.includes(' ') || isExportersLine(text) : id === undefined && isExportersLine(text);
	if (!isLine) return undefined;
	const reason = 'looks like a title, a total or a footer of the table, not like a record';
	return { id: undefined, problems: [{ field: quote(text), reason }] };
}
