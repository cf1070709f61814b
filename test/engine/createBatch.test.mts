import type { IDataObject, ITaskData } from 'n8n-workflow';
import { inVirtualTime } from '../../dev/engine/virtualTime.mts';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { CREATE_BODY } from '../fixtures/tutorial.mts';
import { runNode } from './harness.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ queuedFor: 50, recordsPerSecond: 50_000 });
});
afterEach(async () => await simulator.close());

const customers = (count: number) => Array.from({ length: count }, (_, index) => ({ customerId: `c${index}` }));
const pairs = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => ({ item: from + index }));
const entries = (request = 0) => (simulator.requests[request]?.body as { body: unknown[] }).body;
const dryRun = { dryRun: true };

/** The hints of a run, without the one that Gameball is still processing the jobs. */
const hints = (task: ITaskData | undefined): string[] =>
	(task?.hints ?? [])
		.flatMap(({ message }) => message.split('<br>'))
		.filter((message) => !message.startsWith('Gameball is still'));

describe('the request of Create Batch', () => {
	test("should be the tutorial's when the customers are the tutorial's", async () => {
		await runNode({ simulator, items: CREATE_BODY.body, parameters: {} });
		expect(simulator.requests).toHaveLength(1);
		expect(simulator.requests[0]).toMatchObject({
			method: 'POST',
			url: '/api/v4/integrations/batch/customers',
			headers: {
				apikey: simulator.keys.apiKey,
				secretkey: simulator.keys.secretKey,
				'content-type': 'application/json',
			},
		});
		expect(simulator.requests[0]?.body).toEqual(CREATE_BODY);
	});

	test("should be the tutorial's when its customers come as rows of a spreadsheet", async () => {
		const rows = [
			{
				'Customer ID': 12345,
				EMAIL: 'john.doe@example.com',
				'Full Name': 'John Doe',
				gender: 'male',
				'Date of Birth': '1990/01/01',
				join_date: 44562,
				Tags: 'vip, newsletter_subscriber',
				favorite_color: 'blue',
				loyalty_points: 1500,
				notes: '',
			},
			{
				'Customer ID': 67890,
				EMAIL: 'jane.smith@example.com',
				'Full Name': 'Jane Smith',
				gender: 'F',
				'Date of Birth': '1985-05-15',
				join_date: '2023-03-10',
				Tags: 'premium_member',
				favorite_color: 'green',
				loyalty_points: 2000,
				notes: null,
			},
		];
		await runNode({ simulator, items: rows, parameters: {} });
		expect(simulator.requests[0]?.body).toEqual(CREATE_BODY);
	});

	test('should follow the version and the base URL of the credential', async () => {
		await runNode({
			simulator,
			items: customers(1),
			parameters: {},
			credential: { apiVersion: 'v4.1', baseUrl: `  ${simulator.baseUrl}/// ` },
		});
		expect(simulator.requests.map(({ url }) => url)).toEqual(['/api/v4.1/integrations/batch/customers']);
	});
});

