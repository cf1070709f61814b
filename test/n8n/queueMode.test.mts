import { join } from 'node:path';
import pWaitFor from 'p-wait-for';
import { Cleanup } from '../../dev/n8n/cleanup.mts';
import { prepareCollectExample, prepareDurableExample } from '../../dev/n8n/examples.mts';
import { startWorker, type N8nProcess } from '../../dev/n8n/instance.mts';
import { getItems, type CredentialReference } from '../../dev/n8n/rest.mts';
import { makeQueueEnvironment, startPostgres, startRedis } from '../../dev/n8n/services.mts';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { SCHEDULE, SETUP, TABLE, WEBHOOK_PATH } from '../../dev/examples/collect.mts';
import { GAMEBALL, TRIGGER } from '../../dev/examples/nodes.mts';
import { N8nSession } from '../../dev/n8n/session.mts';
import { expectLoadToArrive } from './load.mts';
import { gameball, makeWebhookWorkflow } from './webhookWorkflow.mts';

const EXECUTIONS = 20;
const CUSTOMERS = 5_000;

const cleanup = new Cleanup();
let folder: string;
let session: N8nSession;
let workers: N8nProcess[];

/** Starts a worker beside the main process, with a folder of its own. */
const addWorker = async (name: string): Promise<N8nProcess> =>
	await startWorker(cleanup, { ...session.options, folder: join(folder, name) });

beforeAll(async () => {
	folder = await cleanup.makeFolder();
	const redisPort = await startRedis(cleanup);
	const postgresPort = await startPostgres(cleanup, folder);
	session = await N8nSession.start(cleanup, {}, makeQueueEnvironment(redisPort, postgresPort));
	workers = [await addWorker('worker-1'), await addWorker('worker-2')];
});
afterAll(async () => await cleanup.run());

/** Makes a workflow that takes a list of customers at an address and hands them to a Gameball node. */
const makeListWorkflow = (path: string, node: ReturnType<typeof gameball>) =>
	makeWebhookWorkflow(
		path,
		[{ name: 'Customers', type: 'n8n-nodes-base.splitOut', parameters: { fieldToSplitOut: 'body' } }, node],
		{ saveExecutionProgress: true },
	);

/** Makes the customers of an execution. */
const makeCustomers = (execution: number) =>
	Array.from({ length: CUSTOMERS }, (_, index) => ({
		'Customer ID': `0${execution}-${index}`,
		'E-Mail': `c${index}@shop${execution}.example`,
		Name: `Customer ${index} of ${execution}, “é”`,
		City: index % 3 === 0 ? '' : 'Zürich',
		'Total Spent': `${index}.50`,
		'Favourite Colour': index % 2 === 0 ? 'blue' : 'red',
	}));

/** Makes the entry that Gameball is to receive of a customer. */
const toEntry = (row: ReturnType<typeof makeCustomers>[number]) => ({
	customerId: row['Customer ID'],
	email: row['E-Mail'],
	name: row.Name,
	...(row.City === '' ? {} : { city: row.City }),
	totalSpent: Number(row['Total Spent']),
	custom: { 'Favourite Colour': row['Favourite Colour'] },
});

test(`should deliver each customer as sent when ${EXECUTIONS} executions of ${CUSTOMERS} customers run at once`, async () => {
	const { api, simulator, credential } = session;
	const parameters = { operation: 'createBatch', waitForCompletion: true, output: 'records' };
	const workflow = await api.createWorkflow(makeListWorkflow('many', gameball(GAMEBALL, credential, parameters)));
	await api.activate(workflow);

	const sent = Array.from({ length: EXECUTIONS }, (_, execution) => makeCustomers(execution));
	await Promise.all(sent.map(async (rows) => await session.callWebhook('many', rows)));
	const ids = await api.listExecutions(workflow);
	expect(ids).toHaveLength(EXECUTIONS);
	for (const id of ids) {
		const execution = await api.waitForEnd(id, 240_000);
		expect(execution.status).toBe('success');
		expect(getItems(execution, GAMEBALL, 1).slice(0, 1)).toEqual([]);
		const records = getItems(execution, GAMEBALL);
		expect(records).toHaveLength(CUSTOMERS);
		expect(new Set(records.map(({ json }) => json.status))).toEqual(new Set(['successful']));
	}
	const expected = new Map(sent.flat().map((row) => [row['Customer ID'], toEntry(row)]));
	expect(simulator.customers).toEqual(expected);
	expect(simulator.received()).toMatchObject({ records: EXECUTIONS * CUSTOMERS, repeated: 0 });
	expect(workers.map((worker) => /Worker started execution/.test(worker.readLog()))).toEqual([true, true]);
});

