import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { listEntries, runNode, type NodeResult, type NodeRun } from './harness.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const run = async (
	items: IDataObject[],
	parameters: NodeRun['parameters'] = {},
	more: Partial<NodeRun> = {},
): Promise<NodeResult> => await runNode({ simulator, items, parameters, ...more });

const entries = (): IDataObject[] => listEntries(simulator);

const hints = ({ task }: NodeResult): string[] =>
	(task?.hints ?? [])
		.flatMap(({ message }) => message.split('<br>'))
		.filter((message) => !message.startsWith('Gameball is still'));

const WAITING = { waitForCompletion: true, output: 'records', requestOptions: { pollInterval: 1 } };

describe('a bare id', () => {
	const row = { id: 1, createdAt: '2024-05-01T12:00:00Z', updatedAt: '2024-05-01T12:00:00Z', amount: 10 };

	test('should never pay points to the customer who has the number of the row', async () => {
		const { error } = await run([row], { recordType: 'balanceAdjustment' });
		expect(error?.description).toContain('Customer ID is missing.');
		expect(simulator.requests).toEqual([]);
	});

	test.each(['order', 'balanceAdjustment', 'cashback', 'redemption', 'event'])(
		'should never give its id to a record of the type %s',
		async (recordType) => {
			const { error } = await run([{ id: 1, amount: 5, event: 'visit', order_id: 'a', date: '2024-01-01' }], {
				recordType,
			});
			expect(error?.description).toContain('Customer ID is missing.');
			expect(simulator.requests).toEqual([]);
		},
	);
});

describe('an item of the Webhook node', () => {
	const webhook = (body: unknown) => ({
		headers: { host: 'n8n.example.com', authorization: 'Bearer never' },
		params: {},
		query: { token: 'never' },
		body,
		webhookUrl: 'https://n8n.example.com/webhook/never',
		executionMode: 'production',
	});

	test('should become a customer of its body, with nothing of its headers', async () => {
		await run([webhook({ 'Customer ID': '007', Email: 'ada@example.com', Plan: 'gold' })] as IDataObject[]);
		expect(entries()).toEqual([{ customerId: '007', email: 'ada@example.com', custom: { Plan: 'gold' } }]);
		expect(JSON.stringify(entries())).not.toContain('never');
	});

	test('should be refused with the advice to split when its body is a list', async () => {
		const { error } = await run([webhook([{ customerId: 'a' }, { customerId: 'b' }])] as IDataObject[]);
		expect(error?.description).toContain(
			"Item 0 (counting from 0): 'body' is a list, but an item can hold only one record. Add a Split Out node before this one, with 'Fields To Split Out' set to body.",
		);
		expect(simulator.requests).toEqual([]);
	});

	test('should not give away a header that Edit Fields put beside the columns', async () => {
		await run([{ customerId: '1', authorization: 'Bearer never', Plan: 'gold' }]);
		expect(entries()).toEqual([{ customerId: '1', custom: { Plan: 'gold' } }]);
	});
});

test('should leave out message and error when rows of the error output are sent again', async () => {
	const failed = await run([{ customerId: 'refuse-1', Plan: 'gold' }], WAITING, { onError: 'continueErrorOutput' });
	const [again] = failed.errors;
	expect(again?.json).toMatchObject({ customerId: 'refuse-1', Plan: 'gold', message: expect.any(String) });
	await run([again?.json ?? {}]);
	expect(entries().at(-1)).toEqual({ customerId: 'refuse-1', custom: { Plan: 'gold' } });
});

describe('blank items', () => {
	test('should be passed over with a hint', async () => {
		const result = await run([
			{ customerId: 'a' },
			{ customerId: '', email: null },
			{ row_number: 4, customerId: ' ' },
		]);
		expect(entries()).toEqual([{ customerId: 'a' }]);
		expect(hints(result)).toEqual(['2 blank items were skipped.']);
	});
});

