import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import type { INode } from 'n8n-workflow';
import type { WorkflowFile } from '../host/engine.mts';
import { N8nProcess } from '../n8n/instance.mts';
import { itemsOf, type CredentialReference, type Execution } from '../n8n/rest.mts';
import { queueMode, startPostgres, startRedis, type Service } from '../n8n/services.mts';
import { startSimulator, type Simulator } from '../simulator/server.mts';
import { GAMEBALL } from '../tools/exampleWorkflows.mts';
import { Stage } from './stage.mts';

const EXECUTIONS = 20;
const CUSTOMERS = 5_000;

let folder: string;
let services: Service[];
let stage: Stage;
let workers: N8nProcess[];

/** Starts a worker beside the main process. */
async function startWorker(name: string): Promise<N8nProcess> {
	const port = await getPort();
	const env = {
		...stage.environment,
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(await getPort()),
	};
	const log = join(folder, `${name}.log`);
	return await N8nProcess.start(stage.host, 'worker', `http://127.0.0.1:${port}/healthz/readiness`, env, log);
}

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-gameball-queue-'));
	const [redis, postgres] = [await startRedis(), await startPostgres(folder)];
	services = [redis, postgres];
	stage = await Stage.set({}, queueMode(redis, postgres));
	workers = await Promise.all([startWorker('worker-1'), startWorker('worker-2')]);
});
afterAll(async () => {
	await Promise.all(workers.map(async (worker) => await worker.stop()));
	await stage.clear();
	for (const service of services) await service.stop();
	await rm(folder, { recursive: true, force: true });
});

const WEBHOOK = 'Customers come in';

/** A workflow that takes customers at an address and hands them to nodes one after the other. */
function webhookWorkflow(
	path: string,
	nodes: ReadonlyArray<Pick<INode, 'name' | 'type' | 'parameters'>>,
): WorkflowFile {
	const all = [
		{
			name: WEBHOOK,
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			webhookId: path,
			parameters: { httpMethod: 'POST', path },
		},
		{ name: 'Customers', type: 'n8n-nodes-base.splitOut', parameters: { fieldToSplitOut: 'body' } },
		...nodes,
	];
	return {
		name: path,
		nodes: all.map((node, index) => ({
			id: String(index),
			typeVersion: 1,
			position: [index * 220, 0] as [number, number],
			...node,
		})),
		connections: Object.fromEntries(
			all
				.slice(1)
				.map(({ name }, index) => [
					all[index]?.name ?? '',
					{ main: [[{ node: name, type: 'main' as const, index: 0 }]] },
				]),
		),
		settings: { executionOrder: 'v1', saveExecutionProgress: true },
	};
}

const gameball = (name: string, credential: CredentialReference, parameters: INode['parameters']) => ({
	name,
	type: 'n8n-nodes-gameball.gameball',
	parameters: { fields: { mappingMode: 'autoMapInputData', value: null }, ...parameters },
	credentials: { gameballApi: { ...credential } },
	onError: 'continueErrorOutput' as const,
});

/** Sends something to a workflow's webhook. */
async function call(path: string, body: unknown): Promise<void> {
	const headers = { 'Content-Type': 'application/json' };
	const { status } = await fetch(`${stage.n8n.url}/webhook/${path}`, {
		method: 'POST',
		headers,
		body: JSON.stringify(body),
	});
	expect(status).toBe(200);
}

/** The customers of an execution, and what Gameball is to have of them. */
const customersOf = (execution: number) =>
	Array.from({ length: CUSTOMERS }, (_, index) => ({
		'Customer ID': `0${execution}-${index}`,
		'E-Mail': `c${index}@shop${execution}.example`,
		Name: `Customer ${index} of ${execution}, “é”`,
		City: index % 3 === 0 ? '' : 'Zürich',
		'Total Spent': `${index}.50`,
		'Favourite Colour': index % 2 === 0 ? 'blue' : 'red',
	}));
const entryOf = (row: ReturnType<typeof customersOf>[number]) => ({
	customerId: row['Customer ID'],
	email: row['E-Mail'],
	name: row.Name,
	...(row.City === '' ? {} : { city: row.City }),
	totalSpent: Number(row['Total Spent']),
	custom: { 'Favourite Colour': row['Favourite Colour'] },
});

test(`${EXECUTIONS} executions of ${CUSTOMERS} customers at once: each customer arrives exactly as sent`, async () => {
	const { api, simulator, credential } = stage;
	const parameters = { operation: 'createBatch', waitForCompletion: true, output: 'records' };
	const workflow = await api.createWorkflow(webhookWorkflow('many', [gameball(GAMEBALL, credential, parameters)]));
	await api.activate(workflow);

	const sent = Array.from({ length: EXECUTIONS }, (_, execution) => customersOf(execution));
	await Promise.all(sent.map(async (rows) => await call('many', rows)));
	const ids = await api.executions(workflow);
	expect(ids).toHaveLength(EXECUTIONS);
	for (const id of ids) {
		const execution = await api.ended(id, 240_000);
		expect(execution.status).toBe('success');
		const records = itemsOf(execution, GAMEBALL);
		expect(records).toHaveLength(CUSTOMERS);
		expect(new Set(records.map(({ json }) => json.status))).toEqual(new Set(['successful']));
		expect(itemsOf(execution, GAMEBALL, 1)).toEqual([]);
	}
	const expected = new Map(sent.flat().map((row) => [row['Customer ID'], entryOf(row)]));
	expect(simulator.customers).toEqual(expected);
	expect(simulator.received()).toMatchObject({ records: EXECUTIONS * CUSTOMERS, repeated: 0 });
	expect(workers.map((worker) => /Worker started execution/.test(worker.log()))).toEqual([true, true]);
});

describe('a worker killed in mid-wait', () => {
	const WAIT = 'Wait for the jobs';
	let slow: Simulator;
	let credential: CredentialReference;
	beforeAll(async () => {
		slow = await startSimulator({ queuedFor: 30_000 });
		credential = await stage.api.saveCredential('Slow Gameball', { baseUrl: slow.baseUrl, ...slow.keys });
	});
	afterAll(async () => await slow.close());

	test('loses no job, sends nothing twice, and the jobs in its data can be waited for again', async () => {
		const { api } = stage;
		const create = gameball(GAMEBALL, credential, { operation: 'createBatch', options: { batchSize: 2_500 / 5 } });
		const wait = gameball(WAIT, credential, { operation: 'waitForCompletion', output: 'records' });
		const workflow = await api.createWorkflow(webhookWorkflow('killed', [create, wait]));
		await api.activate(workflow);
		await call('killed', customersOf(99));
		const [id = ''] = await api.executions(workflow);
		await api.until(id, ({ runData }) => runData[GAMEBALL] !== undefined, 30_000);
		const waiting = workers.find((worker) => worker.log().includes(`Worker started execution ${id} `));
		await waiting?.kill();
		const posted = slow.requests.filter(({ method }) => method === 'POST').length;
		console.log('killed', id, workers.indexOf(waiting as N8nProcess), posted);
		const show = (e: Execution) =>
			console.log(e.status, Object.keys(e.runData), e.error?.message, slow.requests.length);
		for (let i = 0; i < 15; i++) {
			await new Promise((r) => setTimeout(r, 10000));
			const e = await api.execution(id);
			show(e);
			if (e.status !== 'running') break;
		}
		console.log(stage.n8n.process.log().slice(-1500));
	});
});
