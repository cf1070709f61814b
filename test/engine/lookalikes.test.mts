import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { csvFile, listEntries, runNode, type NodeResult, type NodeRun } from './harness.mts';

/** What looks like one thing and is another: found by a reviewer after the rules were written. */

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

const runFile = async (text: string): Promise<NodeResult> =>
	await run('customer', [{}], { source: 'file' }, { files: csvFile(text) });

const sent = (): IDataObject[] => listEntries(simulator);

const hints = ({ task }: NodeResult): string =>
	(task?.hints ?? []).flatMap(({ message }) => message.split('<br>')).join('\n');

const AT = '2026-01-02T10:00:00Z';

describe('an amount', () => {
	const payment = (more: IDataObject) => ({ id: 'x1', amount: 5400, customer_id: 'c1', created_at: AT, ...more });

	test.each([
		[{ currency: 'usd ' }, '5400 USD or 54.00 USD'],
		[{ currency: { code: 'USD' } }, '5400 USD or 54.00 USD'],
		[{ currency: 'KWD' }, '5400 KWD or 5.400 KWD'],
		[{ currency: 'US Dollar' }, '5400 can be in the currency "US Dollar" or in its smallest unit'],
		[{ presentment_currency: null, currency: 'usd' }, '5400 USD or 54.00 USD'],
		[{ currency: '', shop_currency: 'USD' }, '5400 USD or 54.00 USD'],
		[{ currency: 'USD', id: undefined, order_id: 'o1' }, '5400 USD or 54.00 USD'],
		[{ currency: 'USD', created_at: '1767348000' }, '5400 USD or 54.00 USD'],
		[{ currency: 'USD', amount: '1,234,567' }, '1234567 USD or 12345.67 USD'],
	])('should be refused with both readings beside %j', async (more, readings) => {
		const { error } = await run('cashback', [payment(more as IDataObject)]);
		expect(error?.description).toContain(readings);
		expect(simulator.requests).toEqual([]);
	});

	test('should not be an app’s because a phone number looks like a Unix time', async () => {
		await run('cashback', [payment({ currency: 'USD', created_at: '2026-01-02', phone: 1_012_345_678 })]);
		expect(sent()).toMatchObject([{ amount: 5400 }]);
	});

	test.each([
		['١٢٫٥٠٠', 12.5],
		['١٬٥٠٠', 1500],
		['١٬٢٣٤٬٥٦٧٫٨٩', 1_234_567.89],
	])('should be clear in Arabic signs, and prove nothing: %s', async (amount, expected) => {
		await run('balanceAdjustment', [{ customerId: 'c', amount }]);
		expect(sent()).toEqual([{ customerId: 'c', amount: expected }]);
		const { error } = await run('balanceAdjustment', [
			{ customerId: 'a', amount },
			{ customerId: 'b', amount: '1,500' },
		]);
		expect(error?.description).toContain('"1,500" can mean 1500 or 1.5. No other number in the column shows which one');
	});
});

describe('a name in an object', () => {
	test('should be the user’s own where objects have names, and private in what they hold', async () => {
		const shared = { size: 'L', card: { cvv: '123' }, entries: [{ password: 'p', sku: 's' }] };
		const events = { password_reset: { token: 't', page: '/' }, order: { one: shared, two: shared } };
		await run('event', [{ customerId: 'c', events }]);
		const copy = { size: 'L', card: {}, entries: [{ sku: 's' }] };
		expect(sent()).toEqual([
			{ customerId: 'c', events: { password_reset: { page: '/' }, order: { one: copy, two: copy } } },
		]);
	});

	test('should cost no more when objects share what they hold', async () => {
		let metadata: IDataObject = { deep: true };
		for (let depth = 0; depth < 40; depth++) metadata = { left: metadata, right: metadata };
		const cut = (object: IDataObject, depth: number): IDataObject =>
			depth === 0 ? { depth } : { left: cut(object.left as IDataObject, depth - 1) };
		await run('event', [{ customerId: 'c', eventName: 'e', metadata: cut(metadata, 5) }]);
		expect(sent()).toHaveLength(1);
	});
});

