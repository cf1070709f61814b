import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NodeHelpers, type INode, type INodeTypeDescription } from 'n8n-workflow';
import pWaitFor from 'p-wait-for';
import { Cleanup } from '../../dev/n8n/cleanup.mts';
import { EXAMPLES_FOLDER, prepareCheckExample, prepareExample, prepareExamples } from '../../dev/n8n/examples.mts';
import { getItems } from '../../dev/n8n/rest.mts';
import { ROWS, TRIGGER } from '../../dev/examples/nodes.mts';
import { EXAMPLES } from '../../dev/examples/index.mts';
import { N8nSession } from '../../dev/n8n/session.mts';
import { makeWorkflow } from '../../dev/engine/workflows.mts';

/** A name that is not local, and resolves to this machine in the n8n of these tests. */
const NAME = 'gameball.example';

/** The option of Node that makes the name resolve, without a change to the machine. */
const RESOLVE_NAME = `--import=data:text/javascript,${encodeURIComponent(`
	import dns from 'node:dns';
	const { lookup } = dns;
	dns.lookup = Object.assign((name, ...rest) => lookup(name === '${NAME}' ? '127.0.0.1' : name, ...rest), lookup);
`)}`;

const cleanup = new Cleanup();
let session: N8nSession;
beforeAll(async () => {
	session = await N8nSession.start(cleanup, {}, { NODE_OPTIONS: RESOLVE_NAME });
	['51000001', '51000002', '51000003'].forEach((customerId) => session.simulator.account.move(customerId, 150));
});
afterAll(async () => await cleanup.run());

describe('the credential test', () => {
	const testWith = async (change: object = {}) => {
		const { baseUrl, keys } = session.simulator;
		const result = await session.api.testCredential({ baseUrl, ...keys, apiVersion: 'v4', ...change });
		expect(JSON.stringify(result)).not.toContain(keys.apiKey);
		expect(JSON.stringify(result)).not.toContain(keys.secretKey);
		return result;
	};
	const expectFailure = async (message: RegExp, change: object = {}) =>
		expect(await testWith(change)).toEqual({ status: 'Error', message: expect.stringMatching(message) });

	test('should pass when the keys are right', async () => {
		expect(await testWith()).toEqual({ status: 'OK', message: 'Gameball accepts both keys' });
	});

	test.each([
		['a wrong API key', { apiKey: 'wrong' }, /^Gameball refused the keys\. .+HTTP 401.+ Check the API key and/],
		['a wrong secret key', { secretKey: 'wrong' }, /^Gameball refused the keys\. .+HTTP 401.+ Check the API key/],
		['no secret key', { secretKey: '' }, /^Gameball requires the secret key\. .+HTTP 401.+ Check the API key and/],
		[
			'an address at which nothing answers',
			{ baseUrl: 'http://127.0.0.1:9' },
			/^The server at the base URL does not accept connections\. /,
		],
	])('should fail when the credential has %s', async (_, change, message) => {
		await expectFailure(message, change);
	});

	test('should fail when the base URL is that of n8n', async () => {
		await expectFailure(
			/^The response from the base URL did not come from Gameball\. The response is a web page, not data\. /,
			{
				baseUrl: session.n8n.url,
			},
		);
	});

	test.each([
		[403, /^Gameball denied access with these keys\. .+HTTP 403.+ Check the API key and the secret key/],
		[404, /^Gameball does not recognize this address\. .+HTTP 404.+ Check the base URL and the API version/],
	])('should fail when Gameball answers with %i', async (status, message) => {
		session.simulator.addFault({ kind: 'status', status });
		await expectFailure(message);
	});

	test('should send the keys to no other address when there is a redirect', async () => {
		const { simulator } = session;
		const before = simulator.requests.length;
		const location = `${simulator.baseUrl}/api/v4/integrations/transactions/count`;
		simulator.addFault({ kind: 'status', status: 307, headers: { location } });
		await expectFailure(/^The base URL redirects to another address\. .+HTTP 307.+ Correct the base URL/);
		expect(simulator.requests.length).toBe(before + 1);
	});

	test.each([[NAME], ['0.0.0.0'], ['[::ffff:127.0.0.1]']])(
		'should send nothing by plain http when the machine is %s',
		async (host) => {
			const { simulator } = session;
			const { port } = new URL(simulator.baseUrl);
			// The name resolves: the connection gets as far as the simulator, which speaks no https.
			await expectFailure(/^A secure connection to the base URL could not be made\. /, {
				baseUrl: `https://${NAME}:${port}`,
			});
			const before = simulator.requests.length;
			await expectFailure(/^The base URL in the credential is not a secure web address\. /, {
				baseUrl: `http://${host}:${port}`,
			});
			expect(simulator.requests.length).toBe(before);
		},
	);
});

