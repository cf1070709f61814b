import type { INode } from 'n8n-workflow';
import { makeWorkflow, type NodeSpec, type Wires, type WorkflowFile } from '../engine/workflows.mts';

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

/** The names of nodes in the examples. */
export const TRIGGER = 'Run by hand';
export const ROWS = 'Rows of the CSV';
export const GAMEBALL = 'Send to Gameball';

const makeCsvNodes = (csv: string): NodeSpec[] => [
	{ name: TRIGGER, type: 'n8n-nodes-base.manualTrigger', position: [0, 0] },
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
];

/** The connections from the trigger to the Gameball node. */
const ROWS_WIRES: Wires = { [TRIGGER]: [['Read the CSV']], 'Read the CSV': [[ROWS]], [ROWS]: [[GAMEBALL]] };

/** Makes a Gameball node with an error output for what is refused. */
const gameball = (name: string, position: [number, number], parameters: INode['parameters']): NodeSpec => ({
	name,
	type: 'n8n-nodes-gameball.gameball',
	position,
	parameters,
	credentials: { gameballApi: { id: 'gameball', name: 'Gameball' } },
	onError: 'continueErrorOutput',
});

const autoMap = (recordType: string) => ({
	operation: 'createBatch',
	recordType,
	fields: { mappingMode: 'autoMapInputData', value: null },
});

const end = (name: string, position: [number, number]): NodeSpec => ({ name, type: 'n8n-nodes-base.noOp', position });

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
				options: { invalidRecords: 'skip', pollInterval: 2 },
			}),
			end('Arrived', [1_000, -100]),
			end('Refused', [1_000, 100]),
		],
		{ ...ROWS_WIRES, [GAMEBALL]: [['Arrived'], ['Refused']] },
	);

/** Makes a node that sends items for which an expression is true to its first output, and the others to its second. */
const decide = (name: string, position: [number, number], expression: string): NodeSpec => ({
	name,
	type: 'n8n-nodes-base.if',
	typeVersion: 2.2,
	position,
	parameters: {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
			conditions: [
				{
					id: 'condition',
					leftValue: `={{ ${expression} }}`,
					rightValue: '',
					operator: { type: 'boolean', operation: 'true', singleValue: true },
				},
			],
			combinator: 'and',
		},
	},
});

const note = (name: string, position: [number, number], content: string): NodeSpec => ({
	name,
	type: 'n8n-nodes-base.stickyNote',
	position,
	parameters: { content, height: 260, width: 460 },
});

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
			end('Refused', [2_000, 100]),
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

/** The example that finds out which uncertain adjustments arrived. */
export const CHECK = {
	file: 'check-uncertain-adjustments',
	name: 'Adjust balances and check those that may have arrived',
};

/** The nodes of that example that wait and tell the rows apart. */
export const CHECK_PAUSE = 'Give Gameball time';
const STARTED = 'Note the time';
const IS_UNCERTAIN = 'May it have arrived?';
const READ = 'Read the transactions';
const JOIN = 'Row and transactions';
const HAS_ARRIVED = 'Did it arrive?';
const IS_COMPLETE = 'Are these all?';

/** Finds the row's adjustment among the customer's transactions: one since the start with its amount and reason. */
const FIND_TRANSACTION = [
	"$json.transactions.some((found) => Number(found.amount) === Math.abs(Number($json.Amount)) && found.direction === (Number($json.Amount) < 0 ? '-' : '+')",
	"(found.reason ?? '') === ($json.Reason ?? '')",
	`DateTime.fromISO(found.transactionTime, { zone: 'utc' }) >= DateTime.fromISO($('${STARTED}').first().json.startedAt).minus({ minutes: 1 }))`,
].join(' && ');

