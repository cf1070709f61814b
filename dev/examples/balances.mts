import { makeWorkflow, type WorkflowFile } from '../engine/workflows.mts';
import { autoMap, gameball, makeCondition, makeEnds, note, TRIGGER } from './nodes.mts';
import { googleSheet } from './templates/steps.mts';

/** The example that brings balances to the numbers in a sheet, and changes nothing when it runs again. */
export const BALANCES = { file: 'bring-balances-to-a-sheet', name: 'Bring balances to the numbers in a Google sheet' };

/** The nodes of that example. */
export const READ = 'Read the balances';
export const ADJUST = 'Adjust the balances';
const JOIN = 'Row and balance';
const DIFFERENCE = 'Difference';
const IS_DIFFERENT = 'Is it different?';

const SHEET = googleSheet();

const waiting = (recordType: string) => ({
	...autoMap(recordType),
	waitForCompletion: true,
	output: 'records',
	options: {},
});

/** Makes the workflow that brings balances to the numbers in a sheet. */
export const makeBalancesWorkflow = (): WorkflowFile => ({
	...makeWorkflow(
		BALANCES.name,
		[
			{ name: TRIGGER, type: 'n8n-nodes-base.manualTrigger', position: [0, 0] },
			{ name: SHEET.name, type: SHEET.type, parameters: SHEET.parameters ?? {}, position: [220, 0] },
			gameball(READ, [440, 100], waiting('balanceInquiry')),
			{
				name: JOIN,
				type: 'n8n-nodes-base.merge',
				position: [700, 0],
				parameters: {
					mode: 'combine',
					advanced: true,
					mergeByFields: { values: [{ field1: 'Customer ID', field2: 'customerId' }] },
					options: { fuzzyCompare: true },
				},
			},
			{
				name: DIFFERENCE,
				type: 'n8n-nodes-base.set',
				position: [920, 0],
				parameters: {
					mode: 'raw',
					jsonOutput:
						"={{ ({ 'Customer ID': $json['Customer ID'], 'Balance now': $json.balance, Amount: [$json.Balance, $json.balance].some((value) => String(value ?? '').trim() === '') ? null : Number($json.Balance) - Number($json.balance), Reason: 'Balance from the sheet' }) }}",
					options: {},
				},
			},
			{
				name: IS_DIFFERENT,
				type: 'n8n-nodes-base.filter',
				position: [1_140, 0],
				parameters: {
					conditions: makeCondition('Number.isFinite($json.Amount) && $json.Amount !== 0'),
					options: {},
				},
			},
			gameball(ADJUST, [1_360, 0], { ...waiting('balanceAdjustment'), dryRun: true }),
			...makeEnds(1_640),
			note(
				'What to change',
				[-20, -460],
				[
					'**What to change**',
					`1. *${SHEET.name}*: choose your credential, your spreadsheet and your sheet. It has the columns *Customer ID* and *Balance*: the balance that the customer should have.\n2. *${READ}* and *${ADJUST}*: choose your Gameball credential.\n3. Click *Execute workflow*. *Dry Run* is on in *${ADJUST}*, so no balance changes. Look at *${DIFFERENCE}*: *Balance now* has to be the balance that Gameball shows. Gameball does not document what its answer calls the balance; if the column is empty, put the right name in place of *balance* there.\n4. Unpin the sample data: select the node and press P. Leave one row in the sheet, turn off *Dry Run*, run it, and check that customer in Gameball before you run all rows. A row without a *Balance* is passed over.`,
					'A second run reads the balances again, finds no difference and changes nothing. Do not run it while customers earn or spend points: what they earn in between would be taken back.',
				].join('\n\n'),
				{ width: 760, height: 380 },
			),
		],
		{
			[TRIGGER]: [[SHEET.name]],
			[SHEET.name]: [[JOIN, READ]],
			[READ]: [[{ node: JOIN, input: 1 }], ['Refused']],
			[JOIN]: [[DIFFERENCE]],
			[DIFFERENCE]: [[IS_DIFFERENT]],
			[IS_DIFFERENT]: [[ADJUST]],
			[ADJUST]: [['Arrived'], ['Refused']],
		},
	),
	pinData: {
		[SHEET.name]: [
			{ json: { 'Customer ID': 'C-1001', Balance: 250 } },
			{ json: { 'Customer ID': 'C-1002', Balance: 80 } },
		],
	},
});
