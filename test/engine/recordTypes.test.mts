import { createRequire } from 'node:module';
import type { IDataObject } from 'n8n-workflow';
import { recordTypes } from '../../nodes/Gameball/records/index.ts';
import type { RecordType } from '../../nodes/Gameball/records/RecordType.ts';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { runNode, type NodeRun } from './harness.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ queuedFor: 0, recordsPerSecond: 1_000_000 });
});
afterEach(async () => await simulator.close());

type More = Partial<Omit<NodeRun, 'simulator' | 'items'>> & { readonly settings?: IDataObject };

/** Sends items as a record type, and returns what came out. */
async function send(recordType: string, items: IDataObject[], { parameters, settings, ...more }: More = {}) {
	const result = await runNode({
		simulator,
		items,
		parameters: { recordType, ...parameters, settings: { pollInterval: 1, ...settings } },
		...more,
	});
	return result;
}

/** Sends items as a record type, waits, and returns what became of each. */
const settle = async (recordType: string, items: IDataObject[], more: More = {}) =>
	(await send(recordType, items, { ...more, parameters: { waitForCompletion: true, output: 'records' } })).json;

/** The entries of the latest batch. */
const entries = (): unknown => {
	const { body } = simulator.requests.filter(({ method }) => method === 'POST').at(-1) ?? {};
	return (body as { body: unknown } | undefined)?.body;
};

const BALANCES: IDataObject[] = [
	{ customerId: 'a', amount: 100 },
	{ customerId: 'b', amount: 50 },
];
const ORDERS: IDataObject[] = [
	{ customerId: 'a', orderId: 'o1', orderDate: '2024-10-16T08:13:29.290Z', totalPaid: 12.5 },
];

/** Each record type with items as a spreadsheet has them, what they become, and what becomes of them. */
const WALKS: Readonly<
	Record<
		string,
		{
			readonly path: string;
			/** Records to send before. */
			readonly before?: readonly [recordType: string, items: IDataObject[]];
			readonly items: IDataObject[];
			readonly entries: unknown[];
			readonly results: IDataObject[];
		}
	>
