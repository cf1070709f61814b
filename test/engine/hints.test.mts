import type { IDataObject } from 'n8n-workflow';
import { processedKeys } from '../../dev/engine/processedKeys.mts';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { csvFile, runNode, type NodeResult, type NodeRun } from './harness.mts';

let simulator: Simulator;
beforeEach(async () => {
	processedKeys.clear();
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const run = async (
	items: IDataObject[],
	parameters: NodeRun['parameters'] = {},
	more: Partial<NodeRun> = {},
): Promise<NodeResult> => await runNode({ simulator, items, timezone: 'UTC', parameters, ...more });

const hintsOf = ({ task }: NodeResult): string[] => (task?.hints ?? []).map(({ message }) => message);
const linesOf = (result: NodeResult): string[] => hintsOf(result).flatMap((hint) => hint.split('<br>'));

const WAITING = { waitForCompletion: true, settings: { pollInterval: 1 } };
const ADJUSTMENTS = [
	{ customerId: 'a', amount: 5 },
	{ customerId: 'b', amount: 6 },
];
const adjust = { recordType: 'balanceAdjustment' };

describe('the hints of a run', () => {
	/** Items with all that hints are about. */
	const items = [
		{ id: 1, email: 'a@example.com', Orders: 'many', Plan: 'gold', password: 'x', Points: 5, birthday: '03/04/1990' },
		{ id: 1, email: 'b', Orders: 2, birthday: '31/12/1990' },
		{ external_id: 'refuse-c', email: 'c@example.com' },
		{ id: '', email: '' },
		{ email: 'd@example.com' },
	];

	test.each([{}, WAITING, { dryRun: true }])('should be four at most, whatever happened: %j', async (parameters) => {
		const result = await run(items, parameters, { onError: 'continueErrorOutput' });
		const hints = hintsOf(result);
		expect(hints).toHaveLength(4);
		const types = (result.task?.hints ?? []).map(({ type }) => type);
		const isDry = 'dryRun' in parameters;
		expect(types).toEqual(isDry ? ['info', 'info', 'warning', 'warning'] : ['warning', 'warning', 'info', 'info']);
		if (isDry) expect(hints[0]).toMatch(/^Dry run: nothing was sent\. A real run would send 3 records in 1 request\./);
	});

	test('should be four at most for many files', async () => {
		const files = [...csvFile('id,Plan\n1,gold\n,silver\n'), ...csvFile('id,Size\n2,L\n,M\n')];
		const result = await run([{}, {}], { source: 'file' }, { files, onError: 'continueErrorOutput' });
		expect(hintsOf(result).length).toBeLessThanOrEqual(4);
		expect(linesOf(result).every((line) => line.startsWith('rows.csv: ') || line.startsWith('Gameball is'))).toBe(true);
		expect(
			linesOf(result).filter((line) => line.includes('were not sent') || line.includes('was not sent')),
		).toHaveLength(2);
	});

	test('should say how many records arrived when some did not', async () => {
		const customers = ['a', 'refuse-b', 'c'].map((customerId) => ({ customerId }));
		expect(linesOf(await run(customers, WAITING))).toContain('2 of 3 records arrived in 1 job.');
		const rows = csvFile('customerId\na\nrefuse-b\nc\n');
		const fromFile = await run([{}], { ...WAITING, source: 'file' }, { files: rows });
		expect(linesOf(fromFile)).toContain('2 of 3 records arrived in 1 job.');
	});

	test('should say once that nothing was sent when the node continues after errors', async () => {
		const customers = Array.from({ length: 20 }, (_, index) => ({ customerId: `c${index}` }));
		await simulator.close();
		const result = await run(customers, { settings: { maxRetries: 0 } }, { onError: 'continueErrorOutput' });
		expect(result.errors).toHaveLength(20);
		expect(hintsOf(result)).toEqual([
			expect.stringMatching(/^The server at the base URL does not accept connections\. .* Not sent: items 0 to 19\.$/),
		]);
	});
});

describe('records that count again', () => {
	test('should come with what a second run would do', async () => {
		expect(linesOf(await run(ADJUSTMENTS, adjust))).toContain(
			"2 balance adjustments were sent. If you send the same adjustments again, Gameball applies them again. Do not send these again: 'Send Once' recognizes only what is sent while it is on.",
		);
		expect(linesOf(await run([{ customerId: 'a' }])).join()).not.toContain('again');
		expect(linesOf(await run(ADJUSTMENTS, { ...adjust, dryRun: true })).join()).not.toContain('again');
	});

	test("should be remembered from the first run with 'Send Once' on, which says so", async () => {
		const first = "'Send Once' is on for the first time: it remembers nothing from earlier runs.";
		const once = { ...adjust, sendOnce: true };
		await run(ADJUSTMENTS, adjust);
		expect(linesOf(await run(ADJUSTMENTS, once))).toContain(first);
		const second = await run(ADJUSTMENTS, once);
		expect(linesOf(second)).not.toContain(first);
		expect(second.json.map(({ status }) => status)).toEqual(['alreadySent', 'alreadySent']);
		expect(Object.keys(second.json[0] ?? {})).toEqual(['customerId', 'status', 'message']);
	});
});

test("should say that n8n's setting 'Execute Once' held the other items back", async () => {
	const result = await run(ADJUSTMENTS, adjust, { executeOnce: true });
	expect(simulator.requests[0]?.body).toEqual({ body: ADJUSTMENTS.slice(0, 1) });
	expect(hintsOf(result)[0]).toBe("'Execute Once' is on in the node's settings, so n8n passed on only the first item.");
});

describe('points', () => {
	test.each(['Points', 'loyalty_points', 'Balance', 'النقاط'])(
		'should not seem credited as an attribute: %s',
		async (name) => {
			const result = await run([{ 'Customer ID': 'a', [name]: 100 }]);
			expect(linesOf(result)).toContain(
				`'${name}' is sent as a custom attribute, which changes no points. To change points, set 'Record Type' to Balance Adjustment.`,
			);
		},
	);

	test('should be named when an adjustment has no amount', async () => {
		const { error } = await run([{ 'Customer ID': 'a', Points: 100 }], adjust);
		expect(error?.description).toContain(
			"Amount is missing. The item has the columns Customer ID, Points. 'Points' is not used as Amount, because points may be something else. Set 'Mapping' to Manual and map Amount.",
		);
	});
});

describe('a dry run', () => {
	test('should show the columns behind the fields of a manual mapping, and those that nobody mapped', async () => {
		const value = {
			customerId: '={{ $json["Client no"] }}',
			email: '={{ $json.contact.mail }}',
			city: 'Cairo',
			name: '={{ $json.First + " " + $json.Last }}',
		};
		const item = {
			'Client no': 'c1',
			contact: { mail: 'a@example.com' },
			First: 'Ada',
			Last: 'L',
			Note: 'x',
			token: 't',
		};
		const result = await run([item], {
			dryRun: true,
			mapping: 'manual',
			fields: { mappingMode: 'defineBelow', value },
		});
		expect(linesOf(result)).toContain(
			'Mapping: Customer ID ← Client no; Email ← contact › mail; Name ← {{ $json.First + " " + $json.Last }}; City ← "Cairo".',
		);
		expect(linesOf(result)).toContain('Not mapped: Note.');
	});

	test('should show the mapping and each invalid item, and stop nowhere', async () => {
		const result = await run([{ Client: 'x', email: 'a@example.com' }, { 'Customer ID': 'b' }], { dryRun: true });
		expect(result.error).toBeUndefined();
		expect(result.json).toMatchObject([{ dryRun: true, customerId: 'b' }, { status: 'invalid' }]);
		expect(linesOf(result).some((line) => line.startsWith('Mapping: Customer ID ← Customer ID'))).toBe(true);
		expect(simulator.requests).toEqual([]);
	});
});

describe('a manual mapping by expressions', () => {
	test('should keep what the cells of each expression prove apart, however alike they begin', async () => {
		const long = 'a very long name of a column that says in many words what was ';
		const item = {
			customerId: 'c',
			orderId: 'o',
			orderDate: '2026-01-02',
			[`${long}paid`]: '1.234,50',
			[`${long}tax`]: '1.500',
		};
		const value = {
			...{
				customerId: '={{ $json.customerId }}',
				orderId: '={{ $json.orderId }}',
				orderDate: '={{ $json.orderDate }}',
			},
			totalPaid: `={{ $json["${long}paid"] || "" }}`,
			totalTax: `={{ $json["${long}tax"] || "" }}`,
		};
		const { error } = await run([item], {
			recordType: 'order',
			mapping: 'manual',
			fields: { mappingMode: 'defineBelow', value },
		});
		expect(error?.description).toContain('"1.500" can mean 1500 or 1.5');
	});

	test('should not count a column as mapped because its name is part of another word', async () => {
		const value = { customerId: '={{ $json.id }}', email: '={{ $json.email_address }}' };
		const item = { id: 'c', email_address: 'a@example.com', mail: 'x', a: 'y' };
		const parameters = { dryRun: true, mapping: 'manual', fields: { mappingMode: 'defineBelow', value } };
		expect(linesOf(await run([item, { other: 1 }], parameters))).toContain('Not mapped: mail, a, other.');
	});
});

describe('a column that is dragged into a parameter', () => {
	test("should be the column under 'Customer ID', not its value in the first item", async () => {
		const items = ['K-1', 'K-2'].map((id) => ({ 'Kunde Nr 7': id }));
		await run(items, { customerId: 'column', customerIdColumn: '={{ $json["Kunde Nr 7"] }}' });
		expect(simulator.requests[0]?.body).toEqual({ body: [{ customerId: 'K-1' }, { customerId: 'K-2' }] });
	});

	test('should not be typed as a text into a field, which would be the same for every record', async () => {
		const value = { customerId: 'Customer ID', amount: '={{ $json.Amount }}' };
		const parameters = { ...adjust, mapping: 'manual', fields: { mappingMode: 'defineBelow', value } };
		const rows = [
			{ 'Customer ID': 'a', Amount: 5 },
			{ 'Customer ID': 'b', Amount: 6 },
		];
		const { error } = await run(rows, parameters);
		expect(error?.message).toBe('A field contains the name of a column instead of its value');
		expect(error?.description).toContain('use {{ $json["Customer ID"] }}');
		const fromFile = await run(
			[{}],
			{ ...parameters, source: 'file' },
			{ files: csvFile('customer id,Amount\na,5\n') },
		);
		expect(fromFile.error?.description).toContain('there is a column of this name');
		expect(simulator.requests).toEqual([]);
	});
});

describe('an empty cell', () => {
	test('should be named as such where other rows have the column', async () => {
		const { error } = await run([{ 'Record ID': '7' }, { Email: 'a@example.com' }]);
		expect(error?.description).toContain(
			"Item 1 (counting from 0, a@example.com): Customer ID is missing. The item has only the column Email. 'Record ID', which other rows have, is empty here.",
		);
	});
});

describe('a dry run of what a real run would refuse', () => {
	const items = [{ 'Customer ID': 'a' }, { Email: 'b@example.com' }];
	const firstLine = async (settings: IDataObject, more: Partial<NodeRun> = {}) =>
		linesOf(await run(items, { dryRun: true, settings } as NodeRun['parameters'], more))[0];

	test('should say that nothing would be sent, unless the invalid ones are skipped', async () => {
		expect(await firstLine({})).toBe(
			"Dry run: nothing was sent. A real run would not send anything either: correct what is invalid, or set 'Invalid Records' to Skip.",
		);
		const sends = 'Dry run: nothing was sent. A real run would send 1 record in 1 request.';
		expect(await firstLine({ invalidRecords: 'skip' })).toBe(sends);
		expect(await firstLine({}, { onError: 'continueErrorOutput' })).toBe(sends);
	});
});

test('should say how to see refused records when the output of a wait does not show them', async () => {
	const created = await run([{ customerId: 'refuse-a' }, { customerId: 'b' }]);
	const waited = await run(created.json, { operation: 'waitForCompletion', settings: { pollInterval: 1 } });
	const hint = "Gameball refused 1 record. To see which, set 'Output' to Records.";
	expect(hintsOf(waited)).toEqual([hint]);
	expect(hintsOf(await run(created.json, { operation: 'getJobStatus' }))).toEqual([hint]);
	expect(hintsOf(await run(created.json, { operation: 'getJobStatus', output: 'records' }))).toEqual([]);
});

describe('an item in a message', () => {
	test.each<[IDataObject, string]>([
		[{ row_number: 882, Email: 'a@example.com' }, 'Item 0 (row 882, a@example.com): Customer ID is missing.'],
		[{ row_number: 882, City: 'Rome' }, 'Item 0 (row 882): Customer ID is missing.'],
		[{ City: 'Rome' }, 'Item 0 (counting from 0): Customer ID is missing.'],
		[{ 'Customer ID': 'c7', dateOfBirth: 'never' }, 'Item 0 (counting from 0, c7): Date of Birth "never"'],
	])('should be named so that one finds it again: %j', async (item, name) => {
		const { error } = await run([item, { customerId: 'ok' }]);
		expect(error?.description).toContain(name);
	});
});

describe('switches', () => {
	const isSent = () => simulator.requests.some(({ method }) => method === 'POST');

	test.each(['yes', 'TRUE', '={{ 1 }}', '={{ "on" }}', true])('should be on when dryRun is %j', async (dryRun) => {
		const { error } = await run([{ customerId: 'a' }], { dryRun });
		expect(error).toBeUndefined();
		expect(isSent()).toBe(false);
	});

	test.each(['maybe', '={{ 2 }}', '={{ {} }}', '={{ [] }}', '={{ $json.missing }}', '={{ null }}'])(
		'should be refused when dryRun is %j',
		async (dryRun) => {
			const { error } = await run([{ customerId: 'a' }], { dryRun });
			expect(error?.message).toBe("'Dry Run' is neither on nor off");
			expect(isSent()).toBe(false);
		},
	);

	test('should keep the trial when waiting is on as text', async () => {
		const items = Array.from({ length: 10 }, (_, index) => ({ customerId: `refuse-${index}` }));
		const trial = { size: 2, maxRefused: 0 };
		await run(items, { waitForCompletion: 'true', settings: { trial, pollInterval: 1 } });
		expect(simulator.received().records).toBe(2);
	});
});
