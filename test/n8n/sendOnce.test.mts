import type { IDataObject, INodeParameters, IPinData } from 'n8n-workflow';
import { makeWorkflow, type WorkflowFile } from '../../dev/engine/workflows.mts';
import { Cleanup } from '../../dev/n8n/cleanup.mts';
import { getItems } from '../../dev/n8n/rest.mts';
import { N8nSession } from '../../dev/n8n/session.mts';

const TRIGGER = 'Start';
const ROWS = 'Rows';

const cleanup = new Cleanup();
let session: N8nSession;
beforeAll(async () => {
	session = await N8nSession.start(cleanup, { queuedFor: 100, recordsPerSecond: 10_000 });
});
beforeEach(() => session.simulator.account.balances.clear());
afterAll(async () => await cleanup.run());

/** A workflow that adjusts the balances of the given rows, each only once, and is saved under a name. */
function adjustOnce(name: string, rows: readonly IDataObject[]): WorkflowFile & { pinData: IPinData } {
	const parameters: INodeParameters = {
		...{ recordType: 'balanceAdjustment', waitForCompletion: true, output: 'records' },
		...{ sendOnce: true, sendOnceOptions: { columns: 'customerId' }, requestOptions: { pollInterval: 1 } },
	};
	return {
		...makeWorkflow(
			name,
			[
				{ name: TRIGGER, type: 'n8n-nodes-base.manualTrigger', position: [0, 0], parameters: {} },
				{ name: ROWS, type: 'n8n-nodes-base.noOp', position: [200, 0], parameters: {} },
				{
					name: 'Gameball',
					type: 'n8n-nodes-gameball.gameball',
					position: [400, 0],
					parameters,
					credentials: { gameballApi: { ...session.credential } },
				},
			],
			{ [TRIGGER]: [[ROWS]], [ROWS]: [['Gameball']] },
		),
		pinData: { [ROWS]: rows.map((json) => ({ json })) },
	};
}

async function run(workflow: string): Promise<unknown[]> {
	const execution = await session.api.waitForEnd(await session.api.run(workflow, TRIGGER));
	expect(execution.status).toBe('success');
	return getItems(execution, 'Gameball').map(({ json }) => json.status);
}

test('should send nothing again but what was refused when the workflow runs twice', async () => {
	const rows = [
		...['a', 'b', 'c'].map((customerId) => ({ customerId, amount: 5 })),
		{ customerId: 'poor', amount: -5 },
	];
	const workflow = await session.api.createWorkflow(adjustOnce('Twice', rows));
	expect(await run(workflow)).toEqual(['successful', 'successful', 'successful', 'failed']);
	session.simulator.account.move('poor', 7);
	expect(await run(workflow)).toEqual(['alreadySent', 'alreadySent', 'alreadySent', 'successful']);
	expect(Object.fromEntries(session.simulator.account.balances)).toEqual({ a: 5, b: 5, c: 5, poor: 2 });
});

test('should send nothing twice when n8n is killed between a request and its answer', async () => {
	const { simulator } = session;
	const rows = ['d', 'e', 'f'].map((customerId) => ({ customerId, amount: 5 }));
	const workflow = await session.api.createWorkflow(adjustOnce('Killed', rows));
	simulator.addFault({ kind: 'hang', method: 'POST' });
	const before = simulator.jobs.size;
	const id = await session.api.run(workflow, TRIGGER);
	await session.api.waitFor(id, () => simulator.jobs.size > before, 20_000);
	await session.crashAndRestart();

	expect(await run(workflow)).toEqual(['alreadySent', 'alreadySent', 'alreadySent']);
	expect(simulator.jobs.size).toBe(before + 1);
	expect(Object.fromEntries(simulator.account.balances)).toEqual({ d: 5, e: 5, f: 5 });
});
