import type { IDataObject } from 'n8n-workflow';

/** The reason why the rest of a file cannot be read, worded for the user. */
export class FileProblem extends Error {}

/** A row of a file that cannot be read, with a reason that continues "row 7 …". */
export class BrokenRow {
	constructor(readonly reason: string) {}
}

/** A row of a file. */
export interface FileRow {
	/** Counted from 1, as in a spreadsheet: the header of a CSV is row 1. */
	readonly number: number;
	/** The cells by column name. */
	readonly json: Readonly<IDataObject> | BrokenRow;
}

/** Anything unusual about the part of a file that was read. */
export interface FileNotes {
	/** The column names; undefined if the file has no header. */
	columns: readonly string[] | undefined;
	/** The names that occur more than once in the header. */
	repeated: readonly string[];
	/** The columns with contents but without a name, counted from 1. */
	readonly nameless: Set<number>;
	/** The number of rows with fewer cells than the header. */
	shortRows: number;
}

/** Turns the text of a file into its rows, chunk by chunk. Throws a FileProblem if it cannot continue. */
export interface RowParser {
	/** Reads another chunk; returns the rows that are complete now. */
	read(chunk: string): FileRow[];
	/** Ends the text; returns the last row, if it does not end with a line break. */
	end(): FileRow[];
}
