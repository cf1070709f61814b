import type { IDataObject, INode, INodeParameters, IPinData } from 'n8n-workflow';
import { GAMEBALL, TRIGGER } from '../../dev/demo/exampleNodes.mts';
import type { Step } from '../../dev/demo/templates/Template.mts';
import { ONLY_CHANGES, TEMPLATES } from '../../dev/demo/templates/templates.mts';
import type { WorkflowFile } from '../../dev/engine/workflows.mts';
import { Cleanup } from '../../dev/n8n/cleanup.mts';
import { prepareExample } from '../../dev/n8n/examples.mts';
import { getItems, type Execution } from '../../dev/n8n/rest.mts';
import { N8nSession } from '../../dev/n8n/session.mts';
import { toEntry } from '../fixtures/sources/entries.mts';
import { SOURCES } from '../fixtures/sources/index.mts';
import type { SourceFixture } from '../fixtures/sources/SourceFixture.mts';

const SHEET = 'Rows of the sheet';

const cleanup = new Cleanup();
let session: N8nSession;
beforeAll(async () => {
	session = await N8nSession.start(cleanup, { queuedFor: 0, recordsPerSecond: 10_000 });
});
afterAll(async () => await cleanup.run());

/** Prepares a template as a user does who waits no longer than needed. */
function prepareTemplate(file: string): WorkflowFile {
	const template = prepareExample(file, session.credential);
	const nodes = template.nodes.map((node): INode => {
		const { parameters } = node;
		if (node.name !== GAMEBALL || parameters.waitForCompletion !== true) return node;
		const options = { ...(parameters.options as INodeParameters), pollInterval: 1 };
		return { ...node, parameters: { ...parameters, options } };
	});
	return { ...template, nodes };
}

/** Runs a workflow by hand to its end, with success. */
async function run(workflow: string, trigger: string): Promise<Execution> {
	const execution = await session.api.waitForEnd(await session.api.run(workflow, trigger));
	expect(execution.error).toBeUndefined();
	expect(execution.status).toBe('success');
	return execution;
}

/** Returns the entries of the batches that Gameball gets while something is done. */
async function listSent(doIt: () => Promise<unknown>): Promise<IDataObject[]> {
	const before = session.simulator.requests.length;
	await doIt();
	const bodies = session.simulator.requests
		.slice(before)
		.map(({ body }) => body as { body?: IDataObject[] } | undefined);
	return bodies.flatMap((batch) => batch?.body ?? []);
}

function findSource(name: string): SourceFixture {
	const found = SOURCES.find(({ source }) => source === name);
	if (found === undefined) throw new Error(`There is no source ${name}`);
	return found;
}

const listSources = ({ delivers = [] }: Step): SourceFixture[] => delivers.map(findSource);

/** The starts of all templates that have items to deliver: by their trigger, with what it and the nodes after it deliver. */
const STARTS = TEMPLATES.flatMap(({ file, triggers, steps = [] }) =>
	triggers.map((trigger) => {
		const nodes = [trigger, ...steps].filter((step) => listSources(step).length > 0);
		return { file, trigger: trigger.name, nodes, sources: listSources(nodes.at(-1) ?? trigger) };
	}),
).filter(({ sources }) => sources.length > 0);

test.each(STARTS.map((start) => [start.file, start.trigger, start] as const))(
	'should send what arrives in %s when it starts with "%s"',
	async (file, trigger, { nodes, sources }) => {
		const pinData: IPinData = Object.fromEntries(
			nodes.map((node) => [node.name, listSources(node).map(({ item }) => ({ json: item }))]),
		);
		const { api } = session;
		const workflow = await api.createWorkflow({ ...prepareTemplate(file), pinData });
		let execution: Execution | undefined;
		const sent = await listSent(async () => (execution = await run(workflow, trigger)));
		if (execution === undefined) throw new Error('It has not run');

		expect(sent).toEqual(sources.filter(({ values }) => values !== undefined).map(toEntry));
		const refusals = sources.flatMap(({ refused }) => (refused === undefined ? [] : [refused]));
		expect(getItems(execution, 'Refused').map(({ json }) => json.message)).toEqual(
			refusals.map((refused) => expect.stringContaining(refused) as string),
		);
		expect(getItems(execution, 'Arrived').length).toBeGreaterThan(0);
		for (const { neverSent } of sources) for (const text of neverSent) expect(JSON.stringify(sent)).not.toContain(text);
	},
);

