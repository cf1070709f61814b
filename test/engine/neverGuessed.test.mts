import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { csvFile, listEntries, runNode, type NodeResult, type NodeRun } from './harness.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const run = async (
	recordType: string,
	items: IDataObject[],
	parameters: NodeRun['parameters'] = {},
	more: Partial<NodeRun> = {},
): Promise<NodeResult> =>
	await runNode({ simulator, items, timezone: 'UTC', parameters: { recordType, ...parameters }, ...more });

/** Runs a file as the only input. */
const runFile = async (recordType: string, text: string, more: Partial<NodeRun> = {}): Promise<NodeResult> =>
	await run(recordType, [{}], { source: 'file' }, { files: csvFile(text), ...more });

/** The entries of all requests. */
const sent = (): IDataObject[] => listEntries(simulator);

const hints = ({ task }: NodeResult): string =>
	(task?.hints ?? [])
		.map(({ message }) => message)
		.filter((message) => !message.startsWith('Gameball is still'))
		.join('\n');

const adjust = (...amounts: unknown[]): IDataObject[] =>
	amounts.map((amount, index) => ({ customerId: `c${index}`, amount }) as IDataObject);

const amounts = () => sent().map(({ amount }) => amount);

const SPREADSHEET_ERRORS = [
	...['#N/A', '#REF!', '#VALUE!', '#NAME?', '#DIV/0!', '#NUM!', '#NULL!', '#ERROR!', '[object Object]'],
	...['#BEZUG!', '#WERT!', '#NV', '#¡VALOR!', '#SPILL!'],
];

describe('minor units', () => {
	const payment = (amount: unknown, id = 'x1') =>
		({
			...{ id, amount, currency: 'INR', customer_id: 'c1' },
			created_at: `2026-01-02T10:00:0${id.at(-1)}Z`,
		}) as IDataObject;

	test('should be refused with both readings when an unknown app delivers a whole amount', async () => {
		const { error } = await run('cashback', [payment(5400)]);
		expect(error?.description).toContain(
			'Amount 5400 can mean 5400 INR or 54.00 INR. Map it manually: divide it by 100 if the app counts in the smallest unit of the currency.',
		);
		expect(simulator.requests).toEqual([]);
	});

	test('should be ruled out by decimals in another amount of the column', async () => {
		await run('cashback', [payment(5400), payment('12.50', 'x2')]);
		expect(amounts()).toEqual([5400, 12.5]);
	});
});

describe('the decimal sign', () => {
	test('should be the one that the column proves', async () => {
		const result = await run('balanceAdjustment', adjust('1.234,50', '1.500', '1,500'));
		expect(amounts()).toEqual([1234.5, 1500, 1.5]);
		expect(hints(result)).toContain(`'amount': Numbers are read with a decimal comma because of "1.234,50".`);
	});

	test.each<[unknown[], number[]]>([
		[
			['1,234.50', '1.500', '1,500'],
			[1234.5, 1.5, 1500],
		],
		[
			['0.75', '1,500'],
			[0.75, 1500],
		],
		[
			['2,5', '1.500'],
			[2.5, 1500],
		],
		[
			['1.234.567', '1.500'],
			[1234567, 1500],
		],
		[
			['0.500', '12.500'],
			[0.5, 12.5],
		],
		[['1 234,50', "1'234.50"].slice(0, 1), [1234.5]],
		[
			['١٬٢٣٤٫٥٠', '٥٤', '12.50 ر.س', 'ج.م 20'],
			[1234.5, 54, 12.5, 20],
		],
	])('should be read in %j', async (cells, expected) => {
		const { error } = await run('balanceAdjustment', adjust(...cells));
		expect(error?.description).toBeUndefined();
		expect(amounts()).toEqual(expected);
	});

	test.each(['1.500', '1,500'])('should be refused with both readings when nothing proves it: %s', async (cell) => {
		const { error } = await run('balanceAdjustment', adjust(cell));
		expect(error?.description).toContain(
			`Amount "${cell}" can mean 1500 or 1.5. No other number in the column shows which one`,
		);
		expect(simulator.requests).toEqual([]);
	});

	test('should be refused when cells contradict each other', async () => {
		const { error } = await run('balanceAdjustment', adjust('1.234,50', '1,234.50', '1.500'));
		expect(error?.description).toContain('The column has numbers such as "1.234,50" and "1,234.50"');
	});

	test('should be a point in what an app delivers', async () => {
		const order = {
			id: 1,
			customer: { id: 'c' },
			total: '12.500',
			currency: 'KWD',
			created_at: '2026-01-02T10:00:00Z',
		};
		await run('order', [order]);
		expect(sent()).toMatchObject([{ customerId: 'c', totalPaid: 12.5 }]);
	});

	test('should be proved by the rows of a file', async () => {
		await runFile('balanceAdjustment', 'Customer ID;Amount\na;1.500\nb;1.234,50\n');
		expect(amounts()).toEqual([1500, 1234.5]);
	});
});