> = {
	customer: {
		path: 'customers',
		items: [{ 'Customer ID': 'a', City: 'Cairo' }],
		entries: [{ customerId: 'a', city: 'Cairo' }],
		results: [{ customerId: 'a', status: 'successful' }],
	},
	order: {
		path: 'orders',
		items: [
			{ 'Customer ID': 7, 'Order Number': 1001, Date: '2024-10-16 08:13:29', Total: '12,50', Items: '[{"sku":"x"}]' },
		],
		entries: [
			{
				customerId: '7',
				orderId: '1001',
				orderDate: '2024-10-16T08:13:29Z',
				totalPaid: 12.5,
				lineItems: [{ sku: 'x' }],
			},
		],
		results: [{ customerId: '7', orderId: '1001', status: 'successful' }],
	},
	orderTransaction: {
		path: 'orders/transactions',
		before: ['order', ORDERS],
		items: [{ 'Order ID': 'o1' }, { 'Order ID': 'o2' }],
		entries: ['o1', 'o2'],
		results: [
			{ orderId: 'o1', customerId: 'a', status: 'successful', transactions: [{ type: 'earned', points: 12.5 }] },
			{ orderId: 'o2', status: 'failed', message: 'Order not found' },
		],
	},
	balanceInquiry: {
		path: 'balance-inquiry',
		before: ['balanceAdjustment', BALANCES],
		items: [{ id: 'b', note: 'left out' }, { id: 'a' }],
		entries: [{ customerId: 'b' }, { customerId: 'a' }],
		results: [
			{ customerId: 'b', status: 'successful', balance: 50 },
			{ customerId: 'a', status: 'successful', balance: 100 },
		],
	},
	balanceAdjustment: {
		path: 'balance-adjustment',
		before: ['balanceAdjustment', BALANCES],
		items: [
			{ 'Customer ID': 'a', Amount: '-30', Comment: 'Returned' },
			{ 'Customer ID': 'b', Amount: -80 },
		],
		entries: [
			{ customerId: 'a', amount: -30, reason: 'Returned' },
			{ customerId: 'b', amount: -80 },
		],
		results: [
			{ customerId: 'a', status: 'successful' },
			{ customerId: 'b', status: 'failed', message: 'Insufficient balance' },
		],
	},
	cashback: {
		path: 'cashback',
		before: [
			'cashback',
			[{ customerId: 'a', transactionId: 't1', transactionTime: '2024-10-16T08:13:29Z', amount: 1 }],
		],
		items: [
			{ customerId: 'a', 'Invoice Number': 't1', date: '2024-10-16T10:13:29+02:00', total: 5 },
			{ customerId: 'a', 'Invoice Number': 't2', date: '2024-10-16T10:13:30+02:00', total: 6 },
		],
		entries: [
			{ customerId: 'a', transactionId: 't1', transactionTime: '2024-10-16T08:13:29Z', amount: 5 },
			{ customerId: 'a', transactionId: 't2', transactionTime: '2024-10-16T08:13:30Z', amount: 6 },
		],
		results: [
			{ customerId: 'a', transactionId: 't1', status: 'failed', message: 'Transaction ID already exists', code: 9004 },
			{ customerId: 'a', transactionId: 't2', status: 'successful' },
		],
	},
	redemption: {
		path: 'redeem',
		before: ['balanceAdjustment', BALANCES],
		items: [
			{ customerId: 'a', transactionId: 'r1', transactionTime: 1729066409, points: '40' },
			{ customerId: 'b', transactionId: 'r2', transactionTime: 1729066409, amount: 60 },
			{ customerId: 'b', transactionId: 'r3', transactionTime: 1729066409, holdReference: 'h' },
		],
		entries: [
			{ customerId: 'a', transactionId: 'r1', transactionTime: '2024-10-16T08:13:29Z', points: 40 },
			{ customerId: 'b', transactionId: 'r2', transactionTime: '2024-10-16T08:13:29Z', amount: 60 },
			{ customerId: 'b', transactionId: 'r3', transactionTime: '2024-10-16T08:13:29Z', holdReference: 'h' },
		],
		results: [
			{ transactionId: 'r1', status: 'successful' },
			{ transactionId: 'r2', status: 'failed', message: 'Insufficient balance' },
			{ transactionId: 'r3', status: 'successful' },
		],
	},
	event: {
		path: 'events',
		items: [
			{ customerId: 'a', Event: 'place_order', page: 'cart', value: 3 },
			{ customerId: 'b', Event: 'visit' },
		],
		entries: [
			{ customerId: 'a', events: { place_order: { page: 'cart', value: 3 } } },
			{ customerId: 'b', events: { visit: {} } },
		],
		results: [
			{ customerId: 'a', status: 'successful' },
			{ customerId: 'b', status: 'successful' },
		],
	},
};

test('should have a walk for every record type', () => {
	expect(Object.keys(WALKS).sort()).toEqual(recordTypes.map(({ name }) => name).sort());
});

describe.each(Object.entries(WALKS))('the record type %s', (recordType, walk) => {
	test('should turn items into records, a job and results', async () => {
		if (walk.before !== undefined) await settle(...walk.before);
		const json = await settle(recordType, walk.items, { timezone: 'UTC' });
		expect(simulator.requests.filter(({ method }) => method === 'POST').at(-1)?.url).toBe(
			`/api/v4/integrations/batch/${walk.path}`,
		);
		expect(entries()).toEqual(walk.entries);
		expect(json).toHaveLength(walk.results.length);
		walk.results.forEach((result, index) => expect(json[index]).toMatchObject(result));
	});

	test('should name an item and send nothing when its identifying field is missing', async () => {
		const { error } = await send(recordType, [...walk.items, { note: 'x' }]);
		expect(error?.message).toBe('Some items cannot be sent to Gameball');
		expect(error?.description).toMatch(new RegExp(`Item ${walk.items.length} \\(counting from 0\\): .*is missing`));
		expect(simulator.requests).toEqual([]);
	});

	test('should send a batch that may have been taken again only when that is harmless', async () => {
		const { isIdempotent, onRepeat } = recordTypes.find(({ name }) => name === recordType) ?? {};
		simulator.addFault({ kind: 'loseAnswer', method: 'POST' });
		const { error } = await send(recordType, walk.items, { timezone: 'UTC' });
		expect(simulator.jobs.size).toBe(isIdempotent ? 2 : 1);
		if (isIdempotent) expect(error).toBeUndefined();
		else expect(error?.description).toContain(String(onRepeat));
	});
});

