import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import type { INodeParameters } from 'n8n-workflow';
import pWaitFor from 'p-wait-for';
import { GAMEBALL, TRIGGER } from '../../dev/examples/nodes.mts';
import { IMPORT, NOT_ARRIVED } from '../../dev/examples/import.mts';
import { makeWorkflow, type WorkflowFile } from '../../dev/engine/workflows.mts';
import { writeCustomers } from '../../dev/measure/files/customers.mts';
import type { ReceivedRecords } from '../../dev/measure/files/server.mts';
import { Cleanup } from '../../dev/n8n/cleanup.mts';
import { EXAMPLES_FOLDER, prepareExample } from '../../dev/n8n/examples.mts';
import { getItems, type CredentialReference } from '../../dev/n8n/rest.mts';
import { N8nSession } from '../../dev/n8n/session.mts';
import { makeWebhookWorkflow } from './webhookWorkflow.mts';

const cleanup = new Cleanup();
afterEach(async () => await cleanup.run());

/** Makes a workflow that reads a file and sends its rows. */
function makeImport(path: string, credential: CredentialReference, parameters: INodeParameters): WorkflowFile {
	const read = 'Read the file';
	return makeWorkflow(
		'Import',
		[
			{ name: TRIGGER, type: 'n8n-nodes-base.manualTrigger', position: [0, 0] },
			{ name: read, type: 'n8n-nodes-base.readWriteFile', position: [220, 0], parameters: { fileSelector: path } },
			{
				...{ name: GAMEBALL, type: 'n8n-nodes-gameball.gameball', position: [440, 0] },
				credentials: { gameballApi: { ...credential } },
				parameters: { source: 'file', ...parameters },
			},
		],
		{ [TRIGGER]: [[read]], [read]: [[GAMEBALL]] },
	);
}

test('should run the example of a first import, and write a CSV of the rows that did not arrive', async () => {
	const folder = await cleanup.makeFolder();
	const content = await readFile(join(EXAMPLES_FOLDER, `${IMPORT.csv}.csv`), 'utf8');
	await copyFile(join(EXAMPLES_FOLDER, `${IMPORT.csv}.csv`), join(folder, `${IMPORT.csv}.csv`));
	const { api, simulator, credential } = await N8nSession.start(cleanup, {}, {}, folder);
	const workflow = await api.createWorkflow(prepareExample(IMPORT.file, credential, folder));
	const execution = await api.waitForEnd(await api.run(workflow, TRIGGER));
	expect(execution.error).toBeUndefined();
	expect(execution.status).toBe('success');

	expect(simulator.customers.size).toBe(2_564);
	expect(getItems(execution, GAMEBALL)).toHaveLength(3);
	const rows = parse(content);
	const report = parse(await readFile(join(folder, NOT_ARRIVED), 'utf8'), { columns: true, bom: true }) as Array<
		Record<string, string>
	>;
	expect(report).toHaveLength(36);
	const [header = []] = rows;
	for (const { row, reason, ...columns } of report) {
		expect(reason).not.toBe('');
		expect(header.map((name) => columns[name])).toEqual(rows[Number(row) - 1]);
	}
});

/** The rows of the file that is imported while n8n is killed, and their batches. */
const ROWS = 20_000;
const BATCH_SIZE = 100;
const CONCURRENCY = 4;

/** Imports a file, kills n8n in the middle, starts it again, and goes on with the row that its log says. */
async function killAndGoOn(recordType: string, amount: string): Promise<N8nSession> {
	const folder = await cleanup.makeFolder();
	const path = join(folder, 'rows.csv');
	const lines = Array.from({ length: ROWS }, (_, index) => `c${index}${amount}\n`);
	await writeFile(path, `Customer ID${amount === '' ? '' : ',Amount'}\n${lines.join('')}`);
	const session = await N8nSession.start(cleanup, { recordsPerSecond: 1_000_000, queuedFor: 0 }, {}, folder);
	const { simulator, credential } = session;
	simulator.addFault({ kind: 'delay', method: 'POST', ms: 300, times: Infinity });
	const requestOptions = { batchSize: BATCH_SIZE, concurrency: CONCURRENCY };
	const workflow = await session.api.createWorkflow(makeImport(path, credential, { recordType, requestOptions }));
	const id = await session.api.run(workflow, TRIGGER);
	await pWaitFor(() => simulator.requests.length >= 60);
	await session.crashAndRestart();
	expect((await session.api.waitForEnd(id)).status).toBe('crashed');
	expect(simulator.jobs.size).toBeLessThan(100);

	const numbers = [...session.n8n.process.readLog().matchAll(/set 'First Row' to (\d+)/g)].map(([, row]) =>
		Number(row),
	);
	const firstRow = numbers.at(-1) ?? NaN;
	expect(firstRow).toBeGreaterThan(4_000);
	simulator.clearFaults();
	const rest = { recordType, options: { firstRow }, requestOptions };
	await session.api.updateWorkflow(workflow, makeImport(path, credential, rest));
	const execution = await session.api.waitForEnd(await session.api.run(workflow, TRIGGER));
	expect(execution.status).toBe('success');
	await sleep(1_000);
	return session;
}