describe("a spreadsheet's errors", () => {
	test.each(SPREADSHEET_ERRORS)('should be no ID: %s', async (cell) => {
		const { error } = await run('balanceAdjustment', [
			{ 'Customer ID': cell, Amount: 500 },
			{ 'Customer ID': cell, Amount: 50 },
		]);
		expect(error?.description).toContain('is no value');
		expect(simulator.requests).toEqual([]);
	});

	test.each(['N/A', 'null', '-', 'NULL', 'undefined', 'n/a', '—', 'None'])('should be no ID: %s', async (cell) => {
		const { error } = await run('customer', [{ customerId: cell, email: 'a@example.com' }]);
		expect(error?.description).toContain('is not an identifier');
		expect(simulator.requests).toEqual([]);
	});

	test.each(SPREADSHEET_ERRORS)('should be left out of fields and attributes: %s', async (cell) => {
		const result = await run('customer', [{ 'Customer ID': 'a', City: cell, Plan: cell, Phone: '050 1234' }]);
		expect(sent()).toEqual([{ customerId: 'a', mobile: '050 1234' }]);
		expect(hints(result)).toContain("'City' could not be used as City in 1 item");
	});
});

describe('orders that were not paid', () => {
	const order = (id: string, more: IDataObject) => ({
		...{ 'Order ID': id, 'Customer ID': 'c', 'Order Date': '2026-01-02', Total: '10.00', ...more },
	});

	test('should be left out with a hint that counts them, whatever else is wrong with them', async () => {
		const items = [
			order('o1', { 'Financial Status': 'paid' }),
			order('o2', { 'Financial Status': 'voided', Total: '' }),
			order('o3', { 'Financial Status': 'refunded' }),
			order('o4', { 'Financial Status': 'paid', 'Cancelled at': '2026-01-03 10:00:00 +0300' }),
			order('o5', { 'Financial Status': 'partially_refunded' }),
			order('o6', { 'Financial Status': 'pending' }),
		];
		const waiting = { waitForCompletion: true, output: 'records', requestOptions: { pollInterval: 1 } };
		const result = await run('order', items, waiting);
		expect(sent().map(({ orderId }) => orderId)).toEqual(['o1', 'o5', 'o6']);
		expect(result.json.map(({ status }) => status)).toEqual([
			...['successful', 'leftOut', 'leftOut', 'leftOut', 'successful', 'successful'],
		]);
		expect(result.json[1]).toMatchObject({
			orderId: 'o2',
			message: 'Item 1 (counting from 0, o2): Financial Status is "voided", so the record is left out.',
		});
		expect(hints(result)).toContain('3 of 6 items were left out.');
	});

	test('should be left out of a file, and leave one by one', async () => {
		const rows = [
			'Customer ID,Order ID,Order Date,Total,Status',
			'a,1,2026-01-02,5,completed',
			'b,2,2026-01-02,5,cancelled',
		];
		const result = await runFile('order', `${rows.join('\n')}\n`, { onError: 'continueErrorOutput' });
		expect(sent()).toHaveLength(1);
		expect(result.errors).toEqual([]);
		expect(result.json.at(-1)).toMatchObject({ status: 'leftOut', row: 3, 'Order ID': '2' });
	});

	test.each(['storniert', 'annulé', 'Cancelado', 'ملغي', 'VOIDED', 'Canceled'])(
		'should be recognized in any language: %s',
		async (status) => {
			const result = await run('cashback', [
				{ customerId: 'c', transactionId: 't', transactionTime: '2026-01-02', amount: 5, Status: status },
			]);
			expect(result.error?.description).toBeUndefined();
			expect(simulator.requests).toEqual([]);
			expect(result.json).toMatchObject([{ status: 'leftOut', transactionId: 't' }]);
		},
	);
});

