import type { INodeParameters } from 'n8n-workflow';
import { makeWorkflow, type NodeSpec, type WorkflowFile } from '../../engine/workflows.mts';
import { end, GAMEBALL, gameball, note } from '../exampleNodes.mts';

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

/** The size of the note, and the room between it and the nodes. */
const NOTE = { width: 620, height: 320, gap: 60 };

const place = ({ delivers: _, ...node }: Step, x: number, y: number): NodeSpec => ({ ...node, position: [x, y] });

/** Writes what to change, and what else there is to know. */
export const writeNote = (change: readonly string[], remark: string): string =>
	['**What to change**', change.map((text, index) => `${index + 1}. ${text}`).join('\n'), remark].join('\n\n');

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
			end('Refused', [x + ACROSS, 100]),
			note(
				'What to change',
				[-20, -NOTE.height - NOTE.gap - 100],
				writeNote([...change, `*${GAMEBALL}*: choose your credential.`], remark),
				{ width: NOTE.width, height: NOTE.height },
			),
		],
		{ ...Object.fromEntries([...first, ...last]), [GAMEBALL]: [['Arrived'], ['Refused']] },
	);
}