describe('the payload of Create Batch', () => {
	const item = {
		customerId: '1',
		email: 'a@example.com',
		mobile: '+201234567890',
		firstName: 'Ada',
		lastName: 'Lovelace',
		city: 'London',
		zip: '01234',
		totalSpent: '12.50',
		totalOrders: '3',
		guest: 'no',
		tags: 'vip',
		color: 'blue',
	};

	test('should have every standard attribute at the top level and the names joined when it is flat', async () => {
		const { json } = await runNode({ simulator, items: [item], parameters: dryRun });
		expect(json).toEqual([
			{
				dryRun: true,
				batch: 1,
				customerId: '1',
				email: 'a@example.com',
				mobile: '+201234567890',
				name: 'Ada Lovelace',
				city: 'London',
				zip: '01234',
				totalSpent: 12.5,
				totalOrders: 3,
				guest: false,
				tags: ['vip'],
				custom: { color: 'blue' },
			},
		]);
	});

	test('should have the standard attributes in customerAttributes when it is nested', async () => {
		const parameters = { dryRun: true, requestOptions: { payloadFormat: 'nested' } };
		const { json } = await runNode({ simulator, items: [{ ...item, name: 'Ada L.' }], parameters });
		expect(json).toEqual([
			{
				dryRun: true,
				batch: 1,
				customerId: '1',
				email: 'a@example.com',
				mobile: '+201234567890',
				guest: false,
				tags: ['vip'],
				customerAttributes: {
					displayName: 'Ada L.',
					firstName: 'Ada',
					lastName: 'Lovelace',
					city: 'London',
					zip: '01234',
					totalSpent: 12.5,
					totalOrders: 3,
					custom: { color: 'blue' },
				},
			},
		]);
	});

	test("should keep Gameball's own nested shape when it is nested, and flatten it when it is flat", async () => {
		const nested = {
			customerId: '1',
			email: 'a@example.com',
			customerAttributes: { displayName: 'Ada', city: 'London', custom: { color: 'blue' } },
		};
		const kept = await runNode({
			simulator,
			items: [nested],
			parameters: { dryRun: true, requestOptions: { payloadFormat: 'nested' } },
		});
		expect(kept.json).toEqual([{ dryRun: true, batch: 1, ...nested }]);
		const flat = await runNode({ simulator, items: [nested], parameters: dryRun });
		const entry = { customerId: '1', email: 'a@example.com', name: 'Ada', city: 'London', custom: { color: 'blue' } };
		expect(flat.json).toEqual([{ dryRun: true, batch: 1, ...entry }]);
	});
});

describe('Create Batch with columns mapped manually', () => {
	const manual = (value: Record<string, string | null>) => ({
		mapping: 'manual',
		fields: { mappingMode: 'defineBelow', value },
	});

	test('should take fixed values, expressions and further attributes', async () => {
		await runNode({
			simulator,
			items: [
				{ ID: 7, First: 'Ada', Color: 'blue' },
				{ ID: 8, First: 'Bob', Color: 'red' },
			],
			parameters: {
				...manual({ customerId: '={{ $json.ID }}', name: '=Dr. {{ $json.First }}', city: 'London', zip: null }),
				customAttributes: { attributes: [{ name: 'color', value: '={{ $json.Color }}' }] },
			},
		});
		expect(entries()).toEqual([
			{ customerId: '7', name: 'Dr. Ada', city: 'London', custom: { color: 'blue' } },
			{ customerId: '8', name: 'Dr. Bob', city: 'London', custom: { color: 'red' } },
		]);
	});

	test('should read fields and attributes from their own item, even when duplicates are merged', async () => {
		await runNode({
			simulator,
			items: [
				{ ID: 7, Town: 'Cairo', Key: 'color', Value: 'blue' },
				{ ID: 8, Town: '', Key: '', Value: 'lost' },
				{ ID: 7, Town: '', Key: 'size', Value: 'L' },
			],
			parameters: {
				...manual({ customerId: '={{ $json.ID }}', city: '={{ $json.Town }}' }),
				customAttributes: { attributes: [{ name: '={{ $json.Key }}', value: '={{ $json.Value }}' }] },
				options: { duplicates: 'merge' },
			},
		});
		expect(entries()).toEqual([
			{ customerId: '7', city: 'Cairo', custom: { color: 'blue', size: 'L' } },
			{ customerId: '8' },
		]);
	});

	test('should refuse an item when an attribute is named twice', async () => {
		const attributes = ['red', 'blue'].map((value) => ({ name: 'color', value }));
		const { error } = await runNode({
			simulator,
			items: [{ ID: 7 }],
			parameters: { ...manual({ customerId: '={{ $json.ID }}' }), customAttributes: { attributes } },
		});
		expect(error?.description).toContain('Item 0 (counting from 0, 7): color is there twice');
	});

	test('should refuse an item when an expression cannot be resolved', async () => {
		const { error } = await runNode({
			simulator,
			items: [{ ID: 7 }, {}],
			parameters: { ...manual({ customerId: '={{ $json.ID || $("Nowhere").item.json.ID }}' }) },
		});
		expect(error?.description).toContain('Item 1 (counting from 0): An expression could not be resolved');
		expect(simulator.requests).toHaveLength(0);
	});

	test('should name the item when its customer ID is missing', async () => {
		const { error } = await runNode({
			simulator,
			items: [{ ID: 7 }, { ID: '' }],
			parameters: { ...manual({ customerId: '={{ $json.ID }}' }) },
		});
		expect(error?.description).toContain('Item 1 (counting from 0): Customer ID is missing.');
	});
});