describe('lines that are no rows', () => {
	test.each(['Total', 'Grand Total', 'Gesamt', 'Total:', 'المجموع', 'Grand Totals (12 records)'])(
		'should never be a customer: %s',
		async (total) => {
			const { error } = await run('balanceAdjustment', [
				{ Customer_ID: 'c1', Amount: '30' },
				{ Customer_ID: total, Amount: '30' },
			]);
			expect(error?.description).toContain(
				`Item 1 (counting from 0): "${total}" looks like a title, a total or a footer of the table`,
			);
			expect(simulator.requests).toEqual([]);
		},
	);

	test("should be told when they are an exporter's footer", async () => {
		const footers = [
			'Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.',
			'Confidential Information - Do Not Distribute',
			'Generated By: Ada Lovelace 2/3/2026 10:00 AM',
			'Acme Corp',
		];
		const text = ['Customer ID,Email,City', 'c1,a@example.com,Rome', '', ...footers.map((line) => `"${line}"`)].join(
			'\n',
		);
		const result = await runFile('customer', text, { onError: 'continueErrorOutput' });
		expect(sent().map(({ customerId }) => customerId)).toEqual(['c1']);
		expect(result.errors).toHaveLength(4);
		const items = [{ 'Customer ID': 'c1', Email: '' }, ...footers.map((line) => ({ 'Customer ID': line, Email: '' }))];
		const second = await run('customer', items, {}, { onError: 'continueErrorOutput' });
		expect(second.errors).toHaveLength(4);
		expect(sent().map(({ customerId }) => customerId)).toEqual(['c1', 'c1']);
	});

	test('should be left out with a hint when they repeat the header', async () => {
		const rows = ['Customer ID,Amount', 'a,5', 'Customer ID,Amount', 'b,6'];
		const result = await runFile('balanceAdjustment', rows.join('\n'));
		expect(sent()).toEqual([
			{ customerId: 'a', amount: 5 },
			{ customerId: 'b', amount: 6 },
		]);
		expect(hints(result)).toContain('1 of 3 rows was left out. Row 3: The row repeats the header.');
	});

	test('should be blank when all their characters are invisible', async () => {
		const result = await run('customer', [{ customerId: 'a' }, { customerId: '\u200B\u200E', email: '\uFEFF \u202C' }]);
		expect(sent()).toEqual([{ customerId: 'a' }]);
		expect(hints(result)).toContain('1 blank item was skipped.');
	});
});

describe('files as they come', () => {
	test('should start with the line of Excel that names the delimiter', async () => {
		await runFile('customer', 'sep=;\r\nKundennummer;Vorname;Name\r\n="00123";Ada;Lovelace\r\n');
		expect(sent()).toEqual([{ customerId: '00123', name: 'Ada Lovelace' }]);
	});

	test.each([
		['Customers 2026\nCustomer ID,Email,City\na,a@example.com,Rome\n', 3],
		['Customers 2026\nCustomer ID;Email;City\na;a@example.com;Rome\n', 3],
		['Customers 2026,,\nCustomer ID,Email,City\na,a@example.com,Rome\n', 3],
	])('should be refused with an explanation when a title is above the header: %j', async (text) => {
		const { error } = await runFile('customer', text);
		expect(error?.description).toContain(
			'The first line contains only "Customers 2026", but the table has 3 columns. Delete the lines above the line with the column names.',
		);
		expect(simulator.requests).toEqual([]);
	});
});