describe('another person in an item', () => {
	test.each([
		{ email: 'ada@example.com', contact: { name: 'Bob', phone: '0123456' } },
		{ Correo: 'ada@example.com', guest: { email: 'bob@example.com', city: 'Rome' } },
		{ mail: 'ada@example.com', lead: { firstName: 'Bob' } },
	])('should not lend the customer anything: %j', async (more) => {
		await run('customer', [{ customerId: 'c', ...more }]);
		expect(JSON.stringify(sent())).not.toMatch(/bob|0123456|rome/i);
		expect(sent()).toEqual([{ customerId: 'c', email: 'ada@example.com' }]);
	});

	test.each(['customer', 'order'])('should come after the customer, whatever stands first: %s', async (recordType) => {
		const persons = { payer: { id: 'p', email: 'p@example.com' }, customer: { id: 'c', email: 'c@example.com' } };
		await run(recordType, [{ ...persons, orderNumber: 'o', total: 5, created_at: AT }]);
		expect(sent()).toMatchObject([{ customerId: 'c', email: 'c@example.com' }]);
		expect(JSON.stringify(sent())).not.toContain('p@example.com');
	});

	test.each(['owner', 'company', 'order', 'ticket'])(
		'should be no customer as an item’s only object: %s',
		async (name) => {
			const { error } = await run('customer', [{ [name]: { id: 7, title: 'x' } }]);
			expect(error?.description).toContain('Customer ID is missing');
			expect(simulator.requests).toEqual([]);
		},
	);
});

describe('several persons in an item', () => {
	test('should be no choice when none is called the customer', async () => {
		const item = { contact: { id: 'rep', email: 'r@example.com' }, attendee: { id: 'g7', email: 'g@example.com' } };
		const { error } = await run('customer', [item]);
		expect(error?.description).toContain('Customer ID may be in contact › id or attendee › id');
		const adjustment = await run('balanceAdjustment', [{ ...item, amount: 5 }]);
		expect(adjustment.error?.description).toContain('Customer ID is missing');
		expect(simulator.requests).toEqual([]);
	});

	test('should leave the customer who has no ID alone', async () => {
		const { error } = await run('balanceAdjustment', [{ customer: { name: 'Ada' }, lead: { id: 'rep' }, amount: 5 }]);
		expect(error?.description).toContain('Customer ID is missing');
	});

	test('should find the customer in a list of names and values', async () => {
		const customer = [
			{ key: 'id', value: 'c1' },
			{ key: 'email', value: 'c@example.com' },
		];
		await run('order', [{ orderNumber: 'o', total: 5, created_at: AT, customer }]);
		expect(sent()).toMatchObject([{ customerId: 'c1', email: 'c@example.com' }]);
	});
});

describe('who wrote the amounts', () => {
	const payment = (id: string, created_at: string) => ({
		id,
		amount: 5400,
		currency: 'INR',
		customer_id: 'c',
		created_at,
	});

	test.each([false, true])('should be decided for the whole run, in either order: %s', async (isReversed) => {
		const items = [payment('x1', AT), payment('x2', '2026-01-02 10:00')];
		const { error } = await run('cashback', isReversed ? items.reverse() : items);
		expect(error?.description).toContain('2 of 2 items are invalid');
		expect(simulator.requests).toEqual([]);
	});

	test.each([false, true])('should not depend on the row before: %s', async (isReversed) => {
		const invoice = (entity: string) => ({
			entity,
			order_id: `o${entity}`,
			customer_id: 'c',
			total: 5400,
			currency: 'INR',
			date: '2026-01-02',
		});
		const items = [invoice(''), invoice('invoice')];
		const { error } = await run('order', isReversed ? items.reverse() : items);
		expect(error?.description).toContain('5400 INR or 54.00 INR');
		expect(simulator.requests).toEqual([]);
	});

	test("should not be a person because a webhook's item looks like a row of a Data Table", async () => {
		const body = { id: 12, createdAt: AT, updatedAt: AT, customerId: 'c', amount: 5400, currency: 'INR' };
		const { error } = await run('balanceAdjustment', [{ headers: { host: 'h' }, params: {}, query: {}, body }]);
		expect(error?.description).toContain('5400 INR or 54.00 INR');
	});

	test('should be a person where a column only ends like one of a time', async () => {
		await run('order', [
			{ order_id: 'o', customer_id: 'c', vat: '1234567890', total: 500, currency: 'SAR', date: '2026-01-02' },
		]);
		expect(sent()).toMatchObject([{ totalPaid: 500 }]);
	});

	test('should take the currency of the payment, not of its settlement', async () => {
		const charge = {
			id: 'ch_1',
			object: 'charge',
			amount: 5400,
			settlement_currency: 'jpy',
			currency: 'usd',
			customer: 'cus_1',
			created: 1_767_348_000,
		};
		await run('cashback', [charge]);
		expect(sent()).toMatchObject([{ amount: 54 }]);
	});

	test.each(['د.إ 5400.00', '5400.00 د.إ', 'AED 5400.00'])(
		'should be told by decimals behind any currency: %s',
		async (amount) => {
			await run('cashback', [{ ...payment('x1', AT), amount }]);
			expect(sent()).toMatchObject([{ amount: 5400 }]);
		},
	);
});