describe('an order from a shop', () => {
	test('should be read when it comes from Shopify', async () => {
		await send('order', [
			{
				id: 450789469,
				name: '#1001',
				order_number: 1001,
				email: 'bob@example.com',
				created_at: '2024-10-16T10:13:29+02:00',
				total_price: '199.65',
				total_discounts: '10.00',
				total_tax: '11.94',
				currency: 'USD',
				customer: { id: 207119551, email: 'bob@example.com', first_name: 'Bob' },
				line_items: [{ id: 466157049, title: 'Shirt', quantity: 1, price: '199.00' }],
			},
		]);
		expect(entries()).toEqual([
			{
				customerId: '207119551',
				orderId: '450789469',
				orderDate: '2024-10-16T08:13:29Z',
				totalPaid: 199.65,
				email: 'bob@example.com',
				totalDiscount: 10,
				totalTax: 11.94,
				lineItems: [{ id: 466157049, title: 'Shirt', quantity: 1, price: '199.00' }],
			},
		]);
	});

	test("should be read in the workflow's time zone, and guests named, when it comes from WooCommerce", async () => {
		const wooOrder = {
			id: 727,
			number: '727',
			status: 'processing',
			date_created: '2024-10-16T10:13:29',
			total: '29.35',
			discount_total: '0.00',
			shipping_total: '10.00',
			total_tax: '1.35',
			customer_id: 25,
			billing: { email: 'ann@example.com', phone: '(555) 555-5555' },
			line_items: [{ id: 315, name: 'Woo', quantity: 2, total: '6.00' }],
		};
		await send('order', [wooOrder], { timezone: 'Africa/Cairo' });
		expect(entries()).toEqual([
			{
				customerId: '25',
				orderId: '727',
				orderDate: '2024-10-16T07:13:29Z',
				totalPaid: 29.35,
				email: 'ann@example.com',
				mobile: '(555) 555-5555',
				totalDiscount: 0,
				totalShipping: 10,
				totalTax: 1.35,
				lineItems: [{ id: 315, name: 'Woo', quantity: 2, total: '6.00' }],
			},
		]);
		const { error } = await send('order', [{ ...wooOrder, customer_id: 0 }]);
		expect(error?.description).toContain('Item 0 (counting from 0, 727): Customer ID is 0, which shops use for guests');
	});
});

test.each([
	['2024-01-15 12:00', 'America/New_York', '2024-01-15T17:00:00Z'],
	['2024-07-15 12:00', 'America/New_York', '2024-07-15T16:00:00Z'],
	['2024-03-10 02:30', 'America/New_York', expect.stringMatching(/^2024-03-10T0[67]:30:00Z$/)],
	['2024-03-10 03:30', 'America/New_York', '2024-03-10T07:30:00Z'],
	['2024-07-15', 'Pacific/Auckland', '2024-07-14T12:00:00Z'],
	['2024-07-15T12:00:00Z', 'Pacific/Auckland', '2024-07-15T12:00:00Z'],
	[45488.5, 'Asia/Kolkata', '2024-07-15T06:30:00Z'],
	[1721044800000, 'Asia/Kolkata', '2024-07-15T12:00:00Z'],
])('should send the time %j in %s as %s', async (orderDate, timezone, utc) => {
	await send('order', [{ ...ORDERS[0], orderDate }], { timezone });
	expect(entries()).toMatchObject([{ orderDate: utc }]);
});

