import type { IDataObject, INodeParameters, IPinData } from 'n8n-workflow';
import { SOURCES, type SourceFixture } from '../../../test/fixtures/sources/index.mts';
import { makeWorkflow, type NodeSpec, type WorkflowFile } from '../../engine/workflows.mts';
import { GAMEBALL, gameball, makeEnds, note } from '../nodes.mts';

/** A node of a template, still without a place. */
export interface Step extends Omit<NodeSpec, 'position'> {
	/** The sources in `test/fixtures/sources` whose items it delivers in the test, and as sample data, in place of an app's. */
	readonly delivers?: readonly string[];
	/** Puts these items into what surrounds them in the output of the node, such as the body of a webhook. @default as they are */
	readonly around?: (items: readonly IDataObject[]) => IDataObject[];
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
	/** The time zone of the times that its source delivers without one. @default that of n8n */
	readonly timezone?: string;
}

/** The distances between nodes that follow each other, and between triggers. */
const ACROSS = 220;
const DOWN = 180;

/** The width of the note, about how many characters a line of it has, and the heights of a line and of the rest. */
const NOTE = { width: 620, characters: 80, line: 17, rest: 50 };

/** The room between the note and the nodes. */
const GAP = 160;

/**
 * Finds the sources that a node delivers.
 *
 * @throws Error if there is no such source
 */
export const listSources = ({ delivers = [] }: Step): SourceFixture[] =>
	delivers.map((name) => {
		const found = SOURCES.find(({ source }) => source === name);
		if (found === undefined) throw new Error(`There is no source ${name}`);
		return found;
	});

/** Makes the output of a node from sources that it delivers. */
export const makeOutput = ({ around = (items) => [...items] }: Step, sources: readonly SourceFixture[]) =>
	around(sources.map(({ item }) => item)).map((json) => ({ json }));

/** Pins sample data to the nodes that read from an app, so that the workflow runs before any account is connected. */
function pinSamples(steps: readonly Step[]): IPinData {
	const samples = steps.map((step) => {
		const accepted = listSources(step).filter(({ values }) => values !== undefined);
		return [step.name, accepted.length === 0 ? [] : makeOutput(step, accepted)] as const;
	});
	return Object.fromEntries(samples.filter(([, items]) => items.length > 0));
}

const place = ({ delivers: _, around: __, ...node }: Step, x: number, y: number): NodeSpec => ({
	...node,
	position: [x, y],
});

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

/** The steps from the sample data to a run that sends. @param pinned the names of the nodes with sample data */
const tryOut = (pinned: readonly string[]): string[] => [
	`*${GAMEBALL}*: choose your credential. *Dry Run* is on: *Execute workflow* sends nothing, and shows how ${pinned.length === 0 ? 'your data' : 'the sample data'} would be mapped.`,
	`${pinned.length === 0 ? 'Turn' : `Unpin the sample data of ${pinned.map((name) => `*${name}*`).join(' and ')}: select the node and press P. Execute again to see your own data, then turn`} off *Dry Run* in *${GAMEBALL}*.`,
];

/** Makes the workflow of a template, as the editor exports it. */
export function makeTemplateWorkflow({
	name,
	triggers,
	steps = [],
	send,
	change,
	remark,
	timezone,
}: Template): WorkflowFile {
	const chain = [...steps.map((step) => step.name), GAMEBALL];
	const x = ACROSS * chain.length;
	const last = chain.slice(0, -1).map((step, index): [string, string[][]] => [step, [[chain[index + 1] ?? '']]]);
	const pinData = pinSamples([...triggers, ...steps]);
	const first = triggers.map((trigger): [string, string[][]] => [trigger.name, [[chain[0] ?? '']]]);
	const workflow = makeWorkflow(
		name,
		[
			...triggers.map((trigger, index) => place(trigger, 0, index * DOWN)),
			...steps.map((step, index) => place(step, ACROSS * (index + 1), 0)),
			gameball(GAMEBALL, [x, 0], send),
			...makeEnds(x + ACROSS),
			makeNote([...change, ...tryOut(Object.keys(pinData))], remark),
		],
		{ ...Object.fromEntries([...first, ...last]), [GAMEBALL]: [['Arrived'], ['Refused']] },
	);
	const settings = { ...workflow.settings, ...(timezone === undefined ? {} : { timezone }) };
	return { ...workflow, settings, pinData };
}