describe('items that are all invalid', () => {
	const items = [{ Custmer: '1' }, { Custmer: '2' }];

	test.each([['fail'], ['skip']])('should fail the run when Invalid Records is %s', async (invalidRecords) => {
		const { error } = await run(items, { options: { invalidRecords } });
		expect(error?.message).toBe('Some items cannot be sent to Gameball');
		expect(error?.description).toContain('2 of 2 items are invalid, so nothing was sent.');
	});

	test('should be listed once with the columns they have', async () => {
		const { error } = await run(items);
		expect(error?.description?.split('\n')).toEqual([
			'2 of 2 items are invalid, so nothing was sent.',
			"2 items (0 to 1), such as item 0 (counting from 0): Customer ID is missing. The item has only the column Custmer. Choose the column under 'Customer ID', or set 'Mapping' to Manual.",
			'Correct them.',
		]);
	});

	test('should say where an ID may be hidden', async () => {
		const { error } = await run([{ payload: { visitor: { id: 7, email: 'a@example.com' } } }]);
		expect(error?.description).toContain(
			"The item has the columns payload › visitor › id, payload › visitor › email. Customer ID may be in payload › visitor › id. Choose the column under 'Customer ID', or set 'Mapping' to Manual.",
		);
	});
});

describe('invalid items', () => {
	const items = [{ customerId: 'a' }, { email: 'nobody@example.com' }];
	const cases = ['fail', 'skip'].flatMap((invalidRecords) =>
		['none', 'job', 'summary', 'records'].map((output) => [invalidRecords, output] as const),
	);

	test.each(cases)(
		'should go to the error output when Invalid Records is %s and the output is %s',
		async (invalidRecords, output) => {
			const waiting = output === 'none' ? {} : { waitForCompletion: true, output };
			const { errors } = await run(
				items,
				{ ...waiting, options: { invalidRecords }, requestOptions: { pollInterval: 1 } },
				{ onError: 'continueErrorOutput' },
			);
			expect(errors).toMatchObject([{ json: { email: 'nobody@example.com' }, pairedItem: { item: 1 } }]);
			expect(errors[0]?.json.message).toContain(
				'Item 1 (counting from 0, nobody@example.com): Customer ID is missing.',
			);
			expect(entries()).toEqual([{ customerId: 'a' }]);
		},
	);

	test('should be told once when 50 have the same problem', async () => {
		const birthdays = Array.from({ length: 50 }, (_, index) => ({
			customerId: `c${index}`,
			dateOfBirth: `0${(index % 9) + 1}/02/1990`,
		}));
		const { error } = await run(birthdays.filter(({ dateOfBirth }) => dateOfBirth !== '02/02/1990'));
		const lines = error?.description?.split('\n') ?? [];
		expect(lines).toHaveLength(3);
		expect(lines[1]).toBe(
			`44 items (0 to 43), such as item 0 (counting from 0, c0): Date of Birth "01/02/1990" can mean 1 February or 2 January 1990. No other date in the column shows which one; set 'Date Order'.`,
		);
	});
});

describe('the order of dates', () => {
	const customers = (...dates: string[]) =>
		dates.map((date, index) => ({ customerId: `c${index}`, 'Date of birth': date }));
	const days = () => entries().map(({ dateOfBirth }) => dateOfBirth);

	test('should be the one that a cell of the column proves', async () => {
		const result = await run(customers('03/04/1990', '31/12/1990', '05/06/1991', '1992-01-02'));
		expect(days()).toEqual(['1990-04-03', '1990-12-31', '1991-06-05', '1992-01-02']);
		expect(hints(result)).toEqual([`'Date of birth': Dates are read with the day first because of "31/12/1990".`]);
	});

	test('should be month first when a cell proves that, even the last one', async () => {
		await run(customers('03/04/1990', '05/06/1991', '12/31/1990'));
		expect(days()).toEqual(['1990-03-04', '1991-05-06', '1990-12-31']);
	});

	test('should need no proof when both readings are the same day', async () => {
		const result = await run(customers('05/05/1990'));
		expect(days()).toEqual(['1990-05-05']);
		expect(hints(result)).toEqual([]);
	});

	test('should make ambiguous cells invalid when cells contradict each other', async () => {
		const { error } = await run(customers('03/04/1990', '31/12/1990', '12/31/1990'));
		expect(error?.description).toContain(
			'Item 0 (counting from 0, c0): Date of Birth "03/04/1990" can mean 3 April or 4 March 1990. The column has dates with the day first ("31/12/1990") and with the month first ("12/31/1990"); use one format for all.',
		);
		await run(customers('03/04/1990', '31/12/1990', '12/31/1990'), {}, { onError: 'continueErrorOutput' });
		expect(days()).toEqual(['1990-12-31', '1990-12-31']);
	});

	test('should be decided for each column by itself', async () => {
		await run([
			{ customerId: 'a', Birthday: '03/04/1990', Joined: '03/04/2020' },
			{ customerId: 'b', Birthday: '31/12/1990', Joined: '12/31/2020' },
		]);
		expect(entries()).toMatchObject([
			{ dateOfBirth: '1990-04-03', joinDate: '2020-03-04' },
			{ dateOfBirth: '1990-12-31', joinDate: '2020-12-31' },
		]);
	});

	test.each([
		['dmy', '1990-04-03'],
		['mdy', '1990-03-04'],
	])('should be the one the user chose when Date Order is %s', async (dateOrder, day) => {
		await run(customers('03/04/1990'), { options: { dateOrder } });
		expect(days()).toEqual([day]);
	});

	test('should be told in words when a cell is in another order than the chosen one', async () => {
		const { error } = await run(customers('31/12/1990'), { options: { dateOrder: 'mdy' } });
		expect(error?.description).toContain(
			`Item 0 (counting from 0, c0): Date of Birth "31/12/1990" is not a date in the order Month, Day, Year. Set 'Date Order' to the order used in the column.`,
		);
	});

	test('should be proved by the values of fields mapped by hand, too', async () => {
		const fields = {
			mappingMode: 'defineBelow',
			value: { customerId: '={{ $json.id }}', dateOfBirth: '={{ $json.born }}' },
		};
		await run(
			[
				{ id: '1', born: '03/04/1990' },
				{ id: '2', born: '31/12/1990' },
			],
			{ mapping: 'manual', fields },
		);
		expect(days()).toEqual(['1990-04-03', '1990-12-31']);
	});
});