describe('records that must not be doubled', () => {
	test('should be booked once and reported as existing when the first answer was lost', async () => {
		const items = [1, 2].map((amount) => ({
			customerId: 'a',
			transactionId: `t${amount}`,
			transactionTime: `2024-10-16T08:13:2${amount}Z`,
			amount,
		}));
		simulator.addFault({ kind: 'loseAnswer', method: 'POST' });
		const json = await settle('cashback', items);
		expect(json).toMatchObject([
			{ transactionId: 't1', status: 'successful' },
			{ transactionId: 't2', status: 'successful', message: expect.stringContaining('already exists') },
		]);
		expect(simulator.jobs.size).toBe(2);
		expect(simulator.account.balances.get('a')).toBe(3);
	});

	test.each(['cashback', 'redemption'])(
		'should be taken once for each time of a customer when they are %s, with a hint and the advice',
		async (recordType) => {
			const items = ['a', 'a', 'b'].map((customerId, index) => ({
				customerId,
				transactionId: `t${index}`,
				'Paid At': '2024-10-16',
				amount: 10,
			}));
			for (const customerId of ['a', 'b']) simulator.account.move(customerId, 50);
			const { json, task } = await send(recordType, items, {
				parameters: { waitForCompletion: true, output: 'records' },
			});
			expect(json).toMatchObject([
				{ transactionId: 't0', status: 'successful' },
				{
					transactionId: 't1',
					status: 'failed',
					code: 9003,
					message:
						'Transaction time already exists. Gameball accepts only one transaction per customer and time, so send the time of day too',
				},
				{ transactionId: 't2', status: 'successful' },
			]);
			const paid = recordType === 'cashback' ? 10 : -10;
			expect(Object.fromEntries(simulator.account.balances)).toEqual({ a: 50 + paid, b: 50 + paid });
			const hints = (task?.hints ?? []).flatMap(({ message }) => message.split('<br>'));
			expect(hints).toContain(
				`'Paid At' has no time of day in 3 items, such as "2024-10-16", so midnight is used. Gameball accepts only one transaction per customer and time, so send the time of day too.`,
			);
		},
	);

	test.each([
		['a time of day', ['2024-10-16T08:13:29Z', '2024-10-16 9:05', '16.10.2024 10:00'], 0],
		['a timestamp', [1729066409, '1729066410', '1729066411.5'], 0],
		['a single day among times', ['2024-10-16', '2024-10-16T08:13:29Z', '2024-10-16T08:13:30Z'], 0],
		['midnight', ['2024-10-16T00:00:00.000Z', '2024-10-17 00:00', '2024-10-18T00:00:00+02:00'], 3],
		['days in other orders', ['16/10/2024', '17/10/2024', '18.10.2024'], 3],
	])('should have a hint about times only where these are bare days: %s', async (_, times, count) => {
		const items = times.map((transactionTime, index) => ({
			customerId: `c${index}`,
			transactionId: `t${index}`,
			transactionTime,
			amount: 1,
		}));
		const { task, error } = await send('cashback', items);
		expect(error).toBeUndefined();
		const found = (task?.hints ?? []).filter(({ message }) => message.includes('no time of day'));
		expect(found.map(({ message }) => message.includes(`in ${count} items`))).toEqual(count === 0 ? [] : [true]);
	});

	test('should not take a column named Points for the amount of an adjustment', async () => {
		const { error } = await send('balanceAdjustment', [{ customerId: 'a', Points: 100 }]);
		expect(error?.description).toContain('Amount is missing');
		expect(simulator.requests).toEqual([]);
	});

	test('should be refused when redemptions have no amount, points or hold', async () => {
		const { error } = await send('redemption', [
			{ customerId: 'a', transactionId: 'r', transactionTime: '2024-10-16' },
		]);
		expect(error?.description).toContain(
			'Item 0 (counting from 0, r): Amount or Points or Hold Reference is missing: at least one is required.',
		);
	});

	test('should all be sent when they are adjustments, whatever Duplicates says', async () => {
		for (const duplicates of ['sendAll', 'keepLast', 'merge']) {
			await settle('balanceAdjustment', [BALANCES[0] ?? {}, BALANCES[0] ?? {}], { settings: { duplicates } });
		}
		expect(simulator.account.balances.get('a')).toBe(600);
	});

	test('should become one when orders share an ID and Duplicates is keepLast', async () => {
		const [order = {}] = ORDERS;
		await send('order', [order, { ...order, totalPaid: 20 }], { settings: { duplicates: 'keepLast' } });
		expect(entries()).toEqual([{ ...order, totalPaid: 20 }]);
		const { task } = await send('order', [order, order]);
		expect(task?.hints?.[0]?.message).toContain("Set 'Duplicates'");
	});

	test('should be merged only when the events of a customer have different names', async () => {
		const items = ['visit', 'buy', 'visit', 'leave'].map((eventName, index) => ({ customerId: 'a', eventName, index }));
		await settle('event', items, { settings: { duplicates: 'merge' } });
		expect(entries()).toEqual([
			{ customerId: 'a', events: { visit: { index: 0 }, buy: { index: 1 } } },
			{ customerId: 'a', events: { visit: { index: 2 }, leave: { index: 3 } } },
		]);
		expect(Object.fromEntries(simulator.account.events.get('a') ?? [])).toEqual({ visit: 2, buy: 1, leave: 1 });
	});
});