test.each([false, true])(
	'should deliver each customer of 300 executions in two workers (waiting: %s)',
	async (waits) => {
		await expectLoadToArrive(session, 'in two workers', waits);
	},
);

test('should take the rows out of the table that arrived when the example that collects customers runs', async () => {
	const { api, simulator, credential } = session;
	const workflow = await api.createWorkflow(prepareCollectExample(credential));
	await api.waitForEnd(await api.run(workflow, SETUP));
	await api.activate(workflow);
	const calls = ['right@example.com', 'nobody@example'].map((email, index) => ({
		customerId: `collected-${index}`,
		email,
	}));
	for (const call of calls) await session.callWebhook(WEBHOOK_PATH, call);
	const execution = await api.waitForEnd(await api.run(workflow, SCHEDULE));
	expect(execution.status).toBe('success');
	expect(simulator.customers.get('collected-0')).toEqual(calls[0]);
	expect(await api.listRows(TABLE)).toMatchObject([{ ...calls[1], reason: 'Email is not valid', tries: 1 }]);
});

describe('a worker killed in mid-wait', () => {
	const WAIT = 'Wait for the jobs';
	let slow: Simulator;
	let credential: CredentialReference;
	beforeEach(async () => {
		slow = await startSimulator({ queuedFor: 20_000 });
		cleanup.add(slow.close);
		credential = await session.api.saveCredential('Slow Gameball', { baseUrl: slow.baseUrl, ...slow.keys });
	});

	const posts = () => slow.requests.filter(({ method }) => method === 'POST').length;

	/** Kills the worker that runs an execution; returns its log. */
	async function killWorker(executionId: string): Promise<string> {
		const worker = workers.find((other) => other.readLog().includes(`Worker started execution ${executionId} `));
		if (worker === undefined) throw new Error(`No worker has execution ${executionId}`);
		await worker.kill();
		workers = [...workers.filter((other) => other !== worker), await addWorker(`worker-after-${executionId}`)];
		return worker.readLog();
	}

	test('should lose no job and send nothing twice when another execution waits for the jobs in its log', async () => {
		const { api } = session;
		const create = gameball(GAMEBALL, credential, {
			operation: 'createBatch',
			waitForCompletion: true,
			requestOptions: { batchSize: 500 },
		});
		const workflow = await api.createWorkflow(makeListWorkflow('killed', create));
		await api.activate(workflow);
		await session.callWebhook('killed', makeCustomers(99));
		const [id = ''] = await api.listExecutions(workflow);
		await pWaitFor(() => slow.requests.filter(({ method }) => method === 'GET').length >= 10);
		const log = await killWorker(id);

		const jobIds = [...log.matchAll(new RegExp(`Execution ${id}: .* as job (\\d+)`, 'g'))].map(([, jobId]) =>
			Number(jobId),
		);
		expect(jobIds.sort()).toEqual([...slow.jobs.keys()]);
		const wait = gameball(WAIT, credential, { operation: 'waitForCompletion', output: 'records' });
		const again = await api.createWorkflow(makeListWorkflow('again', wait));
		await api.activate(again);
		await session.callWebhook(
			'again',
			jobIds.map((jobId) => ({ jobId })),
		);
		const [waiting = ''] = await api.listExecutions(again);
		const finished = await api.waitForEnd(waiting, 60_000);
		expect(finished.status).toBe('success');
		const records = getItems(finished, WAIT);
		expect(records).toHaveLength(CUSTOMERS);
		expect(new Set(records.map(({ json }) => json.status))).toEqual(new Set(['successful']));

		const killed = await api.waitForEnd(id, 240_000);
		expect(killed).toMatchObject({
			status: 'error',
			error: { message: expect.stringContaining('will no longer retry') },
		});
		expect(posts()).toBe(10);
		expect(slow.received().repeated).toBe(0);
	});

	test('should go on in another worker when the Wait node waits', async () => {
		const { api } = session;
		const workflow = await api.createWorkflow(prepareDurableExample(credential));
		const id = await api.run(workflow, TRIGGER);
		await api.waitFor(id, ({ status }) => status === 'waiting', 30_000);
		await killWorker(id);
		const execution = await api.waitForEnd(id, 240_000);
		expect(execution.status).toBe('success');
		expect(getItems(execution, 'Arrived')).toHaveLength(2_564);
		expect(posts()).toBe(3);
	});
});