describe('an item that could name the wrong customer', () => {
	const order = { orderId: 'o', orderDate: '2024-01-01', totalPaid: 5 };

	test('should keep the column that names the customer beside an envelope', async () => {
		await run([{ headers: { host: 'x' }, query: {}, body: { id: '9' }, customerId: 'c1' }]);
		await run([{ customerId: 'c1', timestamp: 1, contact: { id: 'p7' } }]);
		expect(entries().map(({ customerId }) => customerId)).toEqual(['c1', 'c1']);
	});

	test('should take the customer of an order, not the order, when it is sent as a customer', async () => {
		await run([{ id: 450, name: '#1001', line_items: [], customer: { id: 207, email: 'ada@example.com' } }]);
		expect(entries()).toEqual([{ customerId: '207', email: 'ada@example.com' }]);
	});

	test('should not take the id of an object that is no person for an order', async () => {
		const { error } = await run([{ ...order, properties: { id: 'p-77' } }], { recordType: 'order' });
		expect(error?.description).toContain('Customer ID is missing.');
	});

	test('should not take a person linked to the item for the customer', async () => {
		await run([{ id: 9, user_id: [2, 'Mitchell Admin'], email: 'ada@example.com' }]);
		expect(entries()).toEqual([{ customerId: '9', email: 'ada@example.com' }]);
	});

	test('should not take a row number or a name for an order', async () => {
		const { error } = await run([{ '#': 1, customerId: 'a', name: 'Ada', date: '2024-01-01', total: 1 }], {
			recordType: 'order',
		});
		expect(error?.description).toContain('Order ID is missing');
	});

	test('should keep a flat row of its own whose columns look like those of a deal', async () => {
		await run([{ dealId: '7', customerId: 'c1' }]);
		expect(entries()).toEqual([{ customerId: 'c1', custom: { dealId: '7' } }]);
	});
});

describe('cells without a value', () => {
	test('should not become custom attributes when they are false under the name of a field', async () => {
		await run([{ customerId: '1', email: false, Phone: false, Plan: false }]);
		expect(entries()).toEqual([{ customerId: '1', custom: { Plan: false } }]);
	});
});

describe('headers with brackets', () => {
	test('should stay columns of a sheet', async () => {
		await run([{ customerId: '1', 'Weight [kg]': 70, Email: 'a@example.com', 'Email[1]': 'b@example.com' }]);
		expect(entries()).toEqual([
			{ customerId: '1', email: 'a@example.com', custom: { 'Weight [kg]': 70, 'Email[1]': 'b@example.com' } },
		]);
	});
});

