import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import type { IBinaryData, IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { findPath, keepInMemory, keepOnDisk } from '../../dev/engine/binaryData.mts';
import { processedKeys } from '../../dev/engine/processedKeys.mts';
import { inVirtualTime } from '../../dev/engine/virtualTime.mts';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { recordTypes } from '../../nodes/Gameball/records/index.ts';
import { collectLog, listEntries, runNode, type NodeResult, type NodeRun } from './harness.mts';

let simulator: Simulator;
beforeEach(async () => {
	processedKeys.clear();
	simulator = await startSimulator({ queuedFor: 50, recordsPerSecond: 50_000 });
});
afterEach(async () => await simulator.close());

const NAME = 'customers.csv';

/** A file in memory, as text or bytes. */
const file = (content: string | Uint8Array, name = NAME): IBinaryData =>
	keepInMemory(typeof content === 'string' ? Buffer.from(content) : content, name);

interface FileRequest extends Partial<Omit<NodeRun, 'simulator' | 'parameters'>> {
	readonly parameters?: INodeParameters;
	readonly settings?: INodeParameters;
}

/** Runs Create Batch with files, of which the input items have a name. */
async function importAll(files: readonly IBinaryData[], request: FileRequest = {}): Promise<NodeResult> {
	const { parameters, settings = {}, ...others } = request;
	return await inVirtualTime(
		async () =>
			await runNode({
				simulator,
				items: files.map(({ fileName }) => ({ fileName, fileSize: '1 kB' })),
				files,
				parameters: { source: 'file', settings, ...parameters },
				...others,
			}),
	);
}

const importText = async (content: string | Uint8Array, request?: FileRequest): Promise<NodeResult> =>
	await importAll([file(content)], request);

const hints = ({ task }: NodeResult): string[] => (task?.hints ?? []).flatMap(({ message }) => message.split('<br>'));
const jsonOf = (items: readonly INodeExecutionData[]) => items.map(({ json }) => json);

/** The entries that Gameball received, in the order of the requests. */
const entries = (): IDataObject[] => listEntries(simulator);

/** A CSV of customers with these IDs. */
const csv = (ids: readonly string[]): string =>
	`Customer ID,E-Mail\n${ids.map((id) => `${id},${id}@example.com`).join('\n')}\n`;

const numbered = (count: number, prefix = 'c'): string[] =>
	Array.from({ length: count }, (_, index) => `${prefix}${index}`);

const waiting = (output: string): INodeParameters => ({ waitForCompletion: true, output });

describe('a CSV of customers', () => {
	test('should become jobs of 1,000 rows each, with the rows as a spreadsheet counts them', async () => {
		const { json, output, error } = await importText(csv(numbered(2_500)));
		expect(error).toBeUndefined();
		expect(json).toEqual([
			{ jobId: 123456, recordType: 'customer', recordCount: 1000, batch: 1, batches: 3, firstRow: 2, lastRow: 1001 },
			{ jobId: 123457, recordType: 'customer', recordCount: 1000, batch: 2, batches: 3, firstRow: 1002, lastRow: 2001 },
			{ jobId: 123458, recordType: 'customer', recordCount: 500, batch: 3, batches: 3, firstRow: 2002, lastRow: 2501 },
		]);
		for (const { pairedItem } of output) expect(pairedItem).toEqual({ item: 0 });
		expect([...simulator.customers.keys()]).toEqual(numbered(2_500));
		expect(simulator.customers.get('c7')).toEqual({ customerId: 'c7', email: 'c7@example.com' });
	});

	test('should be read as a stream where n8n keeps it on disk', async () => {
		const files = [await keepOnDisk(Buffer.from(csv(numbered(5_000))), NAME)];
		// Not in virtual time, which passes while a disk is read.
		const { json } = await runNode({ simulator, items: [{}], files, parameters: { source: 'file' } });
		expect(json).toHaveLength(5);
		expect(simulator.received().records).toBe(5_000);
	});

	test('should become the same entries as the same rows as input items', async () => {
		const row = fc.record({
			'Customer ID': fc.stringMatching(/^[a-z0-9]{1,8}$/),
			'First name': fc.string(),
			Birthday: fc.constantFrom('', '31/12/1990', '01/02/1990', '1990-02-03'),
			Mobile: fc.constantFrom('', '0049 170 123', '1.23E+11'),
			'Favourite, "best" colour': fc.string(),
			Tags: fc.constantFrom('', 'a, b', 'vip'),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
				const settings = { invalidRecords: 'skip' };
				const start = entries().length;
				await inVirtualTime(async () => await runNode({ simulator, items: rows, parameters: { settings } }));
				const ofItems = entries().slice(start);
				await importText(stringify(rows, { header: true }), { settings });
				expect(entries().slice(start + ofItems.length)).toEqual(ofItems);
			}),
			{ numRuns: 40 },
		);
	});

	test.each<[string, string | Uint8Array]>([
		['CR LF', csv(['a', 'b']).replaceAll('\n', '\r\n')],
		['CR', csv(['a', 'b']).replaceAll('\n', '\r')],
		['no last line break', csv(['a', 'b']).trimEnd()],
		['a byte order mark', `\uFEFF${csv(['a', 'b'])}`],
		['UTF-16', Buffer.from(`\uFEFF${csv(['a', 'b'])}`, 'utf16le')],
		['semicolons', csv(['a', 'b']).replaceAll(',', ';')],
		['tabs', csv(['a', 'b']).replaceAll(',', '\t')],
		['pipes', csv(['a', 'b']).replaceAll(',', '|')],
		['JSON Lines', '{"Customer ID":"a","E-Mail":"a@example.com"}\r\n\n{"Customer ID":"b","E-Mail":"b@example.com"}'],
	])('should arrive with %s', async (_, content) => {
		const { error } = await importText(content);
		expect(error).toBeUndefined();
		expect(entries()).toEqual([
			{ customerId: 'a', email: 'a@example.com' },
			{ customerId: 'b', email: 'b@example.com' },
		]);
	});

	test('should be told as a whole where every line of JSON has columns of its own', async () => {
		const lines = numbered(2_500).map((customerId, index) =>
			JSON.stringify({ customerId, ...(index === 0 ? { email: 'c0@example.com' } : { [`a${index}`]: index }) }),
		);
		const result = await importText(lines.join('\n'), { settings: { dryRun: true } });
		expect(hints(result)).toEqual(
			expect.arrayContaining([
				'Sent as custom attributes: a1, a2, a3, a4, a5, a6, a7, a8, a9, a10 and others.',
				'Mapping: Customer ID ← customerId; Email ← email.',
			]),
		);
		expect(result.json.at(-1)).toEqual({
			...{ dryRun: true, batch: 1, row: 1_000, customerId: 'c999', custom: { a999: 999 } },
		});
	});

	test('should take the delimiter and the format that the user has set', async () => {
		await importText('Customer ID;a,b,c,d\nx;1\n', { settings: { fileFormat: 'csvSemicolon' } });
		await importText('[id];E-Mail\ny;y@example.com\n', {
			parameters: {
				mapping: 'manual',
				fields: { mappingMode: 'defineBelow', value: { customerId: '={{ $json["[id]"] }}' } },
			},
			settings: { fileFormat: 'csvSemicolon' },
		});
		expect(entries().map(({ customerId }) => customerId)).toEqual(['x', 'y']);
	});
});