describe('a row of a person', () => {
	test.each<IDataObject>([
		{ Subject: 'Maths' },
		{ Event: 'Webinar' },
		{ topic: 'Maths' },
		{ 'Order Date': '2026-01-02' },
		{ type: 'Individual/Company' },
		{ Action: 'Call completed' },
		{ kind: 'private' },
	])('should keep its name and tags beside %j', async (more) => {
		await run('customer', [{ 'Customer ID': '7', Name: 'Ada', Tags: 'vip', ...more }]);
		expect(sent()).toMatchObject([{ customerId: '7', name: 'Ada', tags: ['vip'] }]);
		await run('customer', [{ external_id: '8', Name: 'Bob', Email: 'bob@example.com', Tags: 'vip', ...more }]);
		expect(sent()[1]).toMatchObject({ customerId: '8', name: 'Bob', tags: ['vip'] });
	});

	test('should not be one when the next row names an event in the same column', async () => {
		const rows = [
			{ id: 1, name: 'Ada', type: 'private' },
			{ id: 2, name: 'order', type: 'order.created' },
		];
		const { error } = await run('customer', rows);
		expect(error?.description).toContain('Item 1 (counting from 0): Customer ID is missing');
	});
});

describe('the chosen column', () => {
	const choose = async (item: IDataObject, customerIdColumn: string) =>
		await run('customer', [item], { customerId: 'column', customerIdColumn });
	const webhook = { headers: { host: 'h' }, params: {}, query: {} };

	test.each<[string, string, IDataObject]>([
		['id', '5', { id: 5, createdAt: AT, updatedAt: AT, Name: 'Ada' }],
		['id', 'recABCDEFGHIJKLMN', { id: 'recABCDEFGHIJKLMN', createdTime: AT, fields: { Name: 'Ada' } }],
		['id', '5', { id: 5, event: 'order.created', email: 'a@example.com' }],
		['body › user › id', '9', { ...webhook, body: { note: 'x', user: { id: 9 } } }],
		['user.id', '9', { ...webhook, body: { note: 'x', user: { id: 9 } } }],
	])('should be found whatever it is called: %s', async (column, id, item) => {
		await choose(item, column);
		expect(sent()).toMatchObject([{ customerId: id }]);
	});

	test('should go on feeding its own field', async () => {
		await choose({ 'E-Mail': 'a@example.com', Name: 'Ada' }, 'e-mail');
		expect(sent()).toEqual([{ customerId: 'a@example.com', email: 'a@example.com', name: 'Ada' }]);
	});

	test.each<[string, IDataObject, string]>([
		['customer › id', { 'Customer ID': 'ROOT', customer: { id: 'INNER' } }, 'INNER'],
		['customer.id', { 'Customer ID': 'ROOT', customer: { id: 'INNER' } }, 'INNER'],
		['Customer ID', { customer: { id: 'INNER' }, 'Customer ID': 'ROOT' }, 'ROOT'],
		['Kd.-Nr.', { 'Kd.-Nr.': '7', id: '8' }, '7'],
	])('should be that one and no namesake: %s', async (column, item, id) => {
		await run('order', [{ ...item, orderNumber: 'o', total: 5, created_at: AT }], {
			customerId: 'column',
			customerIdColumn: column,
		});
		expect(sent()).toMatchObject([{ customerId: id }]);
	});

	test.each<[string, IDataObject]>([
		['ID', { id: '', customer: { id: 'INNER' } }],
		['ID', { id: '', properties: { id: 'p9' } }],
		['customer › id', { 'Customer ID': 'ROOT' }],
	])('should be missing when it is empty, whatever a namesake says: %s', async (column, item) => {
		const { error } = await choose(item, column);
		expect(error?.description).toContain('Customer ID is missing');
	});

	test('should be named in the message when no item has it', async () => {
		const { error } = await choose({ Email: 'a@example.com', Name: 'Ada' }, 'Client no');
		expect(error?.description).toContain(
			`The item has the columns Email, Name. No column is called "Client no". Change 'Customer ID Column'.`,
		);
	});
});

