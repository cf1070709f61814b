import { makeWorkflow, type WorkflowFile } from '../engine/workflows.mts';
import {
	TRIGGER,
	ROWS,
	GAMEBALL,
	makeAssignments,
	makeCsvNodes,
	gameball,
	autoMap,
	end,
	decide,
	note,
	endRefused,
} from './nodes.mts';

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
export const makeCheckWorkflow = (): WorkflowFile =>
	makeWorkflow(
		CHECK.name,
		[
			{ name: TRIGGER, type: 'n8n-nodes-base.manualTrigger', position: [-220, 0] },
			{
				name: STARTED,
				type: 'n8n-nodes-base.set',
				position: [0, 0],
				parameters: {
					assignments: makeAssignments({ startedAt: '={{ $now.toUTC().toISO() }}' }),
				},
			},
			...makeCsvNodes('adjustments').filter(({ name }) => name !== TRIGGER),
			gameball(GAMEBALL, [660, 0], {
				...autoMap('balanceAdjustment'),
				waitForCompletion: true,
				output: 'records',
				options: { invalidRecords: 'skip' },
				requestOptions: { pollInterval: 2 },
			}),
			end('Arrived', [1_000, -200]),
			decide(IS_UNCERTAIN, [1_000, 100], '$json.error?.mayHaveWorked === true'),
			{
				name: CHECK_PAUSE,
				type: 'n8n-nodes-base.wait',
				position: [1_220, 0],
				parameters: { amount: 2, unit: 'minutes' },
			},
			{
				name: READ,
				type: 'n8n-nodes-base.httpRequest',
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
				position: [1_660, 0],
				parameters: { mode: 'combine', combineBy: 'combineByPosition', options: {} },
			},
			decide(HAS_ARRIVED, [1_880, 0], FIND_TRANSACTION),
			decide(IS_COMPLETE, [2_100, 100], '$json.hasMore !== true'),
			end('Arrived after all', [2_320, -100]),
			end('Did not arrive', [2_320, 100]),
			end('Check manually', [2_320, 300]),
			endRefused([1_220, 300]),
			note(
				'What is this?',
				[920, -560],
				"**Which adjustments arrived?**\n\nIf the connection breaks while a batch is on its way, it is unknown whether Gameball accepted it, and sending it again could pay twice. This workflow waits, reads the transactions of each of these customers, and looks for one with the row's amount and reason since the start. Send the rows of *Did not arrive* again.\n\n**Change:** the file, and the columns *Customer ID*, *Amount* and *Reason*. Give each adjustment a reason of its own. If the base URL in your credential is another one, change it in *Read the transactions* too.",
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
			[IS_COMPLETE]: [['Did not arrive'], ['Check manually']],
		},
	);