/** The customers in all batches that Gameball has taken. */
const listTaken = ({ simulator }: N8nSession): string[] =>
	[...simulator.jobs.values()].flatMap(({ entries }) =>
		(entries as Array<{ customerId: string }>).map(({ customerId }) => customerId),
	);

test('should go on where the log says when n8n is killed in the middle of an import', async () => {
	const taken = listTaken(await killAndGoOn('customer', ''));
	expect(new Set(taken).size).toBe(ROWS);
	expect(taken.length - ROWS).toBeLessThanOrEqual(CONCURRENCY * BATCH_SIZE);
}, 180_000);

test('should pay nobody twice then, and name the rows that may not have been paid', async () => {
	const session = await killAndGoOn('balanceAdjustment', ',10');
	const taken = listTaken(session);
	expect(new Set(taken).size).toBe(taken.length);
	expect(Math.max(...session.simulator.account.balances.values())).toBe(10);

	const log = session.n8n.process.readLog();
	const listRows = (line: RegExp) => [...log.matchAll(line)].map(([, first, last]) => [Number(first), Number(last)]);
	const known = new Set(listRows(/accepted batch \d+ of \d+ \(rows (\d+) to (\d+)/g).map(String));
	const open = listRows(/sending batch \d+ of \d+ \(rows (\d+) to (\d+)/g).filter((rows) => !known.has(String(rows)));
	expect(open.length).toBeLessThanOrEqual(CONCURRENCY);
	const all = new Set(taken);
	for (let index = 0; index < ROWS; index++) {
		const isOpen = open.some(([first = 0, last = 0]) => index + 2 >= first && index + 2 <= last);
		expect([index, all.has(`c${index}`) || isOpen]).toEqual([index, true]);
	}
}, 180_000);

/** The time between two calls of the webhook, in milliseconds. */
const CALL_INTERVAL = 250;

test('should import a million rows in a heap of 512 MB while n8n goes on answering', async () => {
	const folder = await cleanup.makeFolder();
	const path = join(folder, 'million.csv');
	await writeCustomers(path, 1_000_000);
	const server = fork('dev/measure/files/server.mts', { execArgv: ['--import', 'tsx'] });
	cleanup.add(async () => server.disconnect());
	const [{ port }] = (await once(server, 'message')) as [{ port: number }];
	const session = await N8nSession.start(cleanup, {}, { NODE_OPTIONS: '--max-old-space-size=512' }, folder);
	const { api } = session;
	const baseUrl = `http://127.0.0.1:${port}`;
	const credential = await api.saveCredential('Million', { baseUrl, apiKey: 'a', secretKey: 'b' });
	const answering = makeWebhookWorkflow('alive', [{ name: 'End', type: 'n8n-nodes-base.noOp', parameters: {} }]);
	await api.activate(await api.createWorkflow(answering));
	await session.callWebhook('alive', {});

	const id = await api.run(await api.createWorkflow(makeImport(path, credential, {})), TRIGGER);
	const start = Date.now();
	const ended = api.waitForEnd(id, 300_000, 2_000);
	const times: number[] = [];
	for (let isRunning = true; isRunning; ) {
		const asked = Date.now();
		await session.callWebhook('alive', {});
		times.push(Date.now() - asked);
		isRunning = await Promise.race([ended.then(() => false), sleep(CALL_INTERVAL, true)]);
	}
	const took = Math.round((Date.now() - start) / 1_000);
	const execution = await ended;
	expect(execution.status).toBe('success');
	expect(getItems(execution, GAMEBALL)).toHaveLength(1_000);
	server.send('count');
	const [received] = (await once(server, 'message')) as [ReceivedRecords];
	expect(received).toEqual({ records: 1_000_000, customers: 1_000_000 });

	times.sort((one, other) => one - other);
	const [median, most, slow, slowest] = [0.5, 0.95, 0.99, 1].map(
		(share) => times[Math.ceil(share * times.length) - 1] ?? NaN,
	);
	process.stdout.write(
		`A million rows in ${took} s. Of ${times.length} webhook calls, half were answered within ${median} ms, 95 % within ${most} ms, 99 % within ${slow} ms, all within ${slowest} ms\n`,
	);
	// The slowest calls are those for which n8n's database writes its log to the disk.
	expect(most).toBeLessThanOrEqual(200);
}, 400_000);
