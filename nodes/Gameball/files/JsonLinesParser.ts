import type { IDataObject } from 'n8n-workflow';
import { BrokenRow, FileProblem, type FileRow, type RowParser } from './FileRow';

const MAX_LINE_LENGTH = 1_000_000;

/** Parses a line; a blank one becomes an empty object. */
function parseLine(line: string): FileRow['json'] {
	if (line.trim() === '') return {};
	try {
		const parsed: unknown = JSON.parse(line);
		const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
		return isObject ? (parsed as IDataObject) : new BrokenRow('is not a JSON object');
	} catch {
		return new BrokenRow('is not valid JSON');
	}
}

/** Makes rows from JSON Lines: one object per line. A line ends at LF, CR LF or the end of the text. */
export class JsonLinesParser implements RowParser {
	/** The text after the last complete line. */
	private rest = '';
	private lineCount = 0;

	read(chunk: string): FileRow[] {
		const lines = (this.rest + chunk).split('\n');
		this.rest = lines.pop() ?? '';
		const rows = lines.map((line) => this.toRow(line));
		if (this.rest.length > MAX_LINE_LENGTH) {
			throw new FileProblem(
				`Line ${this.lineCount + 1} is longer than a million characters. Check whether the file is JSON Lines.`,
			);
		}
		return rows;
	}

	end(): FileRow[] {
		return this.rest === '' ? [] : [this.toRow(this.rest)];
	}

	private toRow(line: string): FileRow {
		return { number: ++this.lineCount, json: parseLine(line) };
	}
}
