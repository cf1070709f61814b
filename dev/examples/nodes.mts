import type { INode, INodeParameters } from 'n8n-workflow';
import type { NodeSpec, Wires } from '../engine/workflows.mts';

/** The versions of nodes in the examples: the latest of n8n 2.41. Nodes that are not here have only version 1. */
export const VERSIONS: Readonly<Record<string, number>> = {
	convertToFile: 1.1,
	dataTable: 1.1,
	extractFromFile: 1.1,
	filter: 2.3,
	form: 2.5,
	formTrigger: 2.6,
	googleSheets: 4.7,
	httpRequest: 4.5,
	hubspot: 2.2,
	if: 2.3,
	merge: 3.2,
	microsoftExcel: 2.2,
	mySql: 2.5,
	odoo: 2,
	postgres: 2.7,
	readWriteFile: 1.1,
	removeDuplicates: 2,
	salesforce: 1.1,
	scheduleTrigger: 1.4,
	set: 3.5,
	typeformTrigger: 1.1,
	wait: 1.1,
	webhook: 2.1,
};

/** The names of nodes in the examples. */
export const TRIGGER = 'Run manually';
export const ROWS = 'Rows of the CSV';
export const GAMEBALL = 'Send to Gameball';

/** The folder in which n8n 2 may read and write files in Docker, unless it is set up otherwise. */
export const FOLDER = '/home/node/.n8n-files';

/** Makes the nodes that read a CSV. */
export const makeCsvReader = (path: string): NodeSpec[] => [
	{
		name: 'Read the CSV',
		type: 'n8n-nodes-base.readWriteFile',
		position: [220, 0],
		parameters: { fileSelector: path },
	},
	{
		name: ROWS,
		type: 'n8n-nodes-base.extractFromFile',
		position: [440, 0],
		parameters: { operation: 'csv', binaryPropertyName: 'data' },
	},
];

/** Makes the trigger and the nodes that read a CSV of the examples. */
export const makeCsvNodes = (csv: string): NodeSpec[] => [
	{ name: TRIGGER, type: 'n8n-nodes-base.manualTrigger', position: [0, 0] },
	...makeCsvReader(`${FOLDER}/${csv}.csv`),
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
	position,
	parameters: { mode: 'raw', jsonOutput: '={{ ({ message: $json.message, ...$json }) }}', options: {} },
});

/** Makes the nodes at the two ends of a Gameball node. */
export const makeEnds = (x: number): NodeSpec[] => [end('Arrived', [x, -100]), endRefused([x, 100])];

/** Makes the fields of an Edit Fields node, each a text or an expression. */
export const makeAssignments = (fields: Readonly<Record<string, string>>): INodeParameters => ({
	assignments: Object.entries(fields).map(([name, value]) => ({ id: name, name, value, type: 'string' })),
});

/** Makes the conditions of an If or a Filter node: an expression that is true. */
export const makeCondition = (expression: string): INodeParameters => ({
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
});

/** Makes a node that sends items for which an expression is true to its first output, and the others to its second. */
export const decide = (name: string, position: [number, number], expression: string): NodeSpec => ({
	name,
	type: 'n8n-nodes-base.if',
	position,
	parameters: { conditions: makeCondition(expression) },
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
