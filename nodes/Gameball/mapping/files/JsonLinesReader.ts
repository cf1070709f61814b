import type { IDataObject } from 'n8n-workflow';
import { BrokenRow, FileProblem } from './FileRow';

/** A line of the file: an object, the reason why it is none, or undefined for an empty one. */
export type JsonLine = Readonly<IDataObject> | BrokenRow | undefined;

/** The longest line, in characters. */
const MAX_LINE_LENGTH = 1_000_000;

function parseLine(line: string): JsonLine {
	if (line.trim() === '') return undefined;
	try {
		const parsed: unknown = JSON.parse(line);
		const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
		return isObject ? (parsed as IDataObject) : new BrokenRow('is no JSON object');
	} catch {
		return new BrokenRow('is no JSON');
	}
}

/** Reads JSON Lines chunk by chunk: an object a line, which ends at LF, CR LF or the end of the text. */
export class JsonLinesReader {
	/** The text that makes no whole line yet. */
	private rest = '';
	private lineCount = 0;

	/**
	 * Reads a further chunk.
	 *
	 * @returns the lines that are complete now
	 * @throws FileProblem if a line is too long
	 */
	read(chunk: string): JsonLine[] {
		const lines = (this.rest + chunk).split('\n');
		this.rest = lines.pop() ?? '';
		this.lineCount += lines.length;
		if (this.rest.length > MAX_LINE_LENGTH) {
			throw new FileProblem(`Line ${this.lineCount + 1} is longer than a million characters: is this JSON Lines?`);
		}
		return lines.map(parseLine);
	}

	/** Ends the text; returns the last line, if it does not end with a line break. */
	end(): JsonLine[] {
		return this.rest === '' ? [] : [parseLine(this.rest)];
	}
}