describe('batches', () => {
	test('should hold at most 1,000 records, in order, and become a job each', async () => {
		const { output, json } = await runNode({ simulator, items: customers(2_345), parameters: {} });
		expect(json).toEqual([
			{ jobId: expect.any(Number), recordType: 'customer', recordCount: 1000, batch: 1, batches: 3 },
			{ jobId: expect.any(Number), recordType: 'customer', recordCount: 1000, batch: 2, batches: 3 },
			{ jobId: expect.any(Number), recordType: 'customer', recordCount: 345, batch: 3, batches: 3 },
		]);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([pairs(0, 1000), pairs(1000, 2000), pairs(2000, 2345)]);
		const sent = json.map(({ jobId }) => simulator.jobs.get(Number(jobId))?.entries ?? []);
		expect(sent.flat()).toEqual(customers(2_345));
	});

	test('should be as large as Batch Size says', async () => {
		const { json } = await runNode({
			simulator,
			items: customers(5),
			parameters: { requestOptions: { batchSize: 2 } },
		});
		expect(json.map(({ recordCount }) => recordCount)).toEqual([2, 2, 1]);
	});

	test('should keep to the documented rates when there are more than a second allows', async () => {
		const parameters = { requestOptions: { batchSize: 1, concurrency: 10 } };
		const { json, error } = await inVirtualTime(
			async () => await runNode({ simulator, items: customers(45), parameters }),
		);
		expect(error).toBeUndefined();
		expect(json).toHaveLength(45);
		expect(simulator.received()).toMatchObject({ requests: 45, jobs: 45, records: 45 });
	});

	test('should be shown record by record, in order and paired, and not sent on a dry run', async () => {
		const { output, task } = await runNode({
			simulator,
			items: customers(3),
			parameters: { dryRun: true, requestOptions: { batchSize: 2 } },
		});
		expect(output).toEqual([
			{ json: { dryRun: true, batch: 1, customerId: 'c0' }, pairedItem: [{ item: 0 }] },
			{ json: { dryRun: true, batch: 1, customerId: 'c1' }, pairedItem: [{ item: 1 }] },
			{ json: { dryRun: true, batch: 2, customerId: 'c2' }, pairedItem: [{ item: 2 }] },
		]);
		expect(task?.hints?.flatMap(({ message }) => message.split('<br>'))).toEqual([
			'Dry run: nothing was sent. A real run would send 3 records in 2 requests.',
			'Mapping: Customer ID ← customerId.',
		]);
		expect(simulator.requests).toHaveLength(0);
	});
});

