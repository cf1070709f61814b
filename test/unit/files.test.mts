import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { CsvReader, DELIMITERS, type Delimiter } from '../../nodes/Gameball/files/CsvReader.ts';
import { BrokenRow } from '../../nodes/Gameball/files/FileRow.ts';
import { JsonLinesParser } from '../../nodes/Gameball/files/JsonLinesParser.ts';
import { makeNotes, readRows } from '../../nodes/Gameball/files/readRows.ts';
import { TextFileDecoder } from '../../nodes/Gameball/files/TextFileDecoder.ts';

const BREAKS = ['\r\n', '\n', '\r'];

/** Reads a text in chunks. */
function read(chunks: readonly string[], delimiter?: Delimiter) {
	const reader = new CsvReader(delimiter);
	const rows = chunks.flatMap((chunk) => reader.read(chunk));
	return [...rows, ...reader.end()];
}

/** Cuts a text in two at each place, and into single characters. */
const cutEverywhere = (text: string): string[][] => [
	...Array.from({ length: text.length + 1 }, (_, at) => [text.slice(0, at), text.slice(at)]),
	[...Array(text.length).keys()].map((at) => text.slice(at, at + 1)),
];

const cells = fc.oneof(
	fc.string({ unit: 'grapheme' }),
	fc.stringMatching(/^[a-z0-9 ]{0,8}$/),
	fc.constantFrom('"', '""', 'a"b', '"a', ',', ';', '\t', '|', '\n', '\r\n', '\r', 'é😀'),
);

