import { readFileSync } from 'node:fs';
import type { IDataObject } from 'n8n-workflow';
import { readCsv } from '../../dev/demo/readCsv.mts';
import { execute } from '../../dev/engine/engine.mts';
import { inVirtualTime } from '../../dev/engine/virtualTime.mts';
import { recordTypes } from '../../nodes/Gameball/records/index.ts';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { FOLDER, GAMEBALL, ROWS } from '../../dev/examples/nodes.mts';
import { TEMPLATES } from '../../dev/examples/templates/templates.mts';
import { TRY_AGAIN } from '../../dev/examples/templates/tryAgain.mts';
import { EXAMPLES } from '../../dev/examples/index.mts';
import { loadGameball } from './harness.mts';
import type { WorkflowFile } from '../../dev/engine/workflows.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
	['51000001', '51000002', '51000003'].forEach((customerId) => simulator.account.move(customerId, 150));
});
afterEach(async () => await simulator.close());

/** Runs an example's workflow with the rows of its data; returns what came out of its two ends. */
async function runExample(file: string): Promise<{ arrived: IDataObject[]; refused: IDataObject[] }> {
	const workflow = JSON.parse(readFileSync(`examples/${file}.json`, 'utf8')) as WorkflowFile;
	const csv = String(workflow.nodes.find(({ name }) => name === 'Read the CSV')?.parameters.fileSelector);
	const rows = readCsv(csv.replace(FOLDER, 'examples'));
	const gameball = await loadGameball();
	const run = await inVirtualTime(
		async () =>
			await execute({
				workflow,
				gameball,
				credentials: { gameballApi: { baseUrl: simulator.baseUrl, ...simulator.keys } },
				pinData: { [ROWS]: rows.map((json) => ({ json })) },
			}).result,
	);
	expect(run.status).toBe('success');
	const [arrived = [], refused = []] = (run.data.resultData.runData[GAMEBALL]?.[0]?.data?.main ?? []).map((items) =>
		(items ?? []).map(({ json }) => json),
	);
	expect(arrived.length + refused.length).toBe(rows.length);
	return { arrived, refused };
}

test('should have an example for each record type', () => {
	expect(EXAMPLES.map(({ recordType }) => recordType).sort()).toEqual(recordTypes.map(({ name }) => name).sort());
});

test('should list every template in docs/workflows.md', () => {
	const list = readFileSync('docs/workflows.md', 'utf8');
	for (const { file } of [...TEMPLATES, TRY_AGAIN]) expect(list).toContain(`| [${file}](../examples/${file}.json) |`);
});

test('should run the example track-orders', async () => {
	const { arrived, refused } = await runExample('track-orders');
	expect(arrived).toHaveLength(5);
	expect(refused).toMatchObject([
		{
			'Order ID': 'SO-10004',
			message:
				"Item 3 (counting from 0, SO-10004): Customer ID is missing. The column 'Customer ID' is empty. Fill it in.",
		},
	]);
	expect(simulator.account.orders.get('SO-10005')).toMatchObject({ totalPaid: 1249, lineItems: [{ sku: 'BIKE-1' }] });
});

test('should run the example read-order-transactions when its orders exist', async () => {
	expect((await runExample('read-order-transactions')).refused).toHaveLength(6);
	await runExample('track-orders');
	const { arrived, refused } = await runExample('read-order-transactions');
	expect(arrived[0]).toMatchObject({ orderId: 'SO-10001', transactions: [{ points: 49.9 }] });
	expect(refused).toMatchObject([{ 'Order ID': 'SO-10004', message: 'Order not found' }]);
});

test('should run the example read-balances', async () => {
	const { arrived, refused } = await runExample('read-balances');
	expect(arrived.map(({ balance }) => balance)).toEqual([150, 150, 150]);
	expect(refused).toMatchObject([{ Name: 'Nobody' }]);
});

test('should run the example adjust-balances', async () => {
	const { refused } = await runExample('adjust-balances');
	expect(Object.fromEntries(simulator.account.balances)).toEqual({ 51000001: 400, 51000002: 110, 51000003: 250 });
	expect(refused).toMatchObject([
		{ message: 'Item 3 (counting from 0, 51000004): Amount "lots" is not a plain number.' },
	]);
});

test('should pay only once when the example reward-cashback runs twice', async () => {
	const { refused } = await runExample('reward-cashback');
	expect(refused).toMatchObject([
		{
			message:
				"Item 0 (counting from 0, 51000001): Transaction ID is missing. The column 'Invoice Number' is empty. Fill it in.",
		},
	]);
	const balances = Object.fromEntries(simulator.account.balances);
	expect(balances).toEqual({ 51000001: 239.9, 51000002: 165.25, 51000003: 360 });
	const again = await runExample('reward-cashback');
	expect(again.refused).toHaveLength(4);
	expect(Object.fromEntries(simulator.account.balances)).toEqual(balances);
});

test('should run the example redeem-points', async () => {
	const { refused } = await runExample('redeem-points');
	expect(Object.fromEntries(simulator.account.balances)).toEqual({ 51000001: 50, 51000002: 144.5, 51000003: 140 });
	expect(refused.map(({ message }) => message)).toEqual([
		'Item 3 (counting from 0, RED-4): Amount or Points or Hold Reference is missing: at least one is required.',
		'Insufficient balance',
	]);
});

test('should run the example send-events', async () => {
	const { arrived, refused } = await runExample('send-events');
	expect(arrived).toHaveLength(4);
	expect(refused).toHaveLength(1);
	expect(Object.fromEntries(simulator.account.events.get('51000001') ?? [])).toEqual({
		view_product: 1,
		write_review: 1,
	});
});
