import { makeWorkflow, type WorkflowFile } from '../../engine/workflows.mts';
import { columnValues, createTable, GET_REASON, onRows, where, type Table } from '../dataTables.mts';
import { end, GAMEBALL, gameball } from '../nodes.mts';
import { sendAll } from './steps.mts';
import { makeNote } from './Template.mts';

/** The template that keeps refused customers in a table, to correct them in a form. */
export const TRY_AGAIN = {
	file: 'try-refused-rows-again',
	name: 'Keep refused customers and send them again corrected',
};

/** The node that starts it once, by hand. */
export const TRY_AGAIN_SETUP = 'Run once manually';

const WEBHOOK = 'A customer comes in';
const FORM = 'Correct a row';
const CREATE = 'Create the table';
const KEEP = 'Keep the refused row';
const FIND = 'Find the row';
const SEND_AGAIN = 'Send it again';
const DELETE = 'Delete the row';
const UPDATE = 'Keep the new reason';

/** The columns with the customer's data, each with its question in the form. */
const QUESTIONS = { customerId: 'Customer ID', email: 'Email', name: 'Name', mobile: 'Mobile' };

/** The question for the number of the row. */
const ROW_QUESTION = 'Row';

/** The table of the refused customers. */
export const REFUSED: Table = {
	name: 'refused-by-gameball',
	columns: [...Object.keys(QUESTIONS), 'reason'].map((name) => ({ name, type: 'string' })),
};

/** Makes an expression for each column of the customer's data. */
const forEachColumn = (write: (column: string, question: string) => string): Record<string, string> =>
	Object.fromEntries(
		Object.entries(QUESTIONS).map(([column, question]) => [column, `={{ ${write(column, question)} }}`]),
	);

const received = forEachColumn((column) => `$('${WEBHOOK}').item.json.body.${column}`);

/** The row with what the form corrects: an answer left empty changes nothing. */
const corrected = forEachColumn(
	(column, question) => `$('${FORM}').item.json['${question}'] || $('${FIND}').item.json.${column}`,
);

const ofRow = where('id', 'eq', `={{ $('${FIND}').item.json.id }}`);

const sendColumns = (columns: Readonly<Record<string, string>>) => ({
	...sendAll('customer'),
	// What a dry run shows would count as arrived, and its row would be deleted.
	dryRun: false,
	mapping: 'manual',
	fields: { mappingMode: 'defineBelow', value: { ...columns } },
});

/** Makes the workflow of the template. */
export const makeTryAgainWorkflow = (): WorkflowFile =>
	makeWorkflow(
		TRY_AGAIN.name,
		[
			{ name: TRY_AGAIN_SETUP, type: 'n8n-nodes-base.manualTrigger', position: [0, 0] },
			createTable(REFUSED, CREATE, [220, 0]),
			{
				name: WEBHOOK,
				type: 'n8n-nodes-base.webhook',
				position: [0, 240],
				webhookId: 'gameball-customer-to-keep',
				parameters: {
					httpMethod: 'POST',
					path: 'gameball-customer-to-keep',
					authentication: 'headerAuth',
					options: {},
				},
			},
			gameball(GAMEBALL, [220, 240], sendColumns(received)),
			end('Arrived', [660, 140]),
			onRows(REFUSED, KEEP, [440, 340], 'insert', {
				columns: columnValues(REFUSED, { ...received, reason: `={{ ${GET_REASON} }}` }),
			}),
			{
				name: FORM,
				type: 'n8n-nodes-base.formTrigger',
				position: [0, 580],
				webhookId: 'gameball-correct-a-row',
				parameters: {
					formTitle: 'Correct a customer for Gameball',
					formDescription: `The number of the row is in the column id of the table ${REFUSED.name}. Enter the correct values, only for what is wrong.`,
					formFields: {
						values: [
							{ fieldLabel: ROW_QUESTION, fieldType: 'number', requiredField: true },
							...Object.values(QUESTIONS).map((fieldLabel) => ({ fieldLabel })),
						],
					},
					responseMode: 'onReceived',
					options: {
						respondWithOptions: {
							values: { formSubmittedText: 'On its way. Once Gameball accepts the customer, the row is deleted.' },
						},
					},
				},
			},
			onRows(REFUSED, FIND, [220, 580], 'get', { limit: 1 }, [where('id', 'eq', `={{ $json.${ROW_QUESTION} }}`)]),
			gameball(SEND_AGAIN, [440, 580], sendColumns(corrected)),
			onRows(REFUSED, DELETE, [660, 480], 'deleteRows', {}, [ofRow]),
			onRows(
				REFUSED,
				UPDATE,
				[660, 680],
				'update',
				{ columns: columnValues(REFUSED, { ...corrected, reason: `={{ ${GET_REASON} }}` }) },
				[ofRow],
			),
			makeNote(
				[
					`*${GAMEBALL}* and *${SEND_AGAIN}*: choose your credential.`,
					`*${CREATE}*: run it once. The table is under *Data tables*.`,
					`*${WEBHOOK}*: choose a *Header Auth* credential with a secret of your own; or put the trigger of your app in its place.`,
					`For more columns, add them in *${CREATE}*, in the form, and in both nodes that send and both that keep a row.`,
				],
				`**Then publish the workflow.** A customer who does not arrive stays in the table with the *reason*. Open the form of *${FORM}*, enter the number of the row and the correct values, only for what is wrong: the customer is sent again, and once Gameball accepts them, the row is deleted. Protect the form with authentication if others can reach your n8n.`,
			),
		],
		{
			[TRY_AGAIN_SETUP]: [[CREATE]],
			[WEBHOOK]: [[GAMEBALL]],
			[GAMEBALL]: [['Arrived'], [KEEP]],
			[FORM]: [[FIND]],
			[FIND]: [[SEND_AGAIN]],
			[SEND_AGAIN]: [[DELETE], [UPDATE]],
		},
	);
