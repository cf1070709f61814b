import { makeWorkflow, type WorkflowFile } from '../engine/workflows.mts';
import { columnValues, createTable, GET_REASON, onRows, where, type Table } from './dataTables.mts';
import { GAMEBALL, gameball, decide, note } from './nodes.mts';

/** The example that keeps what a trigger delivers in a table, and sends the rows together. */
export const COLLECT = { file: 'collect-and-send', name: 'Collect customers in a table and send them together' };

/** The table of that example. n8n finds it by a part of its name too, so the name is not part of another one. */
export const TABLE = 'customers-to-gameball';

/** The triggers of that example, and the node that reads the rows to send. */
export const SETUP = 'Run once manually';
export const SCHEDULE = 'Every five minutes';
export const READ_ROWS = 'Rows to send';
const WEBHOOK = 'A customer comes in';
const CREATE = 'Create the table';
const INSERT = 'Keep the customer';
const HAS_ARRIVED = 'Did it arrive?';
const DELETE = 'Delete the row';
const UPDATE = 'Keep the reason';

/** The address of the webhook. */
export const WEBHOOK_PATH = 'customer-to-gameball';

/** The times a row is refused before it is left for a person. */
export const MAX_TRIES = 5;

/** The most rows of a run. n8n takes out some forty a second, so that this many leave before the next run. */
const MAX_ROWS = 5_000;

/** The columns with the customer's data. */
const DATA_COLUMNS = ['customerId', 'email', 'name'];

/** The table, with those columns and the state of the row. */
const CUSTOMERS: Table = {
	name: TABLE,
	columns: [
		...[...DATA_COLUMNS, 'reason'].map((name) => ({ name, type: 'string' })),
		{ name: 'tries', type: 'number' },
	],
};

/** Refers to a column of the row that an item was made from. */
const ofRow = (column: string): string => `$('${READ_ROWS}').item.json.${column}`;

/** Counts what is wrong with the row itself: while Gameball cannot be reached, no row uses up its tries. */
const COUNT_TRIES = `${ofRow('tries')} + (['failed', 'invalid', 'unknown'].includes(($json.error ?? $json).status) ? 1 : 0)`;

/** Takes the customer's data out of an object. */
const takeData = (object: string) =>
	Object.fromEntries(DATA_COLUMNS.map((column) => [column, `={{ ${object}.${column} }}`]));

/** Makes the workflow that collects customers in a table of n8n's and sends them together. */
export const makeCollectWorkflow = (): WorkflowFile =>
	makeWorkflow(
		COLLECT.name,
		[
			{ name: SETUP, type: 'n8n-nodes-base.manualTrigger', position: [0, 0] },
			createTable(CUSTOMERS, CREATE, [220, 0]),
			{
				name: WEBHOOK,
				type: 'n8n-nodes-base.webhook',
				position: [0, 220],
				webhookId: WEBHOOK_PATH,
				// The caller hears of success only when the row is in the table.
				parameters: { httpMethod: 'POST', path: WEBHOOK_PATH, responseMode: 'lastNode', responseData: 'noData' },
			},
			onRows(CUSTOMERS, INSERT, [220, 220], 'insert', {
				columns: columnValues(CUSTOMERS, { ...takeData('$json.body'), tries: 0 }),
			}),
			{
				name: SCHEDULE,
				type: 'n8n-nodes-base.scheduleTrigger',
				position: [0, 440],
				parameters: { rule: { interval: [{ field: 'minutes', minutesInterval: 5 }] } },
			},
			{
				...onRows(CUSTOMERS, READ_ROWS, [220, 440], 'get', { limit: MAX_ROWS }, [
					where('tries', 'lt', MAX_TRIES),
					// Rows that come in between two pages of 1,000 would make n8n give up the reading.
					where('createdAt', 'lt', '={{ $now.toISO() }}'),
				]),
				retryOnFail: true,
				maxTries: 5,
				waitBetweenTries: 5_000,
			},
			gameball(GAMEBALL, [440, 440], {
				operation: 'createBatch',
				recordType: 'customer',
				mapping: 'manual',
				fields: { mappingMode: 'defineBelow', value: takeData('$json') },
				waitForCompletion: true,
				output: 'records',
				// Longer than from run to run: runs that give up before their jobs are finished would send the same rows for ever.
				options: { duplicates: 'merge', maxWaitTime: 15 },
			}),
			decide(HAS_ARRIVED, [660, 340], "$json.status === 'successful'"),
			// A row that was changed while it was on its way stays, and is sent again.
			onRows(CUSTOMERS, DELETE, [880, 340], 'deleteRows', {}, [
				where('id', 'eq', `={{ ${ofRow('id')} }}`),
				where('updatedAt', 'eq', `={{ ${ofRow('updatedAt')} }}`),
			]),
			onRows(
				CUSTOMERS,
				UPDATE,
				[880, 540],
				'update',
				{ columns: columnValues(CUSTOMERS, { reason: `={{ ${GET_REASON} }}`, tries: `={{ ${COUNT_TRIES} }}` }) },
				[where('id', 'eq', `={{ ${ofRow('id')} }}`)],
			),
			note(
				'What is this?',
				[440, -180],
				"**Many calls, few requests**\n\nThe webhook only writes a row. Every five minutes all rows go to Gameball together: those that arrived leave the table, the others stay with the *reason* and are sent again. *tries* counts how often a row was refused, not how often Gameball could not be reached. A row refused five times is left for you: correct it and set *tries* to 0, or delete it.\n\n**First** (n8n 2.20 or later): choose your credential in *Send to Gameball*, run *Create the table* once, and publish the workflow.\n\n**Change:** the columns, in *Create the table*, *Keep the customer* and *Send to Gameball*; the webhook, or your app's trigger in its place. Give the webhook an authentication.\n\nIf a run takes longer than five minutes, or n8n is killed, some customers are sent a second time, which changes nothing. It is made for customers: what moves points would move them twice.",
				{ height: 400, width: 480 },
			),
		],
		{
			[SETUP]: [[CREATE]],
			[WEBHOOK]: [[INSERT]],
			[SCHEDULE]: [[READ_ROWS]],
			[READ_ROWS]: [[GAMEBALL]],
			[GAMEBALL]: [[HAS_ARRIVED], [UPDATE]],
			[HAS_ARRIVED]: [[DELETE], [UPDATE]],
		},
	);
