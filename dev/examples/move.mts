import { makeWorkflow, type WorkflowFile } from '../engine/workflows.mts';
import {
	autoMap,
	FOLDER,
	gameball,
	makeAssignments,
	makeCondition,
	makeCsvReader,
	makeEnds,
	note,
	ROWS,
	TRIGGER,
} from './nodes.mts';

/** The example that moves customers and their points from another loyalty program. */
export const MOVE = {
	file: 'move-from-another-program',
	name: 'Move customers and points from another loyalty program',
};

/** The nodes of that example. */
export const SEND = 'Send the customers';
export const POINTS = 'Opening points';
export const GIVE = 'Give the points';
const HAS_POINTS = 'Has points?';

const waiting = (recordType: string) => ({
	...autoMap(recordType),
	dryRun: true,
	waitForCompletion: true,
	output: 'records',
});

/** Makes the workflow that moves a loyalty program. */
export const makeMoveWorkflow = (): WorkflowFile => ({
	...makeWorkflow(
		MOVE.name,
		[
			{ name: TRIGGER, type: 'n8n-nodes-base.manualTrigger', position: [0, 0] },
			...makeCsvReader(`${FOLDER}/export.csv`),
			gameball(SEND, [660, 0], { ...waiting('customer'), customerId: 'email', options: { unknownFields: 'ignore' } }),
			{
				name: POINTS,
				type: 'n8n-nodes-base.set',
				position: [920, 0],
				parameters: {
					assignments: makeAssignments({
						'Customer ID': '={{ $json.customerId }}',
						// 1,250 points are 1250. What is written in another way goes on as it is, and Give the points refuses it.
						Amount: `={{ String($('${ROWS}').item.json['Points balance'] ?? '').trim().replace(/^\\d{1,3}(,\\d{3})+$/, (points) => points.replaceAll(',', '')) }}`,
						Reason: 'Points from the old program',
					}),
					options: {},
				},
			},
			{
				name: HAS_POINTS,
				type: 'n8n-nodes-base.filter',
				position: [1_140, 0],
				parameters: { conditions: makeCondition("!['', '0'].includes($json.Amount)"), options: {} },
			},
			gameball(GIVE, [1_360, 0], {
				...waiting('balanceAdjustment'),
				...{ sendOnce: true, sendOnceOptions: { columns: 'Customer ID' } },
				options: { trial: { size: 1, maxRefused: 0 } },
			}),
			...makeEnds(1_640),
			note(
				'What to change',
				[-20, -520],
				[
					'**What to change**',
					`1. *Read the CSV*: the full path of the export of your old program. n8n 2 reads only the folder *.n8n-files* in the home folder of its user, in Docker *${FOLDER}*.\n2. *${SEND}* and *${GIVE}*: choose your Gameball credential.\n3. *${SEND}*: exports of loyalty programs have no customer ID of your shop, so *Customer ID* is *Email*. If your shop sends these customers with another ID, add it to the export first, and set *Customer ID* to *Column*: otherwise they get a second profile.\n4. *${POINTS}*: if your column with the points has another name, replace *Points balance* in *Amount*. Points must be written as 1250 or 1,250.\n5. Click *Execute workflow*. *Dry Run* is on in both nodes: nothing is sent, and you see what would be.\n6. Unpin the sample data of *Read the CSV* and *${ROWS}* (select the node and press P), and turn off *Dry Run* in *${SEND}*. Then make a second file with the header and one customer, and read that one first. Turn off *Dry Run* in *${GIVE}*, and check the customer in Gameball before you read the whole file. For more than 10,000 customers with points, raise *Remember*.`,
					`*${GIVE}* sends one adjustment first, and no other if Gameball refuses it. It remembers to whom it gave points, so a second run gives them to nobody twice. Tiers are not moved: Gameball's own importer sets them.`,
				].join('\n\n'),
				{ width: 800, height: 440 },
			),
		],
		{
			[TRIGGER]: [['Read the CSV']],
			'Read the CSV': [[ROWS]],
			[ROWS]: [[SEND]],
			[SEND]: [[POINTS], ['Refused']],
			[POINTS]: [[HAS_POINTS]],
			[HAS_POINTS]: [[GIVE]],
			[GIVE]: [['Arrived'], ['Refused']],
		},
	),
	pinData: {
		'Read the CSV': [{ json: { fileName: 'export.csv' } }],
		[ROWS]: [
			['Layla', 'Hassan', 'layla.hassan@example.com', '1,250', 'Gold', '1991-04-12'],
			['Omar', 'Fathy', 'omar.fathy@example.com', '80', 'Silver', '1986-11-03'],
			['Amelia', 'Clarke', 'amelia.clarke@example.com', '0', 'Silver', ''],
		].map(([first, last, email, points, tier, born]) => ({
			json: {
				...{ 'First name': first, 'Last name': last, Email: email },
				...{ 'Points balance': points, 'Vip tier name': tier, 'Date of birth': born },
			},
		})),
	},
});
