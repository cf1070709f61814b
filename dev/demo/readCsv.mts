import { readFileSync } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import type { IDataObject } from 'n8n-workflow';

/** A problem with a file, in one line. */
export class FileProblem extends Error {}

const REASONS: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such file',
	EISDIR: 'it is a folder',
	EACCES: 'this user may not read it',
};

function read(path: string): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code ?? '';
		throw new FileProblem(`Can't read ${path}: ${REASONS[code] ?? 'it is no text in UTF-8'}.`);
	}
}

/**
 * Reads the rows of a CSV file, by column name, as n8n's Extract From File node does.
 *
 * @throws FileProblem if the file is missing, empty, or no CSV with a header
 */
export function readCsv(path: string): IDataObject[] {
	const text = read(path);
	try {
		const rows = parse(text, { columns: true, skip_empty_lines: true }) as IDataObject[];
		if (rows.length === 0)
			throw new FileProblem(`${path} has no rows: a line of column names and a line for each customer are needed.`);
		return rows;
	} catch (error) {
		if (error instanceof CsvError)
			throw new FileProblem(`${path} is no good CSV: ${error.message.split('\n')[0] ?? ''}.`);
		throw error;
	}
}
