import type { IDataObject } from 'n8n-workflow';
import { countOf, quote, trim } from '../text';
import { CsvReader, DELIMITERS, type CsvRow, type Delimiter } from './CsvReader';
import { BrokenRow, FileProblem, type FileNotes, type FileRow, type RowParser } from './FileRow';

/** The maximum number of columns in a header: a file with more has no header, or another delimiter. */
const MAX_COLUMNS = 2_000;

/** The number of columns of a table from which on a first line with only one text is no header, but a title. */
const WIDE = 3;

const explainTitle = (title: string, columnCount: number): string =>
	`The first line contains only ${quote(title)}, but the table has ${columnCount} columns. Delete the lines above the line with the column names.`;

/** The name that no column can have, because objects treat it specially. */
const IMPOSSIBLE = '__proto__';

interface NamedColumn {
	readonly name: string;
	readonly index: number;
}

/** The columns that the header of a CSV names. */
interface Header {
	readonly width: number;
	/** The columns with a name. If several have the same name, only the first. */
	readonly named: readonly NamedColumn[];
	readonly nameless: readonly number[];
}

/** Reads the header, without the spaces around names. */
function readHeader(row: CsvRow, notes: FileNotes): Header {
	if (row instanceof BrokenRow) throw new FileProblem(`The header ${row.reason}.`);
	if (row.length > MAX_COLUMNS) throw new FileProblem(`The header has more than ${MAX_COLUMNS} columns.`);
	const names = row.map(trim).map((name) => (name === IMPOSSIBLE ? '' : name));
	const columns = names.map((name, index) => ({ name, index }));
	const named = columns.filter(({ name, index }) => name !== '' && names.indexOf(name) === index);
	if (named.length === 0) throw new FileProblem('The header has no column names. The first row must contain them.');
	notes.columns = named.map(({ name }) => name);
	notes.repeated = notes.columns.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
	const nameless = columns.filter(({ name }) => name === '').map(({ index }) => index);
	return { width: names.length, named, nameless };
}

/** Makes rows from a CSV: each has the columns of the header. */
export class CsvParser implements RowParser {
	private readonly reader: CsvReader;
	private header: Header | undefined;
	private rowCount = 0;

	/**
	 * @param delimiter the character between two cells; undefined to detect it in the header
	 * @param notes collects anything unusual about the file
	 */
	constructor(
		delimiter: Delimiter | undefined,
		private readonly notes: FileNotes,
	) {
		this.reader = new CsvReader(delimiter);
	}

	read(chunk: string): FileRow[] {
		return this.toRows(this.reader.read(chunk));
	}

	end(): FileRow[] {
		return this.toRows(this.reader.end());
	}

	private toRows(csvRows: readonly CsvRow[]): FileRow[] {
		const rows: FileRow[] = [];
		for (const row of csvRows) {
			const number = ++this.rowCount;
			if (number === 2) this.checkTitle(row);
			if (this.header === undefined) this.header = readHeader(row, this.notes);
			else rows.push({ number, json: row instanceof BrokenRow ? row : this.toJson(row, this.header) });
		}
		return rows;
	}

	/** Rejects a header with one name above a row of several cells: it is a title, and so has no delimiter to go by. */
	private checkTitle(row: CsvRow): void {
		const [title, ...others] = this.header?.named ?? [];
		if (title === undefined || others.length > 0 || row instanceof BrokenRow) return;
		const [first = ''] = row;
		// The delimiter can be in a cell only in quotes.
		const delimiters = DELIMITERS.filter((delimiter) => row.length === 1 && delimiter !== this.reader.delimiter);
		const filled = row.filter((cell) => trim(cell) !== '').length;
		const width = Math.max(filled, ...delimiters.map((delimiter) => first.split(delimiter).length));
		if (width >= WIDE) throw new FileProblem(explainTitle(title.name, width));
	}

	/** Names the cells of a row. Missing cells at the end count as empty; extra cells must be empty. */
	private toJson(cells: readonly string[], { width, named, nameless }: Header): IDataObject | BrokenRow {
		const isBlank = cells.length === 1 && trim(cells[0] ?? '') === '';
		if (cells.length < width && !isBlank) this.notes.shortRows++;
		if (cells.length > width && cells.slice(width).some((cell) => cell !== '')) {
			return new BrokenRow(`has ${cells.length} cells, but the header has ${countOf(width, 'column')}`);
		}
		for (const index of nameless) if ((cells[index] ?? '') !== '') this.notes.nameless.add(index + 1);
		const json: IDataObject = {};
		for (const { name, index } of named) json[name] = cells[index] ?? '';
		return json;
	}
}