describe('the parameter Customer ID', () => {
	const rows = [
		{ id: 1, 'Shop No': 'S-1', email: 'ada@example.com', phone: '501234567', dial_code: 966, amount: 5 },
		{ id: 2, 'Shop No': 'S-2', email: 'bob@example.com', phone: '501234568', dial_code: 966, amount: 6 },
	];
	const ids = () => sent().map(({ customerId }) => customerId);

	test.each(['customer', 'balanceAdjustment'])('should take the ID of a %s from the email', async (recordType) => {
		await run(recordType, rows, { customerId: 'email' });
		expect(ids()).toEqual(['ada@example.com', 'bob@example.com']);
		if (recordType === 'customer') expect(sent()[0]).toMatchObject({ email: 'ada@example.com' });
		else expect(sent()[0]).toEqual({ customerId: 'ada@example.com', amount: 5 });
	});

	test.each(['customer', 'balanceAdjustment'])(
		'should take the ID of a %s from the mobile number',
		async (recordType) => {
			await run(recordType, rows, { customerId: 'mobile' });
			expect(ids()).toEqual(['+966501234567', '+966501234568']);
		},
	);

	test.each(['Shop No', 'shop_no', 'SHOP-NO'])('should take it from a column in any writing: %s', async (column) => {
		const result = await run('balanceAdjustment', rows, { customerId: 'column', customerIdColumn: column });
		expect(ids()).toEqual(['S-1', 'S-2']);
		expect(hints(result)).not.toContain('The customer ID comes from');
	});

	test.each(['payload › user › id', 'payload.user.id'])('should take it from an object: %s', async (column) => {
		const item = { amount: 5, payload: { user: { id: 'u7', email: 'a@example.com' } } };
		await run('balanceAdjustment', [item], { customerId: 'column', customerIdColumn: column });
		expect(ids()).toEqual(['u7']);
	});

	test('should take it from a column in an envelope', async () => {
		const item = { headers: { host: 'x' }, query: {}, body: { 'Shop No': 'S-1', email: 'a@example.com' } };
		await run('customer', [item], { customerId: 'column', customerIdColumn: 'body › Shop No' });
		await run('customer', [item], { customerId: 'column', customerIdColumn: 'Shop No' });
		expect(ids()).toEqual(['S-1', 'S-1']);
	});

	test('should not fall back to another column', async () => {
		const items = [{ 'Customer ID': 'x', 'Shop No': '', email: 'a@example.com' }];
		const { error } = await run('customer', items, { customerId: 'column', customerIdColumn: 'Shop No' });
		expect(error?.description).toContain("Customer ID is missing. The column 'Shop No' is empty. Fill it in.");
		const other = await run('customer', [{ 'Customer ID': 'x' }], { customerId: 'email' });
		expect(other.error?.description).toContain('Customer ID is missing. The item has only the column Customer ID.');
		expect(simulator.requests).toEqual([]);
	});

	test('should be refused when the column has no name', async () => {
		const { error } = await run('customer', rows, { customerId: 'column', customerIdColumn: ' ' });
		expect(error?.message).toBe("Fill 'Customer ID Column'");
	});

	test('should say which column it was, and warn of the number of an app or a table', async () => {
		expect(hints(await run('customer', [{ 'Member No.': '7' }]))).toBe("The customer ID comes from 'Member No.'.");
		expect(hints(await run('customer', [{ id: 7, email: 'a@example.com' }]))).toContain('they get a second profile');
	});

	test('should warn when some rows take it from one column and some from another', async () => {
		const result = await run('customer', [{ external_id: 'a' }, { id: 7, external_id: '' }]);
		expect(hints(result)).toContain(
			"The customer ID comes from 'external_id' in some items and from 'id' in others. Make sure that all of them are the same kind of ID",
		);
	});
});

