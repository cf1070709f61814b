import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify';

/** A customer base of nine columns, one of them in quotes. */
function* makeRows(count: number): Generator<string[]> {
	for (let index = 0; index < count; index++) {
		yield [
			...[`c${index}`, 'Zoë', 'O’Hara, Jr.', `zoe${index}@example.com`, `+49170${String(index).padStart(7, '0')}`],
			...[`19${50 + (index % 50)}-12-31`, 'Rome', `${index / 4}`, 'gold'],
		];
	}
}

const COLUMNS = [
	...['Customer ID', 'First Name', 'Last Name', 'E-Mail', 'Mobile', 'Date of Birth', 'City', 'Total Spent', 'Plan'],
];

/** Writes a CSV of customers into a file. */
export async function writeCustomers(path: string, count: number): Promise<void> {
	const csv = stringify({ header: true, columns: COLUMNS });
	await pipeline(Readable.from(makeRows(count)), csv, createWriteStream(path));
}

/** Reads a CSV with csv-parse, each row as an object; returns the number of rows. */
export async function readWithCsvParse(path: string): Promise<number> {
	let count = 0;
	const rows = createReadStream(path).pipe(parse({ columns: true }));
	for await (const _ of rows) count++;
	return count;
}
