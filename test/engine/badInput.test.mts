import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { inVirtualTime } from '../../dev/engine/virtualTime.mts';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { loadGameball, nodeContext, runNode, type NodeResult, type NodeRun } from './harness.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ queuedFor: 50, recordsPerSecond: 50_000 });
});
afterEach(async () => await simulator.close());

const create = { operation: 'createBatch' };
const look = { operation: 'getJobStatus' };
const customer = [{ customerId: '1' }];
const job = [{ jobId: 123456 }];

/** Runs the node and makes sure that nothing of the run, its errors and data included, shows a key. */
async function run(request: Partial<NodeRun>): Promise<NodeResult> {
	const result = await runNode({ simulator, items: customer, parameters: create, ...request });
	const everything = JSON.stringify(result.run) + String(result.error?.stack);
	expect(everything).not.toContain(simulator.keys.apiKey);
	expect(everything).not.toContain(simulator.keys.secretKey);
	return result;
}

/** Expects the error of a node that stops, and the same as an error item of each input item of one that continues. */
async function expectError(
	request: Partial<NodeRun>,
	message: string,
	description: RegExp,
	headline = message,
): Promise<void> {
	const stopped = await inVirtualTime(async () => await run(request));
	expect(stopped.error?.message).toBe(message);
	expect(stopped.error?.description).toMatch(description);
	expect(stopped.output).toEqual([]);
	expect(stopped.run.status).toBe('error');
	const continued = await inVirtualTime(async () => await run({ ...request, onError: 'continueErrorOutput' }));
	expect(continued.output).toEqual([]);
	expect(continued.errors.map(({ json }) => json)).toEqual(
		(request.items ?? customer).map(() =>
			expect.objectContaining({ error: expect.objectContaining({ message: headline }) }),
		),
	);
	expect(continued.errors[0]?.json.message).toMatch(description);
	expect(continued.run.status).toBe('success');
}

/** Lets every request go wrong. */
const fault = (status: number, body: string, headers: Record<string, string> = {}) =>
	simulator.addFault({ kind: 'status', status, body, headers, times: Infinity });

describe('a job ID', () => {
	test.each<[string, IDataObject[string]]>([
		['text', 'abc'],
		['a float', 1.5],
		['a float as text', '1.5'],
		['a negative number', -3],
		['zero', 0],
		['a path', '12/../x'],
		['an encoded path', '12%2F..'],
		['a query', '12?x=1'],
		['an object', { id: 1 }],
		['a list', [1, 2]],
		['a boolean', true],
		['a huge number', 1e21],
		['a number too large to be exact', 2 ** 53],
	])('should be refused when it is %s', async (_, jobId) => {
		for (const operation of ['getJobStatus', 'stopJob', 'waitForCompletion']) {
			await expectError(
				{ parameters: { operation }, items: [{ jobId }] },
				'The job ID is not valid',
				/Item 0: a job ID is a whole number/,
			);
		}
		expect(simulator.requests).toHaveLength(0);
	});

	test.each([[''], [null], [undefined], ['  ']])('should be reported as missing when it is %j', async (jobId) => {
		await expectError(
			{ parameters: look, items: [{ jobId }] },
			'The job ID is missing',
			/Item 0: .*'Create Batch' returns it as jobId/,
		);
		expect(simulator.requests).toHaveLength(0);
	});

	test('should be reported with its item when it is wrong', async () => {
		simulator.addFault({ kind: 'status', status: 200, body: '{"status":"queued"}' });
		const { error } = await run({ parameters: look, items: [{ jobId: 1 }, { jobId: 'x' }] });
		expect(error?.description).toContain('Item 1');
		expect(error?.context?.itemIndex).toBe(1);
	});
});