describe('Create Batch with invalid items', () => {
	const items = [
		{ customerId: 'a' },
		{ email: 'x@example.com' },
		{ customerId: 'b' },
		{ customerId: 'c', dateOfBirth: '1990-02-30' },
	];

	test('should name them and send nothing', async () => {
		const { error, output } = await runNode({ simulator, items, parameters: {} });
		expect(error?.message).toBe('Some items cannot be sent to Gameball');
		expect(error?.description).toContain('2 of 4 items are invalid, so nothing was sent.');
		expect(error?.description).toContain('Item 1 (counting from 0, x@example.com): Customer ID is missing.');
		expect(error?.description).toContain(
			'Item 3 (counting from 0, c): Date of Birth "1990-02-30" is not a valid date.',
		);
		expect(error?.context?.itemIndex).toBe(1);
		expect(output).toEqual([]);
		expect(simulator.requests).toHaveLength(0);
	});

	test('should skip and count them when Invalid Records is skip', async () => {
		const { json, output, task } = await runNode({
			simulator,
			items,
			parameters: { options: { invalidRecords: 'skip' }, requestOptions: { batchSize: 1 } },
		});
		expect(json).toMatchObject([
			{ recordCount: 1, batch: 1, invalidCount: 1 },
			{ recordCount: 1, batch: 2, invalidCount: 1 },
		]);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([[{ item: 0 }], [{ item: 2 }]]);
		expect(hints(task)).toEqual([expect.stringContaining('2 of 4 items were not sent')]);
	});

	test('should return them as errors and send the others when the node continues', async () => {
		const { json } = await runNode({ simulator, items, parameters: {}, onError: 'continueRegularOutput' });
		expect(json).toEqual([
			expect.objectContaining({ recordCount: 2 }),
			{
				status: 'invalid',
				message:
					"Item 1 (counting from 0, x@example.com): Customer ID is missing. The item has only the column email. 'customerId', which other rows have, is empty here.",
			},
			expect.objectContaining({
				customerId: 'c',
				message: 'Item 3 (counting from 0, c): Date of Birth "1990-02-30" is not a valid date.',
			}),
		]);
		expect(simulator.received().records).toBe(2);
	});

	test('should send them to the error output with their columns when there is one', async () => {
		const { json, errors } = await runNode({ simulator, items, parameters: {}, onError: 'continueErrorOutput' });
		expect(json).toMatchObject([{ recordCount: 2 }]);
		expect(errors.map((item) => item.json)).toMatchObject([
			{ email: 'x@example.com', error: { message: 'This record cannot be sent to Gameball' } },
			{ customerId: 'c', error: { message: 'This record cannot be sent to Gameball' } },
		]);
		expect(errors.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 3 }]);
	});
});

describe('Create Batch with unknown fields', () => {
	const items = [{ customerId: '1', Shoe: 42, Empty: '' }];

	test.each([
		['automatic', { customerId: '1', custom: { Shoe: 42 } }],
		['custom', { customerId: '1', custom: { Shoe: 42 } }],
		['ignore', { customerId: '1' }],
	])('should follow the option when Unknown Fields is %s', async (unknownFields, entry) => {
		const { json } = await runNode({ simulator, items, parameters: { dryRun: true, options: { unknownFields } } });
		expect(json).toEqual([{ dryRun: true, batch: 1, ...entry }]);
	});

	test('should tell which columns it left out when Unknown Fields is ignore', async () => {
		const { task } = await runNode({ simulator, items, parameters: { options: { unknownFields: 'ignore' } } });
		expect(hints(task)).toEqual(['1 column was not sent: Shoe.']);
	});

	test('should refuse the item when Unknown Fields is error', async () => {
		const { error } = await runNode({ simulator, items, parameters: { options: { unknownFields: 'error' } } });
		expect(error?.description).toContain(
			'Item 0 (counting from 0, 1): Shoe is not a field of the record type Customer.',
		);
	});
});

