import { BrokenRow, FileProblem } from './FileRow';

/** The possible delimiters, the likeliest first. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;

/** A character between two cells. */
export type Delimiter = (typeof DELIMITERS)[number];

/** The cells of a row. Rows can differ in length. */
export type CsvRow = readonly string[] | BrokenRow;

/** The maximum length of a row in characters: in a longer one, a quote was not closed. */
const MAX_ROW_LENGTH = 1_000_000;

const QUOTE = '"';

/** Finds a character in a text repeatedly, each time from a later position on. */
class Finder {
	private found = -1;

	constructor(
		private readonly text: string,
		private readonly character: string,
	) {}

	/** Finds the first occurrence from a position on; returns the length of the text if there is none. */
	from(position: number): number {
		if (this.found < position) {
			const index = this.text.indexOf(this.character, position);
			this.found = index === -1 ? this.text.length : index;
		}
		return this.found;
	}
}

/** Finds the end of the first row: the first line break outside quotes; undefined if there is none. */
function findHeaderEnd(text: string): number | undefined {
	let isQuoted = false;
	for (let index = 0; index < text.length; index++) {
		const character = text[index];
		if (character === QUOTE) isQuoted = !isQuoted;
		else if (!isQuoted && (character === '\n' || character === '\r')) return index;
	}
	return undefined;
}

/** Detects the delimiter: the candidate that occurs most often in the header, outside quotes. */
function detectDelimiter(header: string): Delimiter {
	const unquoted = header.replace(/"[^"]*"?/g, '');
	const count = (delimiter: string) => unquoted.split(delimiter).length;
	return DELIMITERS.reduce((best, candidate) => (count(candidate) > count(best) ? candidate : best));
}

/** The line with which Excel names the delimiter. It is no row. */
const EXCEL_DELIMITER = /^"?sep=([,;\t|])"?$/i;

/** Finds the rows of a text from start to end. */
class RowFinder {
	private readonly feeds: Finder;
	private readonly returns: Finder;
	private readonly quotes: Finder;
	private readonly delimiters: Finder;

	/** @param isWhole true if nothing comes after the text */
	constructor(
		private readonly text: string,
		private readonly delimiter: Delimiter,
		private readonly isWhole: boolean,
	) {
		this.feeds = new Finder(text, '\n');
		this.returns = new Finder(text, '\r');
		this.quotes = new Finder(text, QUOTE);
		this.delimiters = new Finder(text, delimiter);
	}

	/** Finds the row at a position and its end; returns undefined if more text may belong to it. */
	find(start: number): { readonly row: CsvRow; readonly end: number } | undefined {
		const end = this.findBreak(start);
		if (this.quotes.from(start) < end) return this.findQuoted(start);
		if (this.isOpen(end)) return undefined;
		return { row: this.text.slice(start, end).split(this.delimiter), end };
	}

	private findBreak(from: number): number {
		return Math.min(this.feeds.from(from), this.returns.from(from));
	}

	/** Tells whether a cell that ends at a position may continue in the next chunk. */
	private isOpen(end: number): boolean {
		return end === this.text.length && !this.isWhole;
	}

	private findQuoted(start: number): ReturnType<RowFinder['find']> {
		const cells: string[] = [];
		let broken: BrokenRow | undefined;
		for (let from = start; ; ) {
			const close = this.text[from] === QUOTE ? this.findClosingQuote(from) : undefined;
			if (close === this.text.length) return undefined;
			const behind = close === undefined ? from : close + 1;
			const rowEnd = this.findBreak(behind);
			const cellEnd = Math.min(this.delimiters.from(behind), rowEnd);
			if (this.isOpen(cellEnd)) return undefined;
			if (close === undefined) {
				cells.push(this.text.slice(from, cellEnd));
			} else {
				cells.push(this.text.slice(from + 1, close).replaceAll('""', QUOTE));
				if (cellEnd > behind) broken ??= new BrokenRow(`has text after the closing quote of column ${cells.length}`);
			}
			if (cellEnd === rowEnd) return { row: broken ?? cells, end: rowEnd };
			from = cellEnd + 1;
		}
	}

	/** Finds the quote that closes a cell; returns the length of the text if it is not in it yet. */
	private findClosingQuote(open: number): number {
		for (let position = open + 1; ; ) {
			const quote = this.quotes.from(position);
			// At the end of the text, it may be the first of two quotes.
			if (quote === this.text.length || this.isOpen(quote + 1)) return this.text.length;
			if (this.text[quote + 1] !== QUOTE) return quote;
			position = quote + 2;
		}
	}
}

/**
 * Reads the rows of a CSV (RFC 4180) chunk by chunk, the header first. A row ends at CR LF, LF, CR or the end of the
 * text. A quoted cell may contain delimiters, line breaks and doubled quotes. In a cell that does not start with a
 * quote, quotes are ordinary characters.
 */
export class CsvReader {
	/** The text after the last complete row. */
	private rest = '';
	private rowCount = 0;
	/** True if the latest row ended with a carriage return at the end of a chunk: a line feed may follow it. */
	private isAfterReturn = false;
	/** True once the delimiter is known and the text is at the header. */
	private hasBegun = false;

	/** @param delimiter the character between two cells; undefined to detect it in the header */
	constructor(public delimiter?: Delimiter) {}

	/**
	 * Reads another chunk.
	 *
	 * @returns the rows that are complete now
	 * @throws FileProblem if a quote is not closed
	 */
	read(chunk: string): CsvRow[] {
		if (chunk === '') return [];
		const isRestOfBreak = this.isAfterReturn && chunk.startsWith('\n');
		this.isAfterReturn = false;
		return this.findRows(this.rest + (isRestOfBreak ? chunk.slice(1) : chunk), false);
	}

	/**
	 * Ends the text.
	 *
	 * @returns the last row, if it does not end with a line break
	 * @throws FileProblem if a quote is not closed
	 */
	end(): CsvRow[] {
		return this.findRows(this.rest, true);
	}

	private findRows(text: string, isWhole: boolean): CsvRow[] {
		const rows: CsvRow[] = [];
		let start = this.hasBegun ? 0 : this.begin(text, isWhole);
		const { delimiter } = this;
		if (this.hasBegun && delimiter !== undefined) {
			const finder = new RowFinder(text, delimiter, isWhole);
			for (let found; start < text.length && (found = finder.find(start)) !== undefined; ) {
				rows.push(found.row);
				start = this.skipBreak(text, found.end);
			}
		}
		this.rowCount += rows.length;
		this.rest = text.slice(start);
		if (this.rest.length > MAX_ROW_LENGTH || (isWhole && this.rest !== '')) {
			throw new FileProblem(
				`Row ${this.rowCount + 1} does not end within a million characters or before the end of the file. Check for a missing closing quote.`,
			);
		}
		return rows;
	}

	/** Returns the position after a line break. */
	private skipBreak(text: string, position: number): number {
		const isReturn = text[position] === '\r';
		this.isAfterReturn = isReturn && position + 1 === text.length;
		return position + (isReturn && text[position + 1] === '\n' ? 2 : 1);
	}

	/** Finds the delimiter and the start of the header as soon as the first line is complete. Excel may name the delimiter above it. */
	private begin(text: string, isWhole: boolean): number {
		const end = findHeaderEnd(text);
		if (end === undefined && !isWhole) return 0;
		this.hasBegun = true;
		const line = text.slice(0, end);
		const [, named] = EXCEL_DELIMITER.exec(line) ?? [];
		this.delimiter ??= (named as Delimiter | undefined) ?? detectDelimiter(line);
		return named === undefined ? 0 : this.skipBreak(text, line.length);
	}
}