describe('event data', () => {
	test('should pass through when it has the shape of the API, even as JSON', async () => {
		const events = { visit: { page: '/' }, buy: {} };
		await send('event', [
			{ customerId: 'a', events },
			{ customerId: 'b', events: JSON.stringify(events) },
		]);
		expect(entries()).toEqual([
			{ customerId: 'a', events },
			{ customerId: 'b', events },
		]);
	});

	test.each([['[]'], ['{"visit":1}'], ['visit'], [7]])('should be refused when it is %j', async (events) => {
		const { error } = await send('event', [{ customerId: 'a', events }]);
		expect(error?.description).toContain('Item 0 (counting from 0, a): Events ');
	});

	test('should come with a hint when columns have no place', async () => {
		const { task } = await send('event', [{ customerId: 'a', events: { visit: {} }, page: 'x' }]);
		expect(task?.hints?.at(-1)?.message).toBe('1 column was not sent: page.');
	});
});

test('should show the sum of the amounts when it is a dry run', async () => {
	const items = [0.1, 0.2, -5].map((amount, index) => ({ customerId: `c${index}`, amount }));
	const { json, task } = await send('balanceAdjustment', items, { settings: { dryRun: true } });
	expect(json).toEqual(items.map((item) => ({ dryRun: true, batch: 1, ...item })));
	expect(task?.hints?.flatMap(({ message }) => message.split('<br>'))).toContain('Totals: Amount -4.7.');
	expect(simulator.requests).toEqual([]);
});

test('should support a further record type by adding one object', async () => {
	const { recordTypes: known } = createRequire(import.meta.url)('../../dist/nodes/Gameball/records/index.js') as {
		recordTypes: RecordType[];
	};
	known.push({
		name: 'coupon',
		displayName: 'Coupon',
		description: 'Give coupons',
		path: 'customers',
		fields: [{ name: 'customerId', label: 'Customer', description: 'Whose', type: 'identifier', required: true }],
		identity: 'customerId',
		isIdentityUnique: true,
		resultKeys: [['customerId', 'customerId']],
		isIdempotent: false,
		onRepeat: 'Sent again, coupons are given twice',
		takesCustom: false,
		toEntry: ({ values }) => ({ ...values, coupon: true }),
	});
	const json = await settle('coupon', [{ customerId: 'a' }]);
	known.pop();
	expect(entries()).toEqual([{ customerId: 'a', coupon: true }]);
	expect(json).toMatchObject([{ customerId: 'a', status: 'successful' }]);
});