describe('Create Batch with duplicates', () => {
	const items = [
		{ customerId: 'a', city: 'Cairo', color: 'red', zip: '' },
		{ customerId: 'b' },
		{ customerId: 'a', city: 'Giza', zip: '12345', size: 7 },
		{ customerId: 'a', name: 'Ada', city: '' },
	];
	const send = async (duplicates: string, options = {}) =>
		await runNode({ simulator, items, parameters: { options: { duplicates, ...options } } });

	test('should send each of them and name the alternatives when Duplicates is sendAll', async () => {
		const { task } = await send('sendAll');
		expect(entries()).toHaveLength(4);
		expect(hints(task)).toEqual([
			"2 records have the same ID as another record in their batch, and Gameball may refuse them. Set 'Duplicates' to Keep Last or Merge.",
			'Sent as custom attributes: color, size.',
		]);
	});

	test('should send the last one in place of the first, paired with all, when Duplicates is keepLast', async () => {
		const { json, output, task } = await send('keepLast');
		expect(entries()).toEqual([{ customerId: 'a', name: 'Ada' }, { customerId: 'b' }]);
		expect(json).toMatchObject([{ recordCount: 2 }]);
		expect(output[0]?.pairedItem).toEqual(pairs(0, 4));
		expect(hints(task)).toEqual(['Sent as custom attributes: color, size.']);
	});

	test('should let later values, unless empty, replace earlier ones when Duplicates is merge', async () => {
		await send('merge');
		expect(entries()).toEqual([
			{ customerId: 'a', name: 'Ada', city: 'Giza', zip: '12345', custom: { color: 'red', size: 7 } },
			{ customerId: 'b' },
		]);
	});

	test('should return a result for every item of a merged record', async () => {
		const { json } = await runNode({
			simulator,
			items,
			parameters: {
				waitForCompletion: true,
				output: 'records',
				options: { duplicates: 'merge' },
				requestOptions: { pollInterval: 1 },
			},
		});
		expect(json.map(({ customerId, status }) => [customerId, status])).toEqual([
			['a', 'successful'],
			['b', 'successful'],
			['a', 'successful'],
			['a', 'successful'],
		]);
	});
});

describe('Create Batch with unusual options', () => {
	test.each([
		[{ batchSize: 0 }, 'Batch Size', 'a whole number from 1 to 1000. The current value is 0'],
		[{ batchSize: 5000 }, 'Batch Size', 'a whole number from 1 to 1000. The current value is 5000'],
		[{ batchSize: 1.5 }, 'Batch Size', 'value is 1.5'],
		[{ batchSize: '={{ "many" }}' }, 'Batch Size', 'value is "many"'],
		[{ concurrency: 11 }, 'Concurrency', 'from 1 to 10'],
		[{ requestTimeout: 0 }, 'Request Timeout', 'a number of at least 1'],
		[{ payloadFormat: 'deep' }, 'Payload Format', 'flat, nested. The current value is "deep"'],
	])('should refuse to send when they are %j', async (options, label, description) => {
		const { error } = await runNode({ simulator, items: customers(1), parameters: { requestOptions: options } });
		expect(error?.message).toContain(`'${label}`);
		expect(error?.description).toContain(description);
		expect(simulator.requests).toHaveLength(0);
	});

	test('should accept a number as text when it comes from an expression', async () => {
		const { json } = await runNode({
			simulator,
			items: customers(3),
			parameters: { requestOptions: { batchSize: '={{ "2" }}' } },
		});
		expect(json).toHaveLength(2);
	});
});

describe('Create Batch with a batch that is not taken', () => {
	const fault = {
		kind: 'status',
		status: 422,
		method: 'POST',
		body: '{"code":7000,"message":"Invalid value","requestId":"r-1"}',
	} as const;
	const parameters = { requestOptions: { batchSize: 2, concurrency: 1, maxRetries: 0 } };

	test('should stop and name the unsent items and the jobs created', async () => {
		simulator.addFault({ kind: 'delay', ms: 0, method: 'POST' });
		simulator.addFault(fault);
		const { error, output } = await runNode({ simulator, items: customers(6), parameters });
		expect(error?.message).toBe('Gameball refused the records');
		expect(error?.httpCode).toBe('422');
		expect(error?.description).toContain('Gameball did not accept batch 2 of 3 with items 2 to 3.');
		expect(error?.description).toContain('Gameball says: Invalid value (HTTP 422, code 7000, request ID r-1)');
		expect(error?.description).toContain('Not sent: items 2 to 5.');
		expect(error?.description).toContain('Sent as job 123456.');
		expect(output).toEqual([]);
		expect(simulator.requests).toHaveLength(2);
	});

	test('should not call the items unsent when the batch may have been taken', async () => {
		simulator.addFault({ kind: 'loseAnswer', method: 'POST' });
		const { error } = await runNode({ simulator, items: customers(6), parameters });
		expect(error?.message).toBe('The connection to Gameball was lost');
		expect(error?.description).toContain('Gameball may have accepted batch 1 of 3 with items 0 to 1.');
		expect(error?.description).toContain('Not sent: items 2 to 5. May have arrived: items 0 to 1. No job ID is known.');
		expect(simulator.jobs.size).toBe(1);
	});

	test('should return an error for each of its items, and each item once, when the node continues', async () => {
		simulator.addFault(fault);
		const { output, errors } = await runNode({
			simulator,
			items: customers(5),
			parameters,
			onError: 'continueErrorOutput',
		});
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([pairs(2, 4), pairs(4, 5)]);
		expect(errors.map(({ pairedItem }) => pairedItem)).toEqual(pairs(0, 2));
		expect(errors[0]?.json).toMatchObject({
			customerId: 'c0',
			error: {
				message: 'Gameball refused the records',
				httpStatus: 422,
				code: 7000,
				requestId: 'r-1',
				batch: 1,
				batches: 3,
			},
		});
	});
});

