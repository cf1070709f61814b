import { makeWorkflow, type WorkflowFile } from '../engine/workflows.mts';
import { autoMap, GAMEBALL, gameball, makeEnds, note, TRIGGER } from './nodes.mts';

/** The example for the first minutes: it runs anywhere, without files and other accounts. */
export const FIRST_RUN = { file: 'first-run', name: 'Try Gameball with five invented customers' };

/** The nodes with the customers. */
export const LIST = 'Five invented customers';
const SPLIT = 'One item each';

const CUSTOMERS = [
	['C-1001', 'Layla', 'Hassan', 'layla.hassan@example.com', '+971505550101', '1991-04-12', 'Dubai', 'Gold card'],
	['C-1002', 'Omar', 'Fathy', 'omar.fathy@example.com', '+201005550102', '1986-11-03', 'Cairo', 'App'],
	['C-1003', 'نورة', 'العتيبي', 'noura.otaibi@example.com', '+966505550103', '1995-07-21', 'الرياض', 'Store'],
	['C-1004', 'Amelia', 'Clarke', 'amelia.clarke@example.com', '+442079460104', '1979-01-30', 'London', 'App'],
	['C-1005', 'Diego', 'Ramos', 'diego.ramos@example.com', '+34915550105', '2001-09-08', 'Madrid', 'Store'],
].map(([id, first, last, email, phone, born, city, joined]) => ({
	...{ 'Customer No.': id, 'First name': first, 'Last name': last, 'E-mail': email, Phone: phone },
	...{ 'Date of birth': born, City: city, 'Joined in': joined },
}));

/** Makes the workflow for the first minutes. */
export const makeFirstRunWorkflow = (): WorkflowFile =>
	makeWorkflow(
		FIRST_RUN.name,
		[
			{ name: TRIGGER, type: 'n8n-nodes-base.manualTrigger', position: [0, 0] },
			{
				name: LIST,
				type: 'n8n-nodes-base.set',
				position: [220, 0],
				parameters: { mode: 'raw', jsonOutput: JSON.stringify({ customers: CUSTOMERS }, null, 2), options: {} },
			},
			{
				name: SPLIT,
				type: 'n8n-nodes-base.splitOut',
				position: [440, 0],
				parameters: { fieldToSplitOut: 'customers', options: {} },
			},
			gameball(GAMEBALL, [660, 0], {
				...autoMap('customer'),
				dryRun: true,
				waitForCompletion: true,
				output: 'records',
				options: {},
			}),
			...makeEnds(1_000),
			note(
				'First run',
				[-20, -420],
				[
					'**Your first run**',
					`1. *${GAMEBALL}*: choose your credential, best with test keys.\n2. Click *Execute workflow*. *Dry Run* is on, so nothing is sent. Open *${GAMEBALL}*: its output shows each customer as Gameball would get it, and the hints show which column feeds which field. *Arrived* gets what would be sent.\n3. Turn off *Dry Run* and execute again: the five customers arrive in Gameball, with the IDs C-1001 to C-1005. The node cannot delete them again; with test keys, they are only in your test data.\n4. Turn *Dry Run* on again. Put a node that outputs your own customers in place of *${LIST}* and *${SPLIT}*, and check a dry run before you send.`,
					'**Which customer ID?** Send the same permanent ID as your shop and your mobile app do: *Customer No.* here.',
				].join('\n\n'),
				{ width: 700, height: 360 },
			),
		],
		{
			[TRIGGER]: [[LIST]],
			[LIST]: [[SPLIT]],
			[SPLIT]: [[GAMEBALL]],
			[GAMEBALL]: [['Arrived'], ['Refused']],
		},
	);