describe('the header', () => {
	test('should tell about columns without a name and rows with missing cells', async () => {
		const result = await importText('Customer ID,,City,\na,lost,Rome,\nb\nc,,Bonn\n\n');
		expect(entries()).toEqual([
			{ customerId: 'a', city: 'Rome' },
			{ customerId: 'b' },
			{ customerId: 'c', city: 'Bonn' },
		]);
		expect(hints(result)).toEqual(
			expect.arrayContaining([
				'2 rows have fewer cells than the header. Missing cells count as empty.',
				'Column 2 was not sent because it has no name in the header.',
				'1 blank row was skipped.',
			]),
		);
	});

	test('should make a row with cells too many invalid', async () => {
		const { error } = await importText('Customer ID,City\na,Rome\nb,Bonn,Germany\nc,Bern,,\n');
		expect(error?.message).toBe('Some rows cannot be sent to Gameball');
		expect(error?.description).toContain('Row 3: The row has 3 cells, but the header has 2 columns.');
		expect(simulator.requests).toEqual([]);
	});

	test('should be refused if a name is there twice, unless nobody needs it', async () => {
		const content = 'Customer ID,Note,Note\na,1,2\n';
		const { error } = await importText(content);
		expect(error?.message).toBe('The file cannot be read');
		expect(error?.description).toBe("customers.csv: The header contains 'Note' more than once. Rename all but one.");
		const value = { customerId: '={{ $json["Customer ID"] }}' };
		const { error: none } = await importText(content, {
			parameters: { mapping: 'manual', fields: { mappingMode: 'defineBelow', value } },
		});
		expect(none).toBeUndefined();
		expect(entries()).toEqual([{ customerId: 'a' }]);
	});

	test('should not take a name for a part of the object', async () => {
		await importText('Customer ID,__proto__,constructor\na,1,2\n');
		expect(entries()).toEqual([{ customerId: 'a', custom: { constructor: '2' } }]);
	});
});