describe('a gender column', () => {
	test.each(['F', 'W'])('should leave M out when the column has H and %s', async (other) => {
		const result = await run(
			'customer',
			['M', other, 'H'].map((gender, index) => ({ customerId: `c${index}`, gender })),
		);
		expect(sent().map(({ gender }) => gender)).toEqual([undefined, 'F', 'M']);
		expect(hints(result)).toContain(`'gender': M is left out because of "${other}" and "H".`);
	});
});

test.each([
	[
		['H', 'Mujer', 'M'],
		['M', 'F', 'F'],
	],
	[
		['M', 'Femenino', 'Masculino'],
		['M', 'F', 'M'],
	],
])('should read words of genders beside letters: %j', async (genders, expected) => {
	await run(
		'customer',
		genders.map((gender, index) => ({ customerId: `c${index}`, gender })),
	);
	expect(sent().map(({ gender }) => gender)).toEqual(expected);
});

describe('a list of records in an item', () => {
	test.each(['data', 'customers', 'entity'])('should come with the advice to split it: %s', async (name) => {
		const { error } = await run('customer', [
			{
				[name]: [
					{ id: 1, email: 'a@b.cd' },
					{ id: 2, email: 'c@d.ef' },
				],
			},
		]);
		expect(error?.description).toContain(
			`'${name}' is a list, but an item can hold only one record. Add a Split Out node`,
		);
	});
});

describe('a time of cancellation', () => {
	const order = { customerId: 'c', orderId: 'o', orderDate: AT, totalPaid: 5 };

	test.each([
		...['0000-00-00 00:00:00', 0, '0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', 'no', 'لا', false, '-', '', null],
		{ value: null },
	])('should not be one: %j', async (cell) => {
		await run('order', [{ ...order, cancelled_at: cell } as IDataObject]);
		expect(sent()).toHaveLength(1);
	});

	test.each([
		...[AT, '2026-01-02', '03/04/2026', 1_767_348_000, true, 'yes', 'نعم', '15-Jul-2025'],
		{ date: '2024-05-01 10:00:00.000000', timezone_type: 3, timezone: 'UTC' },
		{ value: '2024-05-01' },
		['2024-05-01'],
	])('should be one: %j', async (cell) => {
		const { json } = await run('order', [{ ...order, cancelled_at: cell } as IDataObject]);
		expect(simulator.requests).toEqual([]);
		expect(json).toMatchObject([{ status: 'leftOut' }]);
	});
});

describe('a cell that may say that an order was cancelled', () => {
	const order = { customerId: 'c', orderId: 'o', orderDate: AT, totalPaid: 5 };

	test.each(['by customer', '01.05.24', '5 janv. 2024', '2024-05-01 10:00 CEST', { seconds: 1_714_557_600 }])(
		'should make it invalid when that is not clear: %j',
		async (cell) => {
			const { error } = await run('order', [{ ...order, cancelled_at: cell } as IDataObject]);
			expect(error?.description).toContain('so it is not clear whether the order was cancelled');
			expect(simulator.requests).toEqual([]);
		},
	);

	test.each(['y', 'on', 'TRUE ', 'نعم', 'Ja', { value: true }, '2026-01-02'])(
		'should be a yes: %j',
		async (refunded) => {
			const { json } = await run('order', [{ ...order, refunded } as IDataObject]);
			expect(json).toMatchObject([{ status: 'leftOut' }]);
		},
	);

	test.each(['no', 0, false, '12.50', 45_000, 'partial'])('should be no yes: %j', async (refunded) => {
		await run('order', [{ ...order, refunded } as IDataObject]);
		expect(sent()).toHaveLength(1);
	});
});

