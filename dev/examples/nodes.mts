import type { INode } from 'n8n-workflow';
import type { NodeSpec, Wires } from '../engine/workflows.mts';

/** The names of nodes in the examples. */
export const TRIGGER = 'Run by hand';
export const ROWS = 'Rows of the CSV';
export const GAMEBALL = 'Send to Gameball';

/** Makes the trigger and the nodes that read a CSV. */
export const makeCsvNodes = (csv: string): NodeSpec[] => [
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
export const ROWS_WIRES: Wires = { [TRIGGER]: [['Read the CSV']], 'Read the CSV': [[ROWS]], [ROWS]: [[GAMEBALL]] };

/** Makes a Gameball node with an error output for what is refused. */
export const gameball = (name: string, position: [number, number], parameters: INode['parameters']): NodeSpec => ({
	name,
	type: 'n8n-nodes-gameball.gameball',
	position,
	parameters,
	credentials: { gameballApi: { id: 'gameball', name: 'Gameball' } },
	onError: 'continueErrorOutput',
});

/** Makes the parameters of a Create Batch that maps automatically. */
export const autoMap = (recordType: string) => ({
	operation: 'createBatch',
	recordType,
	mapping: 'automatic',
});

/** Makes a node at which a branch ends. */
export const end = (name: string, position: [number, number]): NodeSpec => ({
	name,
	type: 'n8n-nodes-base.noOp',
	position,
});

/** Makes the node at which refused records end. n8n puts the reason behind the columns of an item; here it comes first. */
export const endRefused = (position: [number, number]): NodeSpec => ({
	name: 'Refused',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	position,
	parameters: { mode: 'raw', jsonOutput: '={{ ({ message: $json.message, ...$json }) }}', options: {} },
});

/** Makes a node that sends items for which an expression is true to its first output, and the others to its second. */
export const decide = (name: string, position: [number, number], expression: string): NodeSpec => ({
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

/** Makes a sticky note. */
export const note = (
	name: string,
	position: [number, number],
	content: string,
	size: { readonly height?: number; readonly width?: number } = {},
): NodeSpec => ({
	name,
	type: 'n8n-nodes-base.stickyNote',
	position,
	parameters: { content, height: 260, width: 460, ...size },
});