test('should import every example without a parameter that n8n does not know or finds fault with', async () => {
	const types = await session.api.listNodeTypes();
	const findType = ({ type, typeVersion }: INode): INodeTypeDescription | undefined =>
		types.find(({ name, version }) => name === type && [version].flat().includes(typeVersion));
	for (const { name, nodes } of prepareExamples(session.credential, EXAMPLES_FOLDER)) {
		for (const node of nodes) {
			const where = `${node.name} of ${name}`;
			const type = findType(node);
			if (type === undefined) throw new Error(`n8n knows no such node: ${where}`);
			const versions = types.filter(({ name: known }) => known === node.type).flatMap(({ version }) => version);
			expect([where, node.typeVersion]).toEqual([where, Math.max(...versions)]);
			// As the editor does, with the defaults filled in.
			const parameters = NodeHelpers.getNodeParameters(type.properties, node.parameters, true, false, node, type);
			expect([where, parameters]).toMatchObject([where, node.parameters]);
			const issues = NodeHelpers.getNodeParametersIssues(
				type.properties,
				{ ...node, parameters: parameters ?? {} },
				type,
			);
			expect([where, issues]).toEqual([where, null]);
		}
	}
});

describe('the examples, run by hand to the end', () => {
	/** The numbers of rows that arrive and that are refused when the examples run one after the other. */
	const OUTCOMES: Readonly<Record<string, readonly [arrived: number, refused: number]>> = {
		'sync-customers': [2_564, 36],
		'track-orders': [5, 1],
		'read-order-transactions': [5, 1],
		'read-balances': [3, 1],
		'adjust-balances': [3, 1],
		'reward-cashback': [3, 1],
		'redeem-points': [3, 2],
		'send-events': [4, 1],
	};

	test.each(EXAMPLES.map(({ file }) => file))('should let every row out when %s runs', async (file) => {
		const workflow = await session.api.createWorkflow(prepareExample(file, session.credential));
		const execution = await session.api.waitForEnd(await session.api.run(workflow, TRIGGER));
		expect(execution.error).toBeUndefined();
		expect(execution.status).toBe('success');
		const arrived = getItems(execution, 'Arrived');
		const refused = getItems(execution, 'Refused');
		expect([arrived.length, refused.length]).toEqual(OUTCOMES[file]);
		expect(arrived.length + refused.length).toBe(getItems(execution, ROWS).length);
		expect(new Set(arrived.map(({ json }) => json.status))).toEqual(new Set(['successful']));
		for (const { json } of refused) {
			expect(json).toMatchObject({
				error: { message: expect.any(String), status: expect.stringMatching(/^(failed|invalid)$/) },
				message: expect.stringMatching(/./),
			});
		}
	});

	test('should send customers as in the CSV and return refused rows when it runs', async () => {
		const { customers } = session.simulator;
		expect(customers.size).toBeGreaterThanOrEqual(2_564);
		const [workflow = ''] = [...(await session.api.listWorkflows())]
			.filter(([name]) => name.startsWith('Send the customers in a CSV'))
			.map(([, id]) => id);
		const [id = ''] = await session.api.listExecutions(workflow);
		const execution = await session.api.getExecution(id);
		const rows = getItems(execution, ROWS).map(({ json }) => json);
		const refused = new Set(getItems(execution, 'Refused').map(({ json }) => json['Record ID']));
		for (const row of rows.filter((other) => !refused.has(other['Record ID']))) {
			expect(customers.get(String(row['Record ID']))).toMatchObject({ email: row.Email });
		}
		expect(getItems(execution, 'Refused')[0]?.json).toMatchObject(
			rows.find((row) => refused.has(row['Record ID'])) ?? {},
		);
	});
});

test('should tell the adjustments that arrived from those that did not in the example that checks them', async () => {
	const { api, simulator, credential } = session;
	simulator.account.adjustments.length = 0;
	const workflow = await api.createWorkflow(prepareCheckExample(credential, simulator.baseUrl));
	simulator.addFault({ kind: 'loseAnswer', method: 'POST' });
	simulator.addFault({ kind: 'status', status: 500, method: 'POST' });
	const execution = await api.waitForEnd(await api.run(workflow, TRIGGER));
	expect(execution.error).toBeUndefined();
	const listCustomers = (node: string) => getItems(execution, node).map(({ json }) => json['Customer ID']);
	expect(getItems(execution, 'Arrived').map(({ json }) => json.customerId)).toEqual(['51000003']);
	expect(listCustomers('Arrived after all')).toEqual(['51000001']);
	expect(listCustomers('Did not arrive')).toEqual(['51000002']);
	expect(listCustomers('Refused')).toEqual(['51000004']);
	expect(getItems(execution, 'Check manually')).toEqual([]);
});