describe('a file that cannot be read', () => {
	test.each<[string, string | Uint8Array, string]>([
		['empty', '', 'The file is empty.'],
		['gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), 'Compression'],
		['a workbook', 'PK\u0003\u0004xl/worksheets', 'Save a workbook as CSV'],
		['a JSON array', '\n [{"customerId":"a"}]', 'Extract From JSON'],
		['a web page', '<!DOCTYPE html><html>', 'web page'],
		['Windows-1252', Buffer.from('Customer ID\nZo\xEB\n', 'latin1'), 'UTF-8'],
		['cut off within quotes', 'Customer ID,City\na,"Rome\nb,Bonn\n', 'Row 2 does not end'],
	])('should be refused with what to do when it is %s', async (_, content, advice) => {
		const { error } = await importText(content);
		expect(error?.message).toBe('The file cannot be read');
		expect(error?.description).toContain(advice);
		expect(simulator.requests).toEqual([]);
	});

	test('should be told apart from an item without a file', async () => {
		const { error } = await runNode({ simulator, items: [{}], parameters: { source: 'file' } });
		expect(error?.message).toBe("No file in 'Input Binary Field'");
		expect(error?.description).toContain("Item 0 has no file in 'data'. Add a node");
		const other = await importText('a', {
			binaryNames: ['Invoice', 'Customer list'],
			parameters: { binaryPropertyName: 'attachment' },
		});
		expect(other.error?.description).toBe(
			"Item 0 has no file in 'attachment'. Its files are in 'Invoice', 'Customer list'. Enter one of these names.",
		);
	});

	test('should not matter when it is the only one: a form names it after its label', async () => {
		await importText('Customer ID\na\n', { binaryNames: ['Your customers'] });
		expect(entries()).toEqual([{ customerId: 'a' }]);
		await importText('Customer ID\nb\n', { binaryNames: ['one', 'data'] });
		expect(entries().at(-1)).toEqual({ customerId: 'b' });
	});

	test('should leave the other files alone where the workflow goes on', async () => {
		const files = [file('', 'empty.csv'), file(csv(['a']), 'good.csv'), file('<html>', 'page.csv')];
		const { json, errors } = await importAll(files, { onError: 'continueErrorOutput' });
		expect(json).toMatchObject([{ recordCount: 1, firstRow: 2 }]);
		expect(jsonOf(errors)).toMatchObject([
			{
				fileName: 'empty.csv',
				message: 'empty.csv: The file is empty.',
				error: { message: 'The file cannot be read' },
			},
			{ fileName: 'page.csv' },
		]);
		expect(errors.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
	});

	test('should stop everything before anything is sent where the workflow stops', async () => {
		const { error } = await importAll([file(csv(['a']), 'good.csv'), file('<html>', 'page.csv')]);
		expect(error?.description).toContain('page.csv: The file is a web page');
		expect(simulator.requests).toEqual([]);
	});
});

describe('invalid rows', () => {
	const content =
		'Customer ID,E-Mail,Status\na,a@example.com,new\n,b@example.com,old\nc,c@example.com,new\n,,\n,e@example.com,\n';
	const invalid = (row: 3 | 6) => {
		const email = { 3: 'b@example.com', 6: 'e@example.com' }[row];
		return expect.stringContaining(`Row ${row} (${email}): Customer ID is missing`) as string;
	};

	test('should stop the import before anything is sent', async () => {
		const { error } = await importText(content);
		expect(error?.message).toBe('Some rows cannot be sent to Gameball');
		expect(error?.description).toMatch(
			/^customers\.csv: 2 of 5 rows are invalid, so nothing was sent\.\n2 rows \(3, 6\), such as row 3 \(b@example\.com\): Customer ID is missing\./,
		);
		expect(error?.description).toContain("set 'Invalid Records' under 'Options' to Skip");
		expect(simulator.requests).toEqual([]);
	});

	test('should leave one by one with their columns when they are skipped', async () => {
		const result = await importText(content, { settings: { invalidRecords: 'skip' } });
		expect(result.json).toEqual([
			{ jobId: 123456, recordType: 'customer', recordCount: 2, batch: 1, batches: 1, firstRow: 2, lastRow: 4 },
			{
				...{ row: 3, status: 'invalid', message: invalid(3) },
				...{ 'Customer ID': '', 'E-Mail': 'b@example.com', Status: 'old' },
			},
			{
				...{ row: 6, status: 'invalid', message: invalid(6) },
				...{ 'Customer ID': '', 'E-Mail': 'e@example.com', Status: '' },
			},
		]);
		expect(hints(result)).toEqual(
			expect.arrayContaining([
				expect.stringMatching(
					/^2 of 5 rows were not sent because they are invalid\. Row 3 \(b@example\.com\): Customer ID is missing/,
				),
				'1 blank row was skipped.',
			]),
		);
	});

	test('should go to the error output with their columns, and only these', async () => {
		const { json, errors } = await importText(content, { onError: 'continueErrorOutput' });
		expect(json).toHaveLength(1);
		expect(jsonOf(errors)).toEqual([
			{
				message: invalid(3),
				error: {
					...{ message: 'This record cannot be sent to Gameball', row: 3, status: 'invalid' },
					columns: { 'Customer ID': '', 'E-Mail': 'b@example.com', Status: 'old' },
				},
			},
			{
				message: invalid(6),
				error: {
					...{ message: 'This record cannot be sent to Gameball', row: 6, status: 'invalid' },
					columns: { 'Customer ID': '', 'E-Mail': 'e@example.com', Status: '' },
				},
			},
		]);
	});

	test('should arrive when they come back corrected from the error output', async () => {
		const { errors } = await importText(content, { onError: 'continueErrorOutput' });
		const corrected = errors.map(({ json }) => {
			const { row, columns, ...error } = json.error as { row: number; columns: IDataObject };
			return { ...json, error: { ...error, row, columns: { ...columns, 'Customer ID': `new${row}` } } };
		});
		await runNode({ simulator, items: corrected, parameters: {} });
		expect(entries().slice(-2)).toEqual([
			{ customerId: 'new3', email: 'b@example.com', custom: { Status: 'old' } },
			{ customerId: 'new6', email: 'e@example.com' },
		]);
	});

	test('should be an error of the file if all are, also when they are skipped', async () => {
		const { error } = await importText('Customer ID,City\n,Rome\n', { settings: { invalidRecords: 'skip' } });
		expect(error?.message).toBe('Some rows cannot be sent to Gameball');
	});

	test('should keep columns that have the name of something the item says itself', async () => {
		const { json } = await importText('Customer ID,row,status\na,1,2\n,9,8\n', {
			settings: { invalidRecords: 'skip' },
		});
		expect(json[1]).toMatchObject({ row: 3, status: 'invalid', 'row (file)': '9', 'status (file)': '8' });
	});

	test.each([
		[2, 2],
		[0, 0],
	])('should be counted beyond Max Rows Listed: %i', async (maxReported, listed) => {
		const rows = ['Customer ID,City', 'a,Rome', ...Array.from({ length: 7 }, () => ',Bonn')];
		const { errors } = await importText(rows.join('\n'), {
			settings: { maxReported },
			onError: 'continueErrorOutput',
		});
		expect(errors).toHaveLength(listed + 1);
		expect(errors.at(-1)?.json).toEqual({
			message: `${7 - listed} more rows did not arrive. Raise 'Max Rows Listed' to list them.`,
			error: { message: 'More rows did not arrive', status: 'notListed', count: 7 - listed },
		});
	});
});

describe('dates', () => {
	test('should be read in the order that any row of the file proves', async () => {
		const result = await importText('Customer ID,Date of Birth\na,01/02/1990\nb,31/12/1990\nc,03/04/1990\n');
		expect(entries().map(({ dateOfBirth }) => dateOfBirth)).toEqual(['1990-02-01', '1990-12-31', '1990-04-03']);
		expect(hints(result)).toContain(`'Date of Birth': Dates are read with the day first because of "31/12/1990".`);
	});

	test('should make rows invalid where nothing proves their order', async () => {
		const { error } = await importText('Customer ID,Date of Birth\na,01/02/1990\nb,1990-01-01\n');
		expect(error?.description).toContain('1 of 2 rows is invalid');
	});
});

describe('a part of a file', () => {
	test.each<[INodeParameters, string[], number[]]>([
		[{ firstRow: 4 }, ['c2', 'c3', 'c4'], [4, 6]],
		[{ maxRows: 2 }, ['c0'], [2, 2]],
		[{ firstRow: 3, maxRows: 2 }, ['c1', 'c2'], [3, 4]],
		[{ firstRow: 1, maxRows: 3 }, ['c0', 'c1'], [2, 3]],
	])('should be sent alone: %j', async (settings, ids, [firstRow, lastRow]) => {
		const result = await importText(csv(numbered(5)), { settings });
		const { json } = result;
		expect(hints(result).join()).toMatch(/Only (?:the )?rows/);
		expect(entries().map(({ customerId }) => customerId)).toEqual(ids);
		expect(json).toMatchObject([{ firstRow, lastRow, recordCount: ids.length }]);
	});

	test('should be nothing behind the end of the file', async () => {
		const result = await importText(csv(['a']), { settings: { firstRow: 3 } });
		expect(result.error).toBeUndefined();
		expect(result.json).toEqual([]);
		expect(hints(result)).toContain('customers.csv contains no rows to send.');
	});
});

describe('mapping by hand', () => {
	const byHand = (value: IDataObject, attributes: IDataObject[] = []): FileRequest => ({
		parameters: {
			mapping: 'manual',
			fields: { mappingMode: 'defineBelow', value },
			customAttributes: { attributes },
		} as INodeParameters,
	});

	test('should take fixed values and columns', async () => {
		await importText(
			'No.,Mail\n007,a@example.com\n\n',
			byHand({ customerId: '={{ $json["No."] }}', email: '={{ $json.Mail }}', city: 'Rome' }, [
				{ name: 'Import', value: 'first' },
				{ name: 'Number', value: '={{ $json["No."] }}' },
			]),
		);
		expect(entries()).toEqual([
			{ customerId: '007', email: 'a@example.com', city: 'Rome', custom: { Import: 'first', Number: '007' } },
		]);
	});

	test('should follow paths into JSON Lines', async () => {
		await importText('{"id":1,"contact":{"mail":"a@example.com"}}\n{"id":2}', {
			...byHand({ customerId: '={{ $json.id }}', email: '={{ $json.contact.mail }}' }),
			settings: { invalidRecords: 'skip' },
		});
		expect(entries()[0]).toEqual({ customerId: '1', email: 'a@example.com' });
	});

	test.each(['={{ $json["No."].toUpperCase() }}', '={{ $("Other").item.json.a }}', '=No {{ $json["No."] }}'])(
		'should refuse the expression %s',
		async (customerId) => {
			const { error } = await importText('No.\n1\n', byHand({ customerId }));
			expect(error?.message).toBe('The rows of a file can only be mapped with simple expressions');
			expect(error?.description).toContain('Change Customer ID to a fixed value');
			expect(simulator.requests).toEqual([]);
		},
	);

	test('should refuse a column that the file does not have', async () => {
		const { error } = await importText('No.,Mail\n1,a\n', byHand({ customerId: '={{ $json["Nr."] }}' }));
		expect(error?.description).toBe(
			"customers.csv: The file has no column 'Nr.', but a field is mapped to it. Its columns are No., Mail.",
		);
	});
});

describe('waiting', () => {
	const ids = ['a', 'refuse-b', 'c', 'refuse-d', 'e'];

	test('should list only the rows that did not arrive as records', async () => {
		const result = await importText(csv(ids), { parameters: waiting('records'), settings: { batchSize: 2 } });
		expect(result.json).toEqual([
			{
				...{ row: 3, status: 'failed', message: expect.stringMatching(/./), jobId: 123456, customerId: 'refuse-b' },
				...{ 'Customer ID': 'refuse-b', 'E-Mail': 'refuse-b@example.com' },
			},
			{
				...{ row: 5, status: 'failed', message: expect.stringMatching(/./), jobId: 123457, customerId: 'refuse-d' },
				...{ 'Customer ID': 'refuse-d', 'E-Mail': 'refuse-d@example.com' },
			},
		]);
		expect(hints(result).join('\n')).toContain('Gameball refused 2 records. The first is refuse-b:');
	});

	test.each(['summary', 'job'])('should add these rows to the jobs: %s', async (output) => {
		const { json, errors } = await importText(csv(ids), {
			parameters: waiting(output),
			settings: { batchSize: 3 },
			onError: 'continueErrorOutput',
		});
		expect(json).toMatchObject([
			{ jobId: 123456, isFinished: true, progress: 100, firstRow: 2, lastRow: 4 },
			{ jobId: 123457, isFinished: true, progress: 100, firstRow: 5, lastRow: 6 },
		]);
		expect(json.map((job) => 'response' in job)).toEqual([output === 'job', output === 'job']);
		expect(jsonOf(errors)).toMatchObject([
			{ error: { message: 'Gameball refused this record', row: 3, status: 'failed', jobId: 123456 } },
			{ error: { row: 5, columns: { 'Customer ID': 'refuse-d' } } },
		]);
	});

	test('should only say how many rows have arrived where all have', async () => {
		const result = await importText(csv(numbered(2_000)), {
			parameters: waiting('records'),
			onError: 'continueErrorOutput',
		});
		expect(result.json).toEqual([{ status: 'successful', recordCount: 2_000, jobs: 2, firstRow: 2, lastRow: 2_001 }]);
		expect(result.errors).toEqual([]);
		expect(hints(result)).toContain('2,000 of 2,000 records arrived in 2 jobs.');
		expect(simulator.customers.size).toBe(2_000);
	});

	test('should name the rows that Gameball has not named', async () => {
		simulator.addFault({
			...{ kind: 'status', method: 'GET', status: 200 },
			body: JSON.stringify({
				...{ status: 'completed', totalCount: 3, finishedCount: 3, errorCount: 0 },
				response: { successful: [{ customerId: 'a' }, { customerId: 'c' }], failed: [] },
			}),
		});
		const { json } = await importText(csv(['a', 'b', 'c']), { parameters: waiting('records') });
		expect(json).toMatchObject([{ row: 3, status: 'unknown', 'Customer ID': 'b' }]);
	});

	test('should not take a customer for refused that is there twice and was refused once', async () => {
		simulator.addFault({
			...{ kind: 'status', method: 'GET', status: 200 },
			body: JSON.stringify({
				...{ status: 'completed', totalCount: 3, finishedCount: 2, errorCount: 1 },
				response: {
					successful: [{ customerId: 'a' }, { customerId: 'b' }],
					failed: [{ customerId: 'a', error: 'No' }],
				},
			}),
		});
		const { json } = await importText(csv(['a', 'b', 'a']), { parameters: waiting('records') });
		expect(json).toMatchObject([
			{ row: 2, status: 'unknown' },
			{ row: 4, status: 'unknown' },
		]);
	});

	test('should tell of jobs that are not finished in time', async () => {
		await simulator.close();
		simulator = await startSimulator({ queuedFor: 3_600_000 });
		const settings = { maxWaitTime: 1, treatAsError: ['failedJob'], batchSize: 2 };
		const { json } = await importText(csv(numbered(3)), { parameters: waiting('records'), settings });
		expect(json).toMatchObject([
			{ jobId: 123456, status: 'unknown', firstRow: 2, lastRow: 3 },
			{ jobId: 123457, status: 'unknown', firstRow: 4, lastRow: 4 },
		]);
		const stopped = await importText(csv(numbered(3)), {
			parameters: waiting('records'),
			settings: { ...settings, treatAsError: ['failedJob', 'timeout'] },
		});
		expect(stopped.error?.description).toContain('The job contains rows 2 to 3 of customers.csv.');
	});
});

describe('failures of requests', () => {
	test('should find the rows for which Gameball refuses their batch', async () => {
		const ids = numbered(40);
		ids[17] = 'poison-17';
		const { json, errors } = await importText(csv(ids), {
			settings: { batchSize: 20 },
			onError: 'continueErrorOutput',
		});
		expect(simulator.received().records).toBe(39);
		expect(json.reduce((sum, job) => sum + Number(job.recordCount), 0)).toBe(39);
		expect(jsonOf(errors)).toMatchObject([
			{ error: { row: 19, status: 'invalid', httpStatus: 422, columns: { 'Customer ID': 'poison-17' } } },
		]);
	});

	test('should stop with what to do when a batch fails', async () => {
		simulator.addFault({ kind: 'status', status: 403, method: 'POST' });
		const settings = { batchSize: 2, concurrency: 1, maxRetries: 0 };
		const { error } = await importText(csv(numbered(7)), { settings: { ...settings, firstRow: 3 } });
		expect(error?.description).toMatch(
			/^Gameball did not accept batch 1 of 3 with rows 3 to 4 of customers\.csv\. .*Not sent: rows 3 to 4, all rows from 5 on of customers\.csv\. Gameball accepted nothing\. To continue, set 'First Row' to 3\.$/,
		);
	});

	test('should tell of each batch that failed where the workflow goes on', async () => {
		simulator.addFault({ kind: 'status', status: 403, method: 'POST' });
		const { json, errors } = await importText(csv(numbered(6)), {
			settings: { batchSize: 2, concurrency: 1, maxRetries: 0 },
			onError: 'continueErrorOutput',
		});
		expect(json).toHaveLength(2);
		expect(jsonOf(errors)).toMatchObject([
			{
				message: expect.stringContaining('Gameball did not accept batch 1 of 3 with rows 2 to 3 of customers.csv.'),
				error: { httpStatus: 403, batch: 1, batches: 3, firstRow: 2, lastRow: 3, recordCount: 2 },
			},
		]);
	});

	test('should not send rows again that may have been taken where that does harm', async () => {
		simulator.addFault({ kind: 'loseAnswer', method: 'POST' });
		const { error } = await importText('Customer ID,Amount\na,10\nb,20\nc,30\n', {
			parameters: { recordType: 'balanceAdjustment' },
			settings: { batchSize: 1, concurrency: 1 },
		});
		expect(error?.description).toContain(
			'Not sent: all rows from 3 on of customers.csv. May have arrived: row 2 of customers.csv.',
		);
		expect(error?.description).toContain("set 'First Row' to the first of them");
		expect(simulator.received()).toMatchObject({ records: 1, jobs: 1 });
	});
});

describe('the log', () => {
	test('should name each job with its rows, and the row to go on with', async () => {
		const lines = await collectLog();
		await importText(csv(numbered(5)), { settings: { batchSize: 2, concurrency: 1 } });
		expect(lines).toEqual([
			"Execution execution: Gameball accepted batch 1 of 3 (rows 2 to 3 of customers.csv) as job 123456. To continue after a crash, set 'First Row' to 4",
			"Execution execution: Gameball accepted batch 2 of 3 (rows 4 to 5 of customers.csv) as job 123457. To continue after a crash, set 'First Row' to 6",
			"Execution execution: Gameball accepted batch 3 of 3 (row 6 of customers.csv) as job 123458. To continue after a crash, set 'First Row' to 7",
		]);
	});

	test('should not go beyond a batch that is still under way', async () => {
		const lines = await collectLog();
		simulator.addFault({ kind: 'delay', ms: 300, method: 'POST' });
		await importText(csv(numbered(6)), { settings: { batchSize: 2, concurrency: 2 } });
		const next = lines.map((line) => Number(/\d+$/.exec(line)?.[0]));
		expect(next.slice(0, 2)).toEqual([2, 2]);
		expect(next.at(-1)).toBe(8);
	});

	test('should say before each request of adjustments how to go on without a repeat', async () => {
		const lines = await collectLog();
		await importText('Customer ID,Amount\na,10\nb,20\n', {
			parameters: { recordType: 'balanceAdjustment' },
			settings: { batchSize: 1, concurrency: 1 },
		});
		expect(lines).toEqual([
			expect.stringMatching(/^Execution execution: sending batch 1 of 2 \(row 2 of .* set 'First Row' to 3$/),
			expect.stringMatching(/as job 123456\. .* to 3$/),
			expect.stringMatching(/^Execution execution: sending batch 2 of 2 \(row 3 of .* set 'First Row' to 4$/),
			expect.stringMatching(/as job 123457\. .* to 4$/),
		]);
	});
});

describe('a dry run', () => {
	test('should show the first request, the mapping and the counts of the whole file', async () => {
		const rows = numbered(2_500).map((id, index) => `${id},${index % 2 === 0 ? '1.5' : '2'},gold`);
		const result = await importText(`Customer No.,Amount,Plan\n${rows.join('\n')}\n,3,gold\n`, {
			parameters: { recordType: 'balanceAdjustment' },
			settings: { dryRun: true, invalidRecords: 'skip' },
		});
		expect(simulator.requests).toEqual([]);
		expect(result.json).toHaveLength(1_001);
		expect(result.json[0]).toEqual({ dryRun: true, batch: 1, row: 2, customerId: 'c0', amount: 1.5 });
		expect(result.json[1_000]).toMatchObject({ row: 2_502, status: 'invalid' });
		expect(hints(result)).toEqual(
			expect.arrayContaining([
				'Dry run: nothing was sent. A real run would send 2,500 records in 3 requests.',
				'Mapping: Customer ID ← Customer No.; Amount ← Amount.',
				'Totals: Amount 4375.',
				expect.stringMatching(/^1 of 2,501 rows was not sent because it is invalid/),
			]),
		);
	});
});

describe('money', () => {
	/** A row of each record type, as text. */
	const ROW = {
		...{ orderId: 'o', orderDate: '2024-01-01T00:00:00Z', totalPaid: '100', amount: '100', eventName: 'visit' },
		...{ transactionId: 't', transactionTime: '2024-01-01T00:00:00Z', customerId: 'a' },
	};

	test.each(recordTypes.map((type) => [type.name, type] as const))(
		'should send %s as the same input items are sent',
		async (name, { fields }) => {
			const known = Object.entries(ROW).filter(([column]) => fields.some((field) => field.name === column));
			const row = Object.fromEntries(known);
			await runNode({ simulator, items: [row], parameters: { recordType: name } });
			const result = await importText(stringify([row], { header: true }), { parameters: { recordType: name } });
			expect(result.error).toBeUndefined();
			const [items, rows] = simulator.requests;
			expect(rows).toMatchObject({ url: items?.url, body: items?.body });
		},
	);

	const adjustments = (count: number) =>
		`Customer ID,Amount\n${numbered(count)
			.map((id) => `${id},10\n`)
			.join('')}`;
	const points: FileRequest = { parameters: { recordType: 'balanceAdjustment' } };

	test('should be sent once', async () => {
		const settings = { sendOnce: true, batchSize: 2 };
		await importText(adjustments(3), { ...points, settings });
		const { json } = await importText(adjustments(5), { ...points, settings });
		expect(simulator.received().records).toBe(5);
		expect(json).toMatchObject([
			{ recordCount: 1, firstRow: 5, lastRow: 5 },
			{ recordCount: 1, firstRow: 6, lastRow: 6 },
			{ row: 2, status: 'alreadySent', 'Customer ID': 'c0' },
			{ row: 3, status: 'alreadySent' },
			{ row: 4, status: 'alreadySent' },
		]);
	});

	test('should be sent again if Gameball refused it', async () => {
		const request: FileRequest = {
			parameters: { recordType: 'balanceAdjustment', ...waiting('records') },
			settings: { sendOnce: true },
		};
		const content = 'Customer ID,Amount\na,10\nb,-10\n';
		for (let run = 0; run < 2; run++) {
			const { json } = await importText(content, { ...request, onError: 'continueRegularOutput' });
			expect(json).toMatchObject([
				// A job in which everything is refused has failed.
				...(run === 0 ? [] : [{ error: { message: 'The job failed' } }, { row: 2, status: 'alreadySent' }]),
				{ row: 3, status: 'failed', Amount: '-10' },
			]);
		}
		expect(simulator.received().records).toBe(3);
	});

	test('should end with the trial if too much of it is refused', async () => {
		const content = `Customer ID,Amount\n${numbered(30)
			.map((id, index) => `${id},${index % 2 === 0 ? -1 : 1}\n`)
			.join('')}`;
		const request: FileRequest = {
			parameters: { recordType: 'balanceAdjustment', ...waiting('records') },
			settings: { trial: { size: 10, maxRefused: 5 } },
		};
		const { error } = await importText(content, request);
		expect(error?.message).toBe('Too many trial records did not arrive');
		expect(error?.description).toContain('Not sent: all rows from 12 on of customers.csv.');
		expect(simulator.received().records).toBe(10);
		const { json } = await importText(content, { ...request, onError: 'continueRegularOutput' });
		expect(json).toMatchObject([
			{ status: 'notSent', firstRow: 12, recordCount: 20 },
			...[2, 4, 6, 8, 10].map((row) => ({ row, status: 'failed' })),
		]);
	});

	test('should go on behind a good trial', async () => {
		const { json } = await importText(adjustments(30), {
			parameters: { recordType: 'balanceAdjustment', ...waiting('summary') },
			settings: { trial: { size: 10, maxRefused: 5 } },
		});
		expect(json).toMatchObject([
			{ firstRow: 2, lastRow: 11 },
			{ firstRow: 12, lastRow: 31 },
		]);
	});
});

describe('a file that changes after it was checked', () => {
	const ROWS = 20_000;
	const text = `Customer ID\n${Array.from({ length: ROWS }, (_, index) => `customer-${index}`).join('\n')}\n`;

	test.each<[string, (path: string) => void]>([
		['with another row at its end', (path) => appendFileSync(path, 'customer-x\n')],
		['without its last rows', (path) => truncateSync(path, text.length - 60)],
		['with another ID', (path) => writeFileSync(path, text.replace('customer-19999', 'customer-19998'))],
		['with rows that are invalid', (path) => writeFileSync(path, text.replace('customer-19990', '#N/A          '))],
	])('should not be sent any further: %s', async (_, change) => {
		const binary = await keepOnDisk(Buffer.from(text), NAME);
		const path = await findPath(binary);
		let requests = 0;
		const own = await startSimulator({
			chooseFault() {
				if (requests++ === 0) change(path);
				return undefined;
			},
		});
		try {
			const { error } = await runNode({
				simulator: own,
				items: [{}],
				files: [binary],
				parameters: { source: 'file', settings: { batchSize: 500, concurrency: 1 } },
			});
			expect(error?.message).toBe('The file cannot be read');
			expect(error?.description).toContain('has changed since the node checked it. Run the workflow again.');
			expect(error?.description).toMatch(/Not sent: all rows from \d+ on of customers\.csv/);
			expect(error?.description).toContain('Sent as jobs 123456, ');
			expect(own.received().records).toBeLessThan(ROWS);
			expect(own.customers.has('customer-x')).toBe(false);
		} finally {
			await own.close();
		}
	});
});