describe('values', () => {
	const customer = async (more: IDataObject) => {
		const { error } = await run('customer', [{ customerId: 'c', ...more }]);
		return error?.description ?? sent().at(-1);
	};

	test.each([
		...['1004-05-27', '1410-09-14', '14/09/1410', '2068-07-16', '1899-12-31'].map((day) => [day, 'is in the year']),
		['3/4/90', 'has a year with two digits'],
	])('should not be a birth: %s', async (day, reason) => {
		expect(await customer({ dateOfBirth: day })).toContain(reason);
		expect(await customer({ Birthday: day })).toEqual({ customerId: 'c' });
	});

	test('should not be a time in a Hijri year', async () => {
		const items = [{ customerId: 'c', orderId: 'o', orderDate: '1445-09-03 10:00', totalPaid: 5 }];
		const { error } = await run('order', items);
		expect(error?.description).toContain(
			'Order Date "1445-09-03 10:00" is in the year 1445, not between 1950 and next year.',
		);
	});

	test.each([
		['15-Jul-1992', '1992-07-15'],
		['Jul 15, 1992', '1992-07-15'],
		['09-Apr-1988', '1988-04-09'],
		['15 July 1992', '1992-07-15'],
		['July 15th, 1992', '1992-07-15'],
		['١٥/٠٧/١٩٩٢', '1992-07-15'],
	])('should be read as a birth: %s', async (cell, day) => {
		expect(await customer({ dateOfBirth: cell })).toEqual({ customerId: 'c', dateOfBirth: day });
	});

	test.each([
		['\u200EC-7\u200F', 'C-7'],
		['="00123"', '00123'],
		['12345.0', '12345'],
		['١٢٣٤', '1234'],
	])('should be the ID that one sees: %j', async (cell, id) => {
		await run('balanceInquiry', [{ '\u200BCustomer ID\uFEFF': cell }]);
		expect(sent()).toEqual([{ customerId: id }]);
	});

	test.each(['Other', 'Unknown', 'diverse', 'prefer not to say'])(
		'should leave out the gender %s and tell it',
		async (gender) => {
			const result = await run('customer', [{ customerId: 'c', gender }]);
			expect(sent()).toEqual([{ customerId: 'c' }]);
			expect(hints(result)).toContain(`'gender' could not be used as Gender`);
		},
	);
});

describe('the letters of a gender column', () => {
	const genders = async (...letters: string[]) => {
		await run(
			'customer',
			letters.map((gender, index) => ({ customerId: `c${index}`, Sexo: gender })),
		);
		return sent().map(({ gender }) => gender);
	};

	test('should be read as hombre and mujer when one is H', async () => {
		expect(await genders('M', 'H', 'm')).toEqual(['F', 'M', 'F']);
	});

	test('should be read as male and female when none is H', async () => {
		expect(await genders('M', 'F')).toEqual(['M', 'F']);
	});
});

describe('who chose the columns', () => {
	test('should be decided for the whole run', async () => {
		const contact = (id: string, forms: IDataObject[]) => ({ id, email: `${id}@example.com`, note: 'secret', forms });
		await run('customer', [contact('a', []), contact('b', [{ name: 'x' }])]);
		expect(sent()).toEqual([
			{ customerId: 'a', email: 'a@example.com' },
			{ customerId: 'b', email: 'b@example.com' },
		]);
	});
});

describe('a message about a missing field', () => {
	test('should list up to 40 columns, whatever field is missing', async () => {
		const columns = Object.fromEntries(Array.from({ length: 45 }, (_, index) => [`Column ${index}`, 'x']));
		const { error } = await run('order', [{ customerId: 'c', orderDate: '2026-01-02', totalPaid: 1, ...columns }]);
		expect(error?.description).toContain(
			'Order ID is missing. The item has the columns customerId, orderDate, totalPaid',
		);
		expect(error?.description).toContain("Column 36 and 8 others. Set 'Mapping' to Manual and map Order ID.");
	});

	test('should list the columns of an envelope, not those beside it', async () => {
		const body = { Kontakt: 'x', Bemerkung: 'y' };
		const { error } = await run('customer', [{ headers: { host: 'h' }, params: {}, query: {}, body }]);
		expect(error?.description).toContain('The item has the columns body › Kontakt, body › Bemerkung.');
	});

	test.each(['organizer', 'ad', 'payment', 'created_by', 'owner'])(
		'should not send one to the ID of %s',
		async (name) => {
			const { error } = await run('customer', [{ note: 'x', [name]: { id: 'decoy' } }]);
			expect(error?.description).not.toContain('may be in');
		},
	);
});
