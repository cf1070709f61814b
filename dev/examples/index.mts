import { makeWorkflow, type WorkflowFile } from '../engine/workflows.mts';
import { CHECK, makeCheckWorkflow } from './check.mts';
import { COLLECT, makeCollectWorkflow } from './collect.mts';
import { IMPORT, makeImportWorkflow } from './import.mts';
import { BALANCES, makeBalancesWorkflow } from './balances.mts';
import { FIRST_RUN, makeFirstRunWorkflow } from './firstRun.mts';
import { makeMoveWorkflow, MOVE } from './move.mts';
import { makeNote, makeTemplateWorkflow } from './templates/Template.mts';
import { TEMPLATES } from './templates/templates.mts';
import { makeTryAgainWorkflow, TRY_AGAIN } from './templates/tryAgain.mts';
import {
	FOLDER,
	VERSIONS,
	GAMEBALL,
	makeCsvNodes,
	ROWS_WIRES,
	gameball,
	autoMap,
	decide,
	makeEnds,
	note,
} from './nodes.mts';

/** An example: a workflow that reads a CSV and sends its rows. */
export interface Example {
	/** The name of its file in `examples`, without the extension. */
	readonly file: string;
	readonly name: string;
	readonly recordType: string;
	/** The name of its data in `examples`, without the extension. */
	readonly csv: string;
	/** What a run shows, and what a second run does. */
	readonly remark: string;
}

/** The examples, one for each record type. */
export const EXAMPLES: readonly Example[] = [
	{
		file: 'sync-customers',
		name: 'Send the customers in a CSV to Gameball',
		recordType: 'customer',
		csv: 'customers',
		remark:
			'*Refused* shows 36 of the 2,600 rows, with the reason for each. Existing customers are updated, so you can run it again.',
	},
	{
		file: 'track-orders',
		name: 'Track the orders in a CSV in Gameball',
		recordType: 'order',
		csv: 'orders',
		remark: '*Refused* shows the order without a customer. Orders that Gameball already has earn no points again.',
	},
	{
		file: 'read-order-transactions',
		name: 'Read from Gameball what the orders in a CSV earned',
		recordType: 'orderTransaction',
		csv: 'orders',
		remark: 'It only reads: nothing changes in Gameball.',
	},
	{
		file: 'read-balances',
		name: 'Read the balances of the members in a CSV from Gameball',
		recordType: 'balanceInquiry',
		csv: 'members',
		remark: 'It only reads: nothing changes in Gameball.',
	},
	{
		file: 'adjust-balances',
		name: 'Adjust balances in Gameball from a CSV',
		recordType: 'balanceAdjustment',
		csv: 'adjustments',
		remark:
			'**A second run adjusts the balances again.** Gameball cannot recognize a repeated adjustment: turn on *Send Once* before the first run.',
	},
	{
		file: 'reward-cashback',
		name: 'Reward the invoices in a CSV with cashback',
		recordType: 'cashback',
		csv: 'invoices',
		remark: 'Gameball refuses a transaction ID that it already has, so a second run pays nobody twice.',
	},
	{
		file: 'redeem-points',
		name: 'Redeem the points in a CSV',
		recordType: 'redemption',
		csv: 'redemptions',
		remark:
			'*Refused* shows customers with too few points. Gameball refuses a transaction ID that it already has, so a second run deducts nothing twice.',
	},
	{
		file: 'send-events',
		name: 'Send the events in a CSV to Gameball',
		recordType: 'event',
		csv: 'events',
		remark:
			'**A second run sends the events again,** and their rewards with them. Turn on *Send Once* before the first run.',
	},
];

/** Makes the workflow of an example, as the editor exports it. */
const makeExampleWorkflow = ({ name, recordType, csv, remark }: Example): WorkflowFile =>
	makeWorkflow(
		name,
		[
			...makeCsvNodes(csv),
			gameball(GAMEBALL, [660, 0], {
				...autoMap(recordType),
				waitForCompletion: true,
				output: 'records',
				options: {},
			}),
			...makeEnds(1_000),
			makeNote(
				[
					`*Read the CSV*: download *${csv}.csv* from the folder *examples* of this project, and put it into the folder that n8n may read: in Docker *${FOLDER}*, otherwise *.n8n-files* in the home folder of n8n's user. Enter its full path.`,
					`*${GAMEBALL}*: choose your credential, best with test keys. To look before you send, turn on *Dry Run*.`,
				],
				remark,
			),
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
			...makeEnds(2_000),
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

/** Gives each node the latest version of its type. */
const useLatest = (workflow: WorkflowFile): WorkflowFile => ({
	...workflow,
	nodes: workflow.nodes.map((node) => ({ ...node, typeVersion: VERSIONS[node.type.split('.')[1] ?? ''] ?? 1 })),
});

/** Makes the workflows of all examples, by the name of their file. */
export const makeExampleWorkflows = (): Readonly<Record<string, WorkflowFile>> =>
	Object.fromEntries(Object.entries(makeAll()).map(([file, workflow]) => [file, useLatest(workflow)]));

const makeAll = (): Readonly<Record<string, WorkflowFile>> => ({
	...Object.fromEntries(EXAMPLES.map((example) => [example.file, makeExampleWorkflow(example)])),
	[FIRST_RUN.file]: makeFirstRunWorkflow(),
	[DURABLE.file]: makeDurableWorkflow(),
	[MOVE.file]: makeMoveWorkflow(),
	[BALANCES.file]: makeBalancesWorkflow(),
	[CHECK.file]: makeCheckWorkflow(),
	[COLLECT.file]: makeCollectWorkflow(),
	[IMPORT.file]: makeImportWorkflow(),
	...Object.fromEntries(TEMPLATES.map((template) => [template.file, makeTemplateWorkflow(template)])),
	[TRY_AGAIN.file]: makeTryAgainWorkflow(),
});