describe('hostile items', () => {
	const cyclic: IDataObject = { id: 1 };
	cyclic.self = cyclic;
	test.each<[string, IDataObject]>([
		[
			'names of object parts in an item of Stripe',
			{ object: 'charge', customer: 'c', constructor: 'x', toString: 'y' },
		],
		['a value that cannot be text', { customerId: '1', name: { value: { toString: 1 } } }],
		['an object that contains itself', { customerId: '1', name: cyclic }],
	])('should make no other item fail: %s', async (_, item) => {
		const { output } = await run([item, { customerId: 'good' }], {}, { onError: 'continueErrorOutput' });
		expect(output.length).toBeGreaterThan(0);
		expect(entries()).toContainEqual({ customerId: 'good' });
	});
});

describe('a secret mapped by hand', () => {
	test('should be sent', async () => {
		await run([{ pin: '1234' }], {
			mapping: 'manual',
			fields: { mappingMode: 'defineBelow', value: { customerId: '1' } },
			customAttributes: { attributes: [{ name: 'PIN', value: '={{ $json.pin }}' }] },
		});
		expect(entries()).toEqual([{ customerId: '1', custom: { PIN: '1234' } }]);
	});
});

describe('a Date object', () => {
	test('should be its day when it is midnight of the local time zone', async () => {
		await run([{ customerId: '1', dateOfBirth: new Date(1990, 11, 31) as unknown as string }]);
		expect(entries()).toEqual([{ customerId: '1', dateOfBirth: '1990-12-31' }]);
	});
});

describe('hints', () => {
	test('should say which column became the customer ID when it is not called so', async () => {
		expect(hints(await run([{ 'Member ID': '1' }]))).toEqual(["The customer ID comes from 'Member ID'."]);
	});

	test('should warn when the customer ID is likely the ID of a row', async () => {
		expect(hints(await run([{ id: 1, email: 'a@example.com' }]))).toEqual([
			"The customer ID comes from 'id'. If your shop or apps use another ID for these customers, choose it under 'Customer ID'; otherwise, they get a second profile.",
		]);
	});

	test('should list custom attributes and columns that were not sent', async () => {
		expect(hints(await run([{ customerId: '1', Plan: 'gold', Size: 'M', password: 'x' }]))).toEqual([
			'Sent as custom attributes: Plan, Size.',
			'1 column was not sent: password.',
		]);
		expect(hints(await run([{ customerId: '1', Owner: { email: 'o@example.com' }, plan: 'gold' }]))).toEqual([
			'2 columns were not sent: plan, Owner.',
		]);
	});

	test('should name cells that were passed over as they are unusable', async () => {
		const items = [{ customerId: '1', 'Order Count': 'many', Orders: 2 }];
		expect(hints(await run(items, { options: { unknownFields: 'ignore' } }))).toEqual([
			`'Order Count' could not be used as Total Orders in 1 item: "many" is not a plain number.`,
			'1 column was not sent: Order Count.',
		]);
		expect(entries()).toEqual([{ customerId: '1', totalOrders: 2 }]);
	});

	test('should say that Gameball is still processing when the run does not wait', async () => {
		const { task } = await run([{ customerId: '1' }]);
		expect(task?.hints?.map(({ message }) => message)).toEqual([
			"Gameball is still processing the job: to see which records it refuses, add a Gameball node with the operation 'Wait for Completion' after this one.",
		]);
	});

	test('should be warnings only where something was lost or may be wrong, and these come first', async () => {
		const items = [{ id: 1, email: 'a@example.com', Orders: 'many', Plan: 'gold', password: 'x' }, { email: 'b' }];
		const { task } = await run(items, { options: { invalidRecords: 'skip' } });
		const begin = (line: string) => line.split(' ').slice(0, 4).join(' ');
		const types = (task?.hints ?? []).map(({ message, type }) => [type, ...message.split('<br>').map(begin)]);
		expect(types).toEqual([
			['warning', '1 of 2 items'],
			['warning', 'The customer ID comes', "'Orders' could not be", "'email' could not be"],
			['info', 'Gameball is still processing'],
			['info', 'Sent as custom attributes:', '2 columns were not'],
		]);
	});

	test('should show the whole mapping on a dry run', async () => {
		const items = [{ 'Customer No.': 'a', 'E-Mail': 'a@example.com', Plan: 'gold', token: 'x' }];
		expect(hints(await run(items, { dryRun: true }))).toEqual([
			'Dry run: nothing was sent. A real run would send 1 record in 1 request.',
			'Mapping: Customer ID ← Customer No.; Email ← E-Mail.',
			'Sent as custom attributes: Plan.',
			'1 column was not sent: token.',
		]);
		expect(simulator.requests).toEqual([]);
	});
});
