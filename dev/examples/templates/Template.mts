import type { INodeParameters } from 'n8n-workflow';
import { makeWorkflow, type NodeSpec, type WorkflowFile } from '../../engine/workflows.mts';
import { end, GAMEBALL, gameball, note, endRefused } from '../nodes.mts';

/** A node of a template, still without a place. */
export interface Step extends Omit<NodeSpec, 'position'> {
	/** The sources in `test/fixtures/sources` whose items it delivers in the test, in place of an app's. */
	readonly delivers?: readonly string[];
}

/** A workflow that a team imports and only connects to its accounts. */
export interface Template {
	/** The name of its file in `examples`, without the extension. */
	readonly file: string;
	readonly name: string;
	/** The nodes that start it, each by itself. */
	readonly triggers: readonly [Step, ...Step[]];
	/** The nodes between the triggers and the Gameball node. @default none */
	readonly steps?: readonly Step[];
	/** The parameters of the Gameball node. */
	readonly send: INodeParameters;
	/** What to change, in the order of the nodes; the credential of the Gameball node goes without saying. */
	readonly change: readonly string[];
	/** What else there is to know. */
	readonly remark: string;
}

/** The distances between nodes that follow each other, and between triggers. */
const ACROSS = 220;
const DOWN = 180;

/** The width of the note, about how many characters a line of it has, and the heights of a line and of the rest. */
const NOTE = { width: 620, characters: 80, line: 17, rest: 50 };

/** The room between the note and the nodes. */
const GAP = 160;

const place = ({ delivers: _, ...node }: Step, x: number, y: number): NodeSpec => ({ ...node, position: [x, y] });

/** Makes the note that says what to change and what else there is to know. It ends above the nodes. */
export function makeNote(change: readonly string[], remark: string): NodeSpec {
	const list = change.map((text, index) => `${index + 1}. ${text}`).join('\n');
	const content = ['**What to change**', list, remark].join('\n\n');
	const lines = content
		.split('\n')
		.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / NOTE.characters)), 0);
	const height = Math.ceil((lines * NOTE.line + NOTE.rest) / 20) * 20;
	return note('What to change', [-20, -height - GAP], content, { width: NOTE.width, height });
}

/** Makes the workflow of a template, as the editor exports it. */
export function makeTemplateWorkflow({ name, triggers, steps = [], send, change, remark }: Template): WorkflowFile {
	const chain = [...steps.map((step) => step.name), GAMEBALL];
	const x = ACROSS * chain.length;
	const last = chain.slice(0, -1).map((step, index): [string, string[][]] => [step, [[chain[index + 1] ?? '']]]);
	const first = triggers.map((trigger): [string, string[][]] => [trigger.name, [[chain[0] ?? '']]]);
	return makeWorkflow(
		name,
		[
			...triggers.map((trigger, index) => place(trigger, 0, index * DOWN)),
			...steps.map((step, index) => place(step, ACROSS * (index + 1), 0)),
			gameball(GAMEBALL, [x, 0], send),
			end('Arrived', [x + ACROSS, -100]),
			endRefused([x + ACROSS, 100]),
			makeNote([...change, `*${GAMEBALL}*: choose your credential.`], remark),
		],
		{ ...Object.fromEntries([...first, ...last]), [GAMEBALL]: [['Arrived'], ['Refused']] },
	);
}