describe('Create Batch that waits', () => {
	const items = [{ customerId: 'a' }, { customerId: 'refuse-b' }, { email: 'nobody@example.com' }, { customerId: 'c' }];
	const wait = (output: string, settings = {}) => ({
		waitForCompletion: true,
		output,
		settings: { invalidRecords: 'skip', pollInterval: 1, ...settings },
	});

	test('should return the answer untouched, with its meaning, when Output is job', async () => {
		const { json, output, task } = await runNode({ simulator, items, parameters: wait('job') });
		expect(json).toEqual([
			{
				operation: 'Customer Creation Batch Job',
				errorCount: 1,
				totalCount: 3,
				finishedCount: 2,
				startedAt: expect.any(String),
				createdAt: expect.any(String),
				status: 'completed',
				response: {
					successful: [
						{ customerId: 'a', message: 'Customer created successfully' },
						{ customerId: 'c', message: 'Customer created successfully' },
					],
					failed: [{ customerId: 'refuse-b', error: 'Failed to create customer' }],
				},
				jobId: 123456,
				isFinished: true,
				progress: 100,
			},
		]);
		expect(output[0]?.pairedItem).toEqual([{ item: 0 }, { item: 1 }, { item: 3 }]);
		expect(task?.hints?.flatMap(({ message }) => message.split('<br>'))).toEqual([
			'Gameball refused 1 record: refuse-b: Failed to create customer.',
			"1 of 4 items was not sent because it is invalid. Item 2 (counting from 0, nobody@example.com): Customer ID is missing. The item has only the column email. 'customerId', which other rows have, is empty here.",
			'2 of 3 records arrived in 1 job.',
		]);
	});

	test('should leave out the records when Output is summary', async () => {
		const { json } = await runNode({ simulator, items, parameters: wait('summary') });
		expect(json).toHaveLength(1);
		expect(json[0]).toMatchObject({ jobId: 123456, status: 'completed', isFinished: true, progress: 100 });
		expect(json[0]).not.toHaveProperty('response');
	});

	test('should return an item for every input item, in order, when Output is records', async () => {
		const { json, output } = await runNode({ simulator, items, parameters: wait('records', { batchSize: 2 }) });
		expect(json).toEqual([
			{ jobId: 123456, customerId: 'a', status: 'successful', message: 'Customer created successfully' },
			{ jobId: 123456, customerId: 'refuse-b', status: 'failed', message: 'Failed to create customer' },
			{
				status: 'invalid',
				message:
					"Item 2 (counting from 0, nobody@example.com): Customer ID is missing. The item has only the column email. 'customerId', which other rows have, is empty here.",
			},
			{ jobId: 123457, customerId: 'c', status: 'successful', message: 'Customer created successfully' },
		]);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(pairs(0, 4));
		const order = ['jobId', 'customerId', 'status', 'message'];
		const arrived = json.filter(({ jobId }) => jobId !== undefined);
		expect(arrived.map((record) => Object.keys(record).slice(0, 4))).toEqual(arrived.map(() => order));
	});

	test('should send failed and invalid records to the error output with their columns', async () => {
		const { json, errors } = await runNode({
			simulator,
			items,
			parameters: wait('records'),
			onError: 'continueErrorOutput',
		});
		expect(json.map(({ customerId }) => customerId)).toEqual(['a', 'c']);
		expect(errors).toEqual([
			{
				json: {
					customerId: 'refuse-b',
					error: {
						message: 'Gameball refused this record',
						jobId: 123456,
						customerId: 'refuse-b',
						status: 'failed',
					},
					message: 'Failed to create customer',
				},
				pairedItem: { item: 1 },
			},
			expect.objectContaining({
				json: expect.objectContaining({
					email: 'nobody@example.com',
					message:
						"Item 2 (counting from 0, nobody@example.com): Customer ID is missing. The item has only the column email. 'customerId', which other rows have, is empty here.",
				}),
				pairedItem: { item: 2 },
			}),
		]);
	});

	test('should call a record unknown when the answer does not name it', async () => {
		const answer = {
			status: 'completed',
			totalCount: 2,
			finishedCount: 2,
			errorCount: 0,
			response: { successful: [{ customerId: 'c1', message: 'ok' }], failed: [] },
		};
		simulator.addFault({ kind: 'status', status: 200, method: 'GET', body: JSON.stringify(answer) });
		const { json } = await runNode({ simulator, items: customers(2), parameters: wait('records') });
		expect(json.map(({ status }) => status)).toEqual(['unknown', 'successful']);
	});

	test('should send both items and give them the same result when they share a customer ID', async () => {
		const { json } = await runNode({
			simulator,
			items: [{ customerId: 'a' }, { customerId: 'a' }],
			parameters: wait('records'),
		});
		expect(simulator.received().records).toBe(2);
		expect(json).toHaveLength(2);
		expect(json[0]).toEqual(json[1]);
	});

	test('should fail and name the items when a job fails', async () => {
		const { error } = await runNode({ simulator, items: [{ customerId: 'refuse-a' }], parameters: wait('job') });
		expect(error?.message).toBe('The job failed');
		expect(error?.description).toContain('Job 123456');
		expect(error?.description).toContain('The job contains item 0.');
	});

	test('should return the reasons of the records of a failed job when Treat as Error does not name it', async () => {
		const { json } = await runNode({
			simulator,
			items: [{ customerId: 'refuse-a' }],
			parameters: wait('records', { treatAsError: ['timeout'] }),
		});
		expect(json).toEqual([
			{ jobId: 123456, customerId: 'refuse-a', status: 'failed', message: 'Failed to create customer' },
		]);
	});

	test('should send each record of a failed job to the error output with its reason or the error of the wait', async () => {
		const parameters = wait('records', { batchSize: 1 });
		const answer = { status: 'failed', totalCount: 1, finishedCount: 0, errorCount: 1, response: null };
		simulator.addFault({ kind: 'status', status: 200, method: 'GET', body: JSON.stringify(answer) });
		const two = [{ customerId: 'refuse-a' }, { customerId: 'refuse-b' }];
		const { json, errors } = await runNode({ simulator, items: two, parameters, onError: 'continueErrorOutput' });
		expect(json).toEqual([]);
		const messages = errors.map((item) => (item.json.error as IDataObject).message).sort();
		expect(messages).toEqual(['Gameball refused this record', 'The job failed']);
		expect(errors.map(({ pairedItem }) => pairedItem)).toEqual(pairs(0, 2));
	});

	test('should fail on refused records when Treat as Error names them', async () => {
		const { error } = await runNode({
			simulator,
			items,
			parameters: wait('job', { treatAsError: ['refusedRecords'] }),
		});
		expect(error?.message).toBe('Gameball refused some records');
		expect(error?.description).toContain('refuse-b: Failed to create customer');
	});
});