test('should create the customer in the body of a webhook and send nothing of its headers', async () => {
	const { api, simulator, credential } = session;
	const workflow = await api.createWorkflow({
		...makeWorkflow(
			'Webhook straight to Gameball',
			[
				{
					name: 'Webhook',
					type: 'n8n-nodes-base.webhook',
					typeVersion: 2,
					position: [0, 0],
					webhookId: 'customer',
					parameters: { httpMethod: 'POST', path: 'customer' },
				},
				{
					name: 'Gameball',
					type: 'n8n-nodes-gameball.gameball',
					position: [200, 0],
					parameters: { waitForCompletion: true, output: 'records', requestOptions: { pollInterval: 1 } },
					credentials: { gameballApi: { ...credential } },
				},
			],
			{ Webhook: [['Gameball']] },
		),
	});
	await api.activate(workflow);
	const before = simulator.requests.length;
	await session.callWebhook(
		'customer',
		{ 'Customer ID': '00077', first_name: 'Ada', last_name: 'Lovelace', Plan: 'gold', password: 'never-sent' },
		{ Authorization: 'Bearer never-sent', Cookie: 'session=never-sent' },
	);
	const [id = ''] = await api.listExecutions(workflow);
	const execution = await api.waitForEnd(id);
	expect(execution.status).toBe('success');
	expect(getItems(execution, 'Gameball').map(({ json }) => json)).toMatchObject([
		{ customerId: '00077', status: 'successful' },
	]);
	expect(simulator.customers.get('00077')).toEqual({
		customerId: '00077',
		name: 'Ada Lovelace',
		custom: { Plan: 'gold' },
	});
	const bodies = JSON.stringify(simulator.requests.slice(before).map(({ body }) => body));
	expect(bodies).not.toContain('never-sent');
});

test('should stop within two seconds and send nothing more when a waiting execution is cancelled', async () => {
	const { simulator, api, credential } = session;
	simulator.addFault({ kind: 'status', status: 200, body: '{"status":"queued"}', method: 'GET', times: Infinity });
	const file = makeWorkflow(
		'Waits for ever',
		[
			{ name: TRIGGER, type: 'n8n-nodes-base.manualTrigger', position: [0, 0] },
			{
				name: 'Gameball',
				type: 'n8n-nodes-gameball.gameball',
				position: [200, 0],
				parameters: {
					operation: 'createBatch',
					mapping: 'automatic',
					waitForCompletion: true,
					requestOptions: { pollInterval: 1, maxPollInterval: 1 },
				},
				onError: 'continueErrorOutput',
				credentials: { gameballApi: { ...credential } },
			},
		],
		{ [TRIGGER]: [['Gameball']] },
	);
	const workflow = await api.createWorkflow({ ...file, pinData: { [TRIGGER]: [{ json: { customerId: 'waits' } }] } });
	const before = simulator.requests.length;
	const id = await api.run(workflow, TRIGGER);
	await pWaitFor(() => simulator.requests.length >= before + 3);

	const canceledAt = Date.now();
	await api.stop(id);
	const execution = await api.waitForEnd(id);
	expect(Date.now() - canceledAt).toBeLessThan(2_000);
	expect(execution.status).toBe('canceled');
	const { data } = JSON.parse(execution.text) as { data: { customData?: unknown } };
	expect(data.customData).toEqual({ gameballJobs: expect.stringMatching(/^\d+$/) as string });
	const sent = simulator.requests.length;
	await sleep(5_000);
	expect(simulator.requests.length).toBe(sent);
});

test('should keep the keys out of executions, database and log when workflows have run', async () => {
	const { api, simulator, options, n8n } = session;
	const workflows = [...(await api.listWorkflows()).values()];
	const executions = (await Promise.all(workflows.map(async (id) => await api.listExecutions(id)))).flat();
	expect(executions.length).toBeGreaterThan(EXAMPLES.length);
	const data = join(options.folder, '.n8n');
	const files = (await readdir(data)).filter((name) => name.startsWith('database.sqlite'));
	expect(files.length).toBeGreaterThan(0);
	const texts = [
		n8n.process.readLog(),
		...(await Promise.all(executions.map(async (id) => (await api.getExecution(id)).text))),
		...(await Promise.all(files.map(async (name) => await readFile(join(data, name), 'latin1')))),
	];
	for (const key of Object.values(simulator.keys)) {
		expect(texts.filter((text) => text.includes(key))).toHaveLength(0);
	}
});