describe('a CSV', () => {
	test('should be read as csv-parse reads it, wherever it is cut', () => {
		fc.assert(
			fc.property(
				fc.array(fc.array(cells, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
				fc.constantFrom(...DELIMITERS),
				fc.constantFrom(...BREAKS),
				fc.boolean(),
				fc.boolean(),
				(table, delimiter, record_delimiter, quoted, eof) => {
					const text = stringify(table, {
						delimiter,
						record_delimiter,
						quoted,
						eof,
						quoted_empty: true,
						quoted_match: /[\r\n]/,
					});
					for (const chunks of cutEverywhere(text)) expect(read(chunks, delimiter)).toEqual(table);
					expect(parse(text, { delimiter, record_delimiter: BREAKS, relax_column_count: true })).toEqual(table);
				},
			),
		);
	});

	test('should be read as csv-parse reads it whatever it is, or tell which row is broken', () => {
		const characters = fc.constantFrom('a', 'b', ',', '"', '\n', '\r');
		fc.assert(
			fc.property(fc.string({ unit: characters, maxLength: 20 }), (text) => {
				const expected = parseOrUndefined(text);
				const results = cutEverywhere(text).map((chunks) => readOrUndefined(chunks));
				for (const result of results) expect(result).toEqual(results[0]);
				if (expected !== undefined) expect(results[0]).toEqual(expected);
			}),
			{ numRuns: 2_000 },
		);
	});

	test.each([
		['a,b;c,d\n', ','],
		['a;b;"c,d,e,f"\n', ';'],
		['a\tb\tc, d\n', '\t'],
		['a|b\n', '|'],
		['alone\n', ','],
		['"a\nb",c\n', ','],
	])('should find the delimiter of the header %j', (header, delimiter) => {
		for (const chunks of cutEverywhere(`${header}x${delimiter}y`)) expect(read(chunks).at(-1)).toEqual(['x', 'y']);
	});

	test('should keep rows of any length, and blank ones', () => {
		expect(read(['a,b\n1\n\n1,2,3\n'])).toEqual([['a', 'b'], ['1'], [''], ['1', '2', '3']]);
	});

	test('should tell which row has text behind a closing quote, and go on behind it', () => {
		expect(read(['a,b\n1,"x"y\n2,3'])).toEqual([
			['a', 'b'],
			new BrokenRow('has text after the closing quote of column 2'),
			['2', '3'],
		]);
	});

	test.each([
		['at the end', 'a,b\n1,2\n3,"4\n5,6'],
		['in a long file', `a,b\n1,2\n3,"4\n${'5,6\n'.repeat(300_000)}`],
	])('should tell which row has a quote that is not closed %s', (_, text) => {
		expect(() => read([text])).toThrow('Row 3');
	});
});

test('should be refused when it begins with megabytes of blanks', async () => {
	let chunks = 0;
	function* blanks() {
		for (; chunks < 300; chunks++) yield Buffer.from('\n '.repeat(32_768));
	}
	const reading = readRows(blanks(), { fileFormat: 'auto', delimiter: undefined }, makeNotes());
	await expect(reading.next()).rejects.toThrow('The file begins with too many blanks. Delete them.');
	expect(chunks).toBeLessThan(10);
});

/** Reads a text with csv-parse; returns undefined where it finds a quote out of place. */
function parseOrUndefined(text: string): string[][] | undefined {
	try {
		return parse(text, { record_delimiter: BREAKS, relax_column_count: true });
	} catch {
		return undefined;
	}
}

function readOrUndefined(chunks: readonly string[]): ReturnType<typeof read> | undefined {
	try {
		return read(chunks, ',');
	} catch {
		return undefined;
	}
}

describe('JSON Lines', () => {
	test('should be read wherever they are cut', () => {
		const text = '{"a":"é\\n"}\r\n\n[1]\n{"b"\n{"c":{"d":1}}';
		for (const chunks of cutEverywhere(text)) {
			const parser = new JsonLinesParser();
			expect([...chunks.flatMap((chunk) => parser.read(chunk)), ...parser.end()]).toEqual([
				{ number: 1, json: { a: 'é\n' } },
				{ number: 2, json: {} },
				{ number: 3, json: new BrokenRow('is not a JSON object') },
				{ number: 4, json: new BrokenRow('is not valid JSON') },
				{ number: 5, json: { c: { d: 1 } } },
			]);
		}
	});

	test('should be refused when a line is no line', () => {
		expect(() => new JsonLinesParser().read(`{}\n${'x'.repeat(1_000_001)}`)).toThrow('Line 2');
	});
});

describe('the text of a file', () => {
	const decode = (bytes: Uint8Array, at: number) => {
		const decoder = new TextFileDecoder();
		return decoder.decode(bytes.slice(0, at)) + decoder.decode(bytes.slice(at)) + decoder.end();
	};
	const swap = (bytes: Buffer) => Buffer.from(bytes).swap16();
	const TEXT = 'é,😀\n';

	test.each<[string, Buffer]>([
		['UTF-8', Buffer.from(TEXT)],
		['UTF-8 with its mark', Buffer.from(`\uFEFF${TEXT}`)],
		['UTF-16', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
		['UTF-16 the other way round', swap(Buffer.from(`\uFEFF${TEXT}`, 'utf16le'))],
	])('should be decoded from %s wherever it is cut', (_, bytes) => {
		for (let at = 0; at <= bytes.length; at++) expect(decode(bytes, at)).toBe(TEXT);
	});

	test('should be decoded when the file has fewer bytes than a mark', () => {
		expect(decode(Buffer.from('é'), 1)).toBe('é');
		expect(decode(Buffer.from(''), 0)).toBe('');
	});

	test.each([
		['gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0]), 'Compression'],
		['a workbook', Buffer.from('PK\u0003\u0004…'), 'Save a workbook as CSV'],
		['Windows-1252', Buffer.from('Zo\xEB,1\n', 'latin1'), 'CSV UTF-8'],
		['UTF-8 that is cut off', Buffer.from('abcdé').subarray(0, 5), 'CSV UTF-8'],
	])('should be refused with what to do when it is %s', (_, bytes, advice) => {
		expect(() => decode(bytes, 1)).toThrow(advice);
	});
});
