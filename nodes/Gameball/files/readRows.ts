import { CsvParser } from './CsvParser';
import type { Delimiter } from './CsvReader';
import { FileProblem, type FileNotes, type FileRow, type RowParser } from './FileRow';
import { JsonLinesParser } from './JsonLinesParser';
import { TextFileDecoder } from './TextFileDecoder';

/** The format of a file, as far as the user has set it. */
export interface FileFormat {
	/** With `auto`, the first character of the file decides. @default 'auto' */
	readonly fileFormat: 'auto' | 'csv' | 'jsonl';
	/** The character between two cells of a CSV; undefined to detect it in the header. */
	readonly delimiter: Delimiter | undefined;
}

/** The files that are neither CSV nor JSON Lines, by their first character. */
const OTHER_FORMATS: Readonly<Record<string, string>> = {
	'[': "The file is a JSON array. Add n8n's Extract from File node before this one, with 'Operation' set to Extract From JSON, or save the file as JSON Lines: one object per line.",
	'<': 'The file is a web page or XML, not a CSV. If you downloaded it, it may be an error page or a login page.',
};

/** The maximum number of blanks before the first other character of a file. */
const MAX_BLANKS = 200_000;

/** Chooses the parser by the first character of a file's text that is not a space. */
function chooseParser(start: string, { fileFormat, delimiter }: FileFormat, notes: FileNotes): RowParser {
	if (fileFormat === 'csv') return new CsvParser(delimiter, notes);
	if (fileFormat === 'jsonl' || start === '{') return new JsonLinesParser();
	const problem = OTHER_FORMATS[start];
	if (problem !== undefined) throw new FileProblem(problem);
	return new CsvParser(delimiter, notes);
}

/** Makes empty notes about a file. */
export const makeNotes = (): FileNotes => ({ columns: undefined, repeated: [], nameless: new Set(), shortRows: 0 });

/**
 * Reads the rows of a CSV or a JSON Lines file, one chunk at a time. Only that chunk is in memory.
 *
 * @param chunks the bytes of the file
 * @param notes collects anything unusual about the file
 * @throws FileProblem if the rest of the file cannot be read
 */
export async function* readRows(
	chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	format: FileFormat,
	notes: FileNotes,
): AsyncGenerator<FileRow[]> {
	const decoder = new TextFileDecoder();
	let parser: RowParser | undefined;
	/** The blanks before the first character that decides. */
	let blanks = '';
	const parse = (text: string): FileRow[] => {
		const start = parser === undefined ? text.trimStart()[0] : undefined;
		if (start !== undefined) parser = chooseParser(start, format, notes);
		const all = blanks + text;
		blanks = parser === undefined ? all : '';
		if (blanks.length > MAX_BLANKS) throw new FileProblem('The file begins with too many blanks. Delete them.');
		return parser?.read(all) ?? [];
	};
	for await (const chunk of chunks) {
		const rows = parse(decoder.decode(chunk));
		if (rows.length > 0) yield rows;
	}
	const rows = parse(decoder.end());
	if (parser === undefined) throw new FileProblem('The file is empty.');
	yield [...rows, ...(parser as RowParser).end()];
}
