import type { IDataObject } from 'n8n-workflow';

/** The reason why a file cannot be read any further, in the user's words. */
export class FileProblem extends Error {}

/** A row of a file that cannot be read, and why: a continuation of "row 7 …". */
export class BrokenRow {
	constructor(readonly reason: string) {}
}

/** A row of a file. */
export interface FileRow {
	/** Counted from 1 as a spreadsheet counts: in a CSV the header is row 1. */
	readonly number: number;
	/** Its cells by the names of their columns. */
	readonly json: Readonly<IDataObject> | BrokenRow;
}

/** Anything unusual about the part of a file that was read. */
export interface FileNotes {
	/** The names of its columns; undefined where it has no header. */
	columns: readonly string[] | undefined;
	/** The names that the header has more than once. */
	repeated: readonly string[];
	/** The columns without a name that have something in them, counted from 1. */
	readonly nameless: Set<number>;
	/** The number of rows with fewer cells than the header. */
	shortRows: number;
}

/** Turns the text of a file into its rows, chunk by chunk. Throws a FileProblem where it cannot go on. */
export interface RowParser {
	/** Reads a further chunk; returns the rows that are complete now. */
	read(chunk: string): FileRow[];
	/** Ends the text; returns the last row, if it does not end with a line break. */
	end(): FileRow[];
}