describe('items', () => {
	test.each([['createBatch'], ['getJobStatus'], ['stopJob'], ['waitForCompletion']])(
		'should be required when %s runs without any',
		async (operation) => {
			const gameball = await loadGameball();
			const context = nodeContext(gameball, { operation }, []);
			const { execute } = gameball.nodeTypes.getByNameAndVersion('n8n-nodes-gameball.gameball');
			await expect(execute?.call(context as IExecuteFunctions)).rejects.toThrow('No input items');
		},
	);

	test('should cause no request when there are none', async () => {
		const { run: all, output } = await run({ items: [] });
		expect(all.status).toBe('success');
		expect(output).toEqual([]);
		expect(simulator.requests).toHaveLength(0);
	});

	test.each([
		['no customerId', { email: 'a@example.com' }, 'Item 0 (counting from 0, a@example.com): Customer ID is missing.'],
		['an empty customerId', { customerId: ' ', city: 'Cairo' }, 'Item 0 (counting from 0): Customer ID is missing.'],
		[
			'an object as customerId',
			{ customerId: { a: 1 } },
			'Item 0 (counting from 0): Customer ID "{"a":1}" is not text.',
		],
		[
			'a customerId with lost digits',
			{ customerId: 12345678901234567890 },
			'Item 0 (counting from 0): Customer ID 12345678901234567000 is too long for a number',
		],
		[
			'a shortened number as customerId',
			{ customerId: '1.23E+11' },
			'Item 0 (counting from 0): Customer ID "1.23E+11" is a number shortened by a spreadsheet',
		],
		[
			'an impossible date',
			{ customerId: '1', dateOfBirth: '2023-02-29' },
			'Item 0 (counting from 0, 1): Date of Birth "2023-02-29" is not a valid date.',
		],
		[
			'a date that can mean two days',
			{ customerId: '1', dateOfBirth: '03/04/1990' },
			'Item 0 (counting from 0, 1): Date of Birth "03/04/1990" can mean 3 April or 4 March 1990. No other date in the column shows which one; set \'Date Order\'.',
		],
		[
			'a bad number',
			{ customerId: '1', totalSpent: 'much' },
			'Item 0 (counting from 0, 1): Total Spent "much" is not a plain number.',
		],
		[
			'half an order',
			{ customerId: '1', totalOrders: 1.5 },
			'Item 0 (counting from 0, 1): Total Orders "1.5" is not a whole number.',
		],
		[
			'an unknown channel',
			{ customerId: '1', channel: 'tv' },
			'Item 0 (counting from 0, 1): Channel "tv" is not one of mobile, pos, web, callcenter.',
		],
		[
			'two columns that disagree',
			{ customerId: '1', 'Customer ID': '2' },
			'Item 0 (counting from 0, 1): Customer ID contradicts the other column',
		],
	])('should be refused when one has %s', async (_, item, description) => {
		const { error } = await run({ items: [item] });
		expect(error?.message).toBe('Some items cannot be sent to Gameball');
		expect(error?.description).toContain(description);
		expect(simulator.requests).toHaveLength(0);
	});
});

describe('a credential', () => {
	test.each([['apiKey'], ['secretKey']])('should be refused when its %s is wrong', async (key) => {
		const request = { credential: { [key]: 'wrong-key-of-mine' } };
		await expectError(
			request,
			'Gameball refused the keys',
			/Gameball says: Unauthorized \(HTTP 401, code 1000, request ID .+\) Check the API key/,
		);
		const { run: all } = await run(request);
		expect(JSON.stringify(all)).not.toContain('wrong-key-of-mine');
	});

	test('should be refused when it has no secret key', async () => {
		await expectError({ credential: { secretKey: '' } }, 'Gameball requires the secret key', /HTTP 401, code 1001/);
	});

	test.each([
		['gameball'],
		[''],
		['ftp://api.gameball.co'],
		['http://api.gameball.co'],
		['https://user:pass@api.gameball.co'],
		['https://api.gameball.co/?x=1'],
	])('should be refused when its base URL is %j', async (baseUrl) => {
		await expectError(
			{ credential: { baseUrl } },
			'The base URL in the credential is not a secure web address',
			/https:\/\/api\.gameball\.co/,
		);
		expect(simulator.requests).toHaveLength(0);
	});

	test('should fail when nothing answers at its base URL', async () => {
		await expectError(
			{ credential: { baseUrl: 'http://127.0.0.1:1' } },
			'The server at the base URL does not accept connections',
			/Gameball did not accept batch 1 of 1 with item 0\. Check the base URL.*ECONNREFUSED/,
		);
	});
});

