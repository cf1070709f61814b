import { makeWorkflow, type WorkflowFile } from '../engine/workflows.mts';
import { CHECK, makeCheckWorkflow } from './check.mts';
import { COLLECT, makeCollectWorkflow } from './collect.mts';
import { IMPORT, makeImportWorkflow } from './import.mts';
import { makeTemplateWorkflow } from './templates/Template.mts';
import { TEMPLATES } from './templates/templates.mts';
import { makeTryAgainWorkflow, TRY_AGAIN } from './templates/tryAgain.mts';
import { GAMEBALL, makeCsvNodes, ROWS_WIRES, gameball, autoMap, end, decide, note, endRefused } from './nodes.mts';

/** An example: a workflow that reads a CSV and sends its rows. */
export interface Example {
	/** The name of its file in `examples`, without the extension. */
	readonly file: string;
	readonly name: string;
	readonly recordType: string;
	/** The name of its data in `examples`, without the extension. */
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

/** Makes the workflow of an example, as the editor exports it. */
const makeExampleWorkflow = ({ name, recordType, csv }: Example): WorkflowFile =>
	makeWorkflow(
		name,
		[
			...makeCsvNodes(csv),
			gameball(GAMEBALL, [660, 0], {
				...autoMap(recordType),
				waitForCompletion: true,
				output: 'records',
				options: { invalidRecords: 'skip' },
				requestOptions: { pollInterval: 2 },
			}),
			end('Arrived', [1_000, -100]),
			endRefused([1_000, 100]),
		],
		{ ...ROWS_WIRES, [GAMEBALL]: [['Arrived'], ['Refused']] },
	);

/** The example whose wait outlives a restart of n8n, in the same folder. */
export const DURABLE = { file: 'wait-across-restarts', name: 'Sync customers and wait across restarts of n8n' };

/** The nodes of that example that wait and read the results. */
export const PAUSE = 'Pause';
const RESULTS = 'Read the results';

/** The pause between two looks, in minutes: n8n keeps a pause of less than 65 seconds in memory only. */
const PAUSE_MINUTES = 2;

/** Makes the workflow of the durable example: unfinished jobs wait in n8n's database, not in a running node. */
const makeDurableWorkflow = (): WorkflowFile =>
	makeWorkflow(
		DURABLE.name,
		[
			...makeCsvNodes('customers'),
			gameball(GAMEBALL, [660, 0], autoMap('customer')),
			{
				name: PAUSE,
				type: 'n8n-nodes-base.wait',
				typeVersion: 1.1,
				position: [1_000, -100],
				parameters: { amount: PAUSE_MINUTES, unit: 'minutes' },
			},
			{
				...gameball('Look at the jobs', [1_220, -100], { operation: 'getJobStatus', output: 'summary' }),
				onError: 'stopWorkflow',
				retryOnFail: true,
				maxTries: 5,
				waitBetweenTries: 5_000,
			},
			decide('Is it finished?', [1_440, -100], '$json.isFinished'),
			gameball(RESULTS, [1_660, -100], { operation: 'getJobStatus', output: 'records' }),
			end('Arrived', [2_000, -100]),
			endRefused([2_000, 100]),
			note(
				'Why this pause?',
				[960, -400],
				'**Why n8n waits here and not the Gameball node**\n\nn8n keeps a pause of 65 seconds or more in its database: the wait survives a restart of n8n, and no execution runs meanwhile. Shorter pauses do not survive it.',
			),
		],
		{
			...ROWS_WIRES,
			[GAMEBALL]: [[PAUSE], ['Refused']],
			[PAUSE]: [['Look at the jobs']],
			'Look at the jobs': [['Is it finished?']],
			'Is it finished?': [[RESULTS], [PAUSE]],
			[RESULTS]: [['Arrived'], ['Refused']],
		},
	);

/** Makes the workflows of all examples, by the name of their file. */
export const makeExampleWorkflows = (): Readonly<Record<string, WorkflowFile>> => ({
	...Object.fromEntries(EXAMPLES.map((example) => [example.file, makeExampleWorkflow(example)])),
	[DURABLE.file]: makeDurableWorkflow(),
	[CHECK.file]: makeCheckWorkflow(),
	[COLLECT.file]: makeCollectWorkflow(),
	[IMPORT.file]: makeImportWorkflow(),
	...Object.fromEntries(TEMPLATES.map((template) => [template.file, makeTemplateWorkflow(template)])),
	[TRY_AGAIN.file]: makeTryAgainWorkflow(),
});
