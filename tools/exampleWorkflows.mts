import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { INode } from 'n8n-workflow';
import type { WorkflowFile } from '../host/engine.mts';

/** An example: a workflow that reads a CSV and sends its rows. */
export interface Example {
	/** The name of its file in `examples`, without what it ends with. */
	readonly file: string;
	readonly name: string;
	readonly recordType: string;
	/** The name of its data in `examples`, without what it ends with. */
	readonly csv: string;
}

/** The examples, one for each record type. */
export const EXAMPLES: readonly Example[] = [
	{ file: 'sync-customers', name: 'Sync customers from a CSV to Gameball', recordType: 'customer', csv: 'customers' },
	{ file: 'track-orders', name: 'Track orders from a CSV in Gameball', recordType: 'order', csv: 'orders' },
	{
		file: 'read-order-transactions',
		name: 'Read from Gameball what the orders in a CSV earned',
		recordType: 'orderTransaction',
		csv: 'orders',
	},
	{
		file: 'read-balances',
		name: 'Read the balances of the members in a CSV from Gameball',
		recordType: 'balanceInquiry',
		csv: 'members',
	},
	{
		file: 'adjust-balances',
		name: 'Adjust balances in Gameball from a CSV',
		recordType: 'balanceAdjustment',
		csv: 'adjustments',
	},
	{
		file: 'reward-cashback',
		name: 'Reward the invoices in a CSV with cashback',
		recordType: 'cashback',
		csv: 'invoices',
	},
	{ file: 'redeem-points', name: 'Redeem the points in a CSV', recordType: 'redemption', csv: 'redemptions' },
	{ file: 'send-events', name: 'Send the events in a CSV to Gameball', recordType: 'event', csv: 'events' },
];

/** The names of nodes in the examples. */
export const ROWS = 'Rows of the CSV';
export const GAMEBALL = 'Send to Gameball';

type NodeOf = Pick<INode, 'name' | 'type' | 'position'> & Partial<INode>;

/** The workflow of an example, as the editor exports it. */
export function exampleWorkflow({ name, recordType, csv }: Example): WorkflowFile {
	const nodes: NodeOf[] = [
		{ name: 'Run by hand', type: 'n8n-nodes-base.manualTrigger', position: [0, 0] },
		{
			name: 'Read the CSV',
			type: 'n8n-nodes-base.readWriteFile',
			position: [220, 0],
			parameters: { fileSelector: `/files/${csv}.csv` },
		},
		{
			name: ROWS,
			type: 'n8n-nodes-base.extractFromFile',
			position: [440, 0],
			parameters: { operation: 'csv', binaryPropertyName: 'data' },
		},
		{
			name: GAMEBALL,
			type: 'n8n-nodes-gameball.gameball',
			position: [660, 0],
			parameters: {
				operation: 'createBatch',
				recordType,
				fields: { mappingMode: 'autoMapInputData', value: null },
				waitForCompletion: true,
				output: 'records',
				options: { invalidRecords: 'skip', pollInterval: 2 },
			},
			credentials: { gameballApi: { id: 'gameball', name: 'Gameball' } },
			onError: 'continueErrorOutput',
		},
		{ name: 'Arrived', type: 'n8n-nodes-base.noOp', position: [1_000, -100] },
		{ name: 'Refused', type: 'n8n-nodes-base.noOp', position: [1_000, 100] },
	];
	const to = (node: string) => ({ node, type: 'main' as const, index: 0 });
	return {
		name,
		nodes: nodes.map((node, index) => ({
			id: `5b7a4c1e-0000-4000-8000-00000000000${index + 1}`,
			typeVersion: 1,
			parameters: {},
			...node,
		})),
		connections: {
			'Run by hand': { main: [[to('Read the CSV')]] },
			'Read the CSV': { main: [[to(ROWS)]] },
			[ROWS]: { main: [[to(GAMEBALL)]] },
			[GAMEBALL]: { main: [[to('Arrived')], [to('Refused')]] },
		},
		settings: { executionOrder: 'v1' },
	};
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	for (const example of EXAMPLES) {
		const workflow = { ...exampleWorkflow(example), pinData: {}, active: false };
		writeFileSync(`examples/${example.file}.json`, `${JSON.stringify(workflow, null, '\t')}\n`);
	}
}