/** Makes the workflow that checks uncertain adjustments by the customers' transactions (docs/api.md, "Transactions"). */
const makeCheckWorkflow = (): WorkflowFile =>
	makeWorkflow(
		CHECK.name,
		[
			{ name: TRIGGER, type: 'n8n-nodes-base.manualTrigger', position: [-220, 0] },
			{
				name: STARTED,
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				position: [0, 0],
				parameters: {
					assignments: {
						assignments: [{ id: 'startedAt', name: 'startedAt', value: '={{ $now.toUTC().toISO() }}', type: 'string' }],
					},
				},
			},
			...makeCsvNodes('adjustments').filter(({ name }) => name !== TRIGGER),
			gameball(GAMEBALL, [660, 0], {
				...autoMap('balanceAdjustment'),
				waitForCompletion: true,
				output: 'records',
				options: { invalidRecords: 'skip', pollInterval: 2 },
			}),
			end('Arrived', [1_000, -200]),
			decide(IS_UNCERTAIN, [1_000, 100], '$json.error?.mayHaveWorked === true'),
			{
				name: CHECK_PAUSE,
				type: 'n8n-nodes-base.wait',
				typeVersion: 1.1,
				position: [1_220, 0],
				parameters: { amount: 2, unit: 'minutes' },
			},
			{
				name: READ,
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				position: [1_440, 100],
				parameters: {
					url: 'https://api.gameball.co/api/v4/integrations/transactions',
					authentication: 'predefinedCredentialType',
					nodeCredentialType: 'gameballApi',
					sendQuery: true,
					queryParameters: {
						parameters: [
							{ name: 'customerId', value: "={{ $json['Customer ID'] }}" },
							{ name: 'limit', value: '200' },
						],
					},
					// Ten requests a second at most: Gameball allows an account 360 in 30 seconds.
					options: { batching: { batch: { batchSize: 10, batchInterval: 1_000 } } },
				},
				credentials: { gameballApi: { id: 'gameball', name: 'Gameball' } },
			},
			{
				name: JOIN,
				type: 'n8n-nodes-base.merge',
				typeVersion: 3,
				position: [1_660, 0],
				parameters: { mode: 'combine', combineBy: 'combineByPosition', options: {} },
			},
			decide(HAS_ARRIVED, [1_880, 0], FIND_TRANSACTION),
			decide(IS_COMPLETE, [2_100, 100], '$json.hasMore !== true'),
			end('Arrived after all', [2_320, -100]),
			end('Did not arrive', [2_320, 100]),
			end('Look by hand', [2_320, 300]),
			end('Refused', [1_220, 300]),
			note(
				'What is this?',
				[920, -560],
				"**Which adjustments arrived?**\n\nIf the connection breaks while a batch is on its way, nobody knows whether Gameball has taken it, and sending it again could pay twice. This workflow waits, reads the transactions of each of these customers, and looks for one with the row's amount and reason since the start. Send the rows of *Did not arrive* again.\n\n**Change:** the file, and the columns *Customer ID*, *Amount* and *Reason*. Give each adjustment a reason of its own. If the base URL in your credential is another one, change it in *Read the transactions* too.",
			),
		],
		{
			[TRIGGER]: [[STARTED]],
			[STARTED]: [['Read the CSV']],
			'Read the CSV': [[ROWS]],
			[ROWS]: [[GAMEBALL]],
			[GAMEBALL]: [['Arrived'], [IS_UNCERTAIN]],
			[IS_UNCERTAIN]: [[CHECK_PAUSE], ['Refused']],
			[CHECK_PAUSE]: [[READ, JOIN]],
			[READ]: [[{ node: JOIN, input: 1 }]],
			[JOIN]: [[HAS_ARRIVED]],
			[HAS_ARRIVED]: [['Arrived after all'], [IS_COMPLETE]],
			[IS_COMPLETE]: [['Did not arrive'], ['Look by hand']],
		},
	);

/** Makes the workflows of all examples, by the name of their file. */
export const makeExampleWorkflows = (): Readonly<Record<string, WorkflowFile>> => ({
	...Object.fromEntries(EXAMPLES.map((example) => [example.file, makeExampleWorkflow(example)])),
	[DURABLE.file]: makeDurableWorkflow(),
	[CHECK.file]: makeCheckWorkflow(),
});