describe('an answer', () => {
	test('should mean an unknown job when it is 404 for a job', async () => {
		await expectError(
			{ parameters: look, items: job },
			'Gameball has no job with this ID',
			/Job 123456 does not exist for these keys/,
		);
	});

	test('should mean a wrong address when it is 404 for anything else', async () => {
		await expectError(
			{ credential: { baseUrl: `${simulator.baseUrl}/elsewhere` } },
			'Gameball does not recognize this address',
			/Check the base URL and the API version/,
		);
	});

	test('should be called a web page when it is an HTML error page', async () => {
		fault(502, '<!DOCTYPE html><html><body>Bad gateway</body></html>', { 'content-type': 'text/html' });
		await expectError(
			{},
			'Gameball is temporarily unavailable',
			/The response is a web page, not data\. \(HTTP 502\) Wait until Gameball is available again/,
		);
	});

	test('should be called a web page when it is an HTML page with status 200', async () => {
		fault(200, '<html><body>Welcome</body></html>', { 'content-type': 'text/html' });
		await expectError({}, 'Unexpected response from Gameball', /The response is a web page, not data\. \(HTTP 200\)/);
	});

	test.each([
		['an empty success', 200, ''],
		['an empty error', 500, ''],
	])('should be called empty when it is %s', async (_, status, body) => {
		fault(status, body);
		await expectError(
			{ parameters: look, items: job },
			status === 200 ? 'Unexpected response from Gameball' : 'Gameball is temporarily unavailable',
			/The response is empty/,
		);
	});

	test.each([
		['[]'],
		['null'],
		['"done"'],
		['{"jobId":"../../x"}'],
		['{"jobId":null}'],
		['{"__proto__":{"jobId":1}}'],
		['['.repeat(20_000)],
	])('should be refused when it has no job ID (body %#)', async (body) => {
		fault(200, body);
		await expectError({}, 'Unexpected response from Gameball', /HTTP 200/);
	});

	test('should be refused when the job is not an object', async () => {
		fault(200, '[1,2]');
		await expectError({ parameters: look, items: job }, 'Unexpected response from Gameball', /\[1,2\]/);
	});

	test('should not be followed when it is a redirect', async () => {
		fault(302, '', { location: `${simulator.baseUrl}/simulator/received` });
		await expectError(
			{},
			'The base URL redirects to another address',
			/The node never sends the keys to another address/,
		);
	});

	test.each([
		[400, 3016, 'Gameball refused this data', 'This record cannot be sent to Gameball'],
		[400, 400, 'Gameball refused the request'],
		[403, 1002, 'Gameball denied access with these keys'],
		[403, 8000, 'Your Gameball plan does not include this feature'],
		[422, 2001, 'Gameball is already processing one of these customers'],
		[429, 429, 'Too many requests to Gameball'],
		[500, 5000, 'Gameball is temporarily unavailable'],
		[503, 5003, 'Gameball is temporarily unavailable'],
	])('should be explained when it is HTTP %i with code %i', async (status, code, message, headline = message) => {
		fault(status, JSON.stringify({ code, type: 'x', message: 'Said by Gameball', requestId: 'req-7' }));
		await expectError(
			{},
			message,
			new RegExp(`Gameball says: Said by Gameball \\(HTTP ${status}, code ${code}, request ID req-7\\)`),
			headline,
		);
	});

	test('should be quoted without the keys when it repeats them', async () => {
		const { apiKey, secretKey } = simulator.keys;
		fault(400, JSON.stringify({ code: 3000, message: `Bad keys ${apiKey} and ${secretKey}`, requestId: secretKey }));
		await expectError(
			{},
			'Gameball refused this data',
			/Bad keys \*\*\* and \*\*\*/,
			'This record cannot be sent to Gameball',
		);
	});

	test('should be reported as lost when the connection drops', async () => {
		simulator.addFault({ kind: 'drop', times: Infinity });
		await expectError({}, 'The connection to Gameball was lost', /ECONNRESET/);
	});

	test('should leave the outcome open when it is lost after the work was done', async () => {
		simulator.addFault({ kind: 'loseAnswer', times: Infinity });
		await expectError(
			{ parameters: { requestOptions: { maxRetries: 1 } } },
			'The connection to Gameball was lost',
			/Gameball may have accepted batch 1 of 1 with item 0\. .*ECONNRESET/,
		);
		expect(simulator.jobs.size).toBe(4);
	});

	test('should be reported as late when it takes too long', async () => {
		simulator.addFault({ kind: 'hang', times: Infinity });
		await expectError(
			{ parameters: { requestOptions: { requestTimeout: 1, maxRetries: 1 } } },
			'Gameball did not respond in time',
			/Request Timeout/,
		);
	});
});