describe('a country code', () => {
	test.each(['501234567 / 502223344', '501234567 ext 5', '12'])('should stay away from %s', async (phone) => {
		await run('customer', [{ customerId: 'c', phone, country_code: '966' }]);
		expect(sent()).toEqual([{ customerId: 'c', mobile: phone }]);
	});

	test('should be told of only where it was not used', async () => {
		const used = await run('customer', [{ customerId: 'c', phone: '501234567', country_code: '966' }]);
		expect(sent()).toEqual([{ customerId: 'c', mobile: '+966501234567' }]);
		expect(hints(used)).not.toContain('country_code');
	});
});

describe('a hint', () => {
	test('should count an unusable cell once, even if the items were checked twice', async () => {
		const rows = [
			{ customerId: 'a', phone: 'none here', birthday: '03/04/1990' },
			{ customerId: 'b', phone: '0123456', birthday: '31/12/1990' },
		];
		const result = await run('customer', rows);
		expect(sent().map(({ dateOfBirth }) => dateOfBirth)).toEqual(['1990-04-03', '1990-12-31']);
		expect(hints(result)).toContain(`'phone' could not be used as Mobile in 1 item`);
	});

	test('should not be about the cells of a row that is left out', async () => {
		const header = { customerId: 'customerId', Phone: 'Phone', City: 'City' };
		const result = await run('customer', [{ customerId: 'a', Phone: '0123456', City: 'Rome' }, header]);
		expect(hints(result)).not.toContain('could not be used');
		expect(hints(result)).toContain('repeats the header');
	});
});

describe('a file', () => {
	test('should have a row with only its ID', async () => {
		await runFile('customerId,email,city\nada\nbob,b@example.com,Rome\n');
		expect(sent()).toEqual([{ customerId: 'ada' }, { customerId: 'bob', email: 'b@example.com', city: 'Rome' }]);
	});

	test('should not have a customer called Confidential', async () => {
		const { error } = await runFile('Customer ID,Name,Email\nc1,Ada,a@example.com\nConfidential\n');
		expect(error?.description).toContain('looks like a title, a total or a footer');
	});

	test('should have one column with commas in quotes', async () => {
		await runFile('customerId\n"Smith, Ada, Dr"\n');
		expect(sent()).toEqual([{ customerId: 'Smith, Ada, Dr' }]);
	});

	test('should have a header with empty cells behind it', async () => {
		await runFile('customerId,,\nada,,\n');
		expect(sent()).toEqual([{ customerId: 'ada' }]);
	});

	test('should be refused with a short message when its title is long', async () => {
		const { error } = await runFile(`${'Customers of the year '.repeat(20)}\nCustomer ID,Email,City\na,a@b.cd,Rome\n`);
		expect(error?.description).toContain('The first line contains only "Customers of the year Customers of the y…"');
	});
});

describe('an ambiguous date', () => {
	test('should be read first, and then be in the past', async () => {
		const next = new Date().getUTCFullYear();
		const rows = [
			{ customerId: 'a', dateOfBirth: `01/12/${next - 1}` },
			{ customerId: 'b', dateOfBirth: '12/31/1990' },
		];
		await run('customer', rows);
		expect(sent().map(({ dateOfBirth }) => dateOfBirth)).toEqual([`${next - 1}-01-12`, '1990-12-31']);
	});
});

describe('a number on a card', () => {
	test('should be sent when the card is the program’s own, and withheld when it is not', async () => {
		const cards = {
			...{ 'Loyalty Card Number': '1', Kundenkartennummer: '2', 'Card Number': '3', Kartennummer: '4' },
			'Customer Card Number': '4111111111111111',
		};
		await run('customer', [{ customerId: 'c', ...cards }]);
		expect(sent()).toEqual([{ customerId: 'c', custom: { 'Loyalty Card Number': '1', Kundenkartennummer: '2' } }]);
	});
});