test('should send only the rows that changed when send-only-changes runs again', async () => {
	const { api } = session;
	const template = prepareTemplate('send-only-changes');
	const withRows = (rows: readonly IDataObject[]) => ({
		...template,
		pinData: { [SHEET]: rows.map((row, index) => ({ json: { row_number: index + 2, ...row } })) },
	});
	const rows = ['a', 'b', 'c'].map((id) => ({ 'Customer ID': `changes-${id}`, Name: `Customer ${id}` }));
	const workflow = await api.createWorkflow(withRows(rows));
	const runWith = async (next: readonly IDataObject[]) => {
		await api.updateWorkflow(workflow, withRows(next));
		return (await listSent(async () => await run(workflow, 'Every night'))).map(({ customerId }) => customerId);
	};
	expect(await runWith(rows)).toEqual(['changes-a', 'changes-b', 'changes-c']);
	expect(await runWith(rows)).toEqual([]);
	// A row above the others, and a change: the others only move.
	const [first = {}, second = {}, third = {}] = rows;
	const changed = [{ 'Customer ID': 'changes-new' }, first, { ...second, Name: 'Another name' }, third];
	expect(await runWith(changed)).toEqual(['changes-new', 'changes-b']);

	// All of them once more, as the note says.
	const isOff = ({ name }: INode) => name === ONLY_CHANGES;
	const all = withRows(changed);
	await api.updateWorkflow(workflow, {
		...all,
		nodes: all.nodes.map((node) => (isOff(node) ? { ...node, disabled: true } : node)),
	});
	expect(await listSent(async () => await run(workflow, 'Every night'))).toHaveLength(4);
});

describe('the template trial-first', () => {
	const makeRows = (kind: string, amount: number) =>
		Array.from({ length: 30 }, (_, index) => ({
			'Customer ID': `${kind}-${index}`,
			Amount: amount,
			Reason: 'Thank you',
			Reference: `2026-05-${index}`,
		}));
	const withRows = (rows: readonly IDataObject[]) => ({
		...prepareTemplate('trial-first'),
		pinData: { [SHEET]: rows.map((json) => ({ json })) },
	});
	const getBalances = (kind: string) =>
		[...session.simulator.account.balances].filter(([id]) => id.startsWith(`${kind}-`)).map(([, balance]) => balance);

	test('should adjust each balance once when it runs twice', async () => {
		const workflow = await session.api.createWorkflow(withRows(makeRows('trial', 10)));
		expect(getItems(await run(workflow, TRIGGER), 'Arrived')).toHaveLength(30);
		expect(getBalances('trial')).toEqual(Array(30).fill(10));
		expect(await listSent(async () => await run(workflow, TRIGGER))).toEqual([]);
		expect(getBalances('trial')).toEqual(Array(30).fill(10));
	});

	test('should send 20 adjustments only, and all again once they are corrected, when Gameball refuses these', async () => {
		const { api } = session;
		const workflow = await api.createWorkflow(withRows(makeRows('poor', -10)));
		let refused = 0;
		const sent = await listSent(async () => (refused = getItems(await run(workflow, TRIGGER), 'Refused').length));
		expect(sent).toHaveLength(20);
		expect(refused).toBe(30);

		await api.updateWorkflow(workflow, withRows(makeRows('poor', 10)));
		expect(getItems(await run(workflow, TRIGGER), 'Arrived')).toHaveLength(30);
		expect(getBalances('poor')).toEqual(Array(30).fill(10));
	});
});
