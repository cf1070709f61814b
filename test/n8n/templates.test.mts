import type { IDataObject, INode, IPinData } from 'n8n-workflow';
import pWaitFor from 'p-wait-for';
import { BALANCES } from '../../dev/examples/balances.mts';
import { MOVE } from '../../dev/examples/move.mts';
import { FIRST_RUN } from '../../dev/examples/firstRun.mts';
import { makeExampleWorkflows } from '../../dev/examples/index.mts';
import { TRIGGER } from '../../dev/examples/nodes.mts';
import { listSources, makeOutput } from '../../dev/examples/templates/Template.mts';
import { ONLY_CHANGES } from '../../dev/examples/templates/tables.mts';
import { TEMPLATES } from '../../dev/examples/templates/templates.mts';
import { REFUSED, TRY_AGAIN, TRY_AGAIN_SETUP } from '../../dev/examples/templates/tryAgain.mts';
import type { WorkflowFile } from '../../dev/engine/workflows.mts';
import { Cleanup } from '../../dev/n8n/cleanup.mts';
import { prepareExample } from '../../dev/n8n/examples.mts';
import { getItems, type Execution } from '../../dev/n8n/rest.mts';
import { N8nSession } from '../../dev/n8n/session.mts';
import { toEntry } from '../fixtures/sources/entries.mts';

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
		// In place of a credential of the person's.
		if (node.type.endsWith('.webhook')) return { ...node, parameters: { ...parameters, authentication: 'none' } };
		if (parameters.operation !== 'createBatch') return node;
		return { ...node, parameters: { ...parameters, dryRun: false, requestOptions: { pollInterval: 1 } } };
	});
	// The sources have the results for that time zone.
	return { ...template, nodes, settings: { ...template.settings, timezone: 'UTC' } };
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

/** The starts of all templates that have items to deliver: by their trigger, with what it and the nodes after it deliver. */
const STARTS = TEMPLATES.flatMap(({ file, triggers, steps = [], send }) =>
	triggers.map((trigger) => {
		const nodes = [trigger, ...steps].filter((step) => listSources(step).length > 0);
		const sources = listSources(nodes.at(-1) ?? trigger);
		const isByEmail = send.customerId === 'email';
		return { file, trigger: trigger.name, nodes, sources, isByEmail, waits: send.waitForCompletion === true };
	}),
).filter(({ sources }) => sources.length > 0);

test.each(STARTS.map((start) => [start.file, start.trigger, start] as const))(
	'should send what arrives in %s when it starts with "%s"',
	async (file, trigger, { nodes, sources, isByEmail, waits }) => {
		const pinData: IPinData = Object.fromEntries(nodes.map((node) => [node.name, makeOutput(node, listSources(node))]));
		const { api } = session;
		const workflow = await api.createWorkflow({ ...prepareTemplate(file), pinData });
		let execution: Execution | undefined;
		const sent = await listSent(async () => (execution = await run(workflow, trigger)));
		if (execution === undefined) throw new Error('It has not run');

		const accepted = sources.filter(({ values }) => values !== undefined);
		const entries = accepted.map(toEntry);
		expect(sent).toEqual(isByEmail ? entries.map((entry) => ({ ...entry, customerId: entry.email })) : entries);
		const refusals = sources.flatMap(({ refused }) => (refused === undefined ? [] : [refused]));
		expect(getItems(execution, 'Refused').map(({ json }) => json.message)).toEqual(
			refusals.map((refused) => expect.stringContaining(refused) as string),
		);
		accepted.forEach(({ neverSent }, index) =>
			neverSent.forEach((text) => expect(JSON.stringify(sent[index])).not.toContain(text)),
		);
		const arrived = getItems(execution, 'Arrived').map(({ json }) => json);
		if (!waits) expect(arrived).toMatchObject([{ recordCount: accepted.length }]);
		else expect(arrived.map(({ status }) => status)).toEqual(accepted.map(() => 'successful'));
	},
);

test.each(Object.keys(makeExampleWorkflows()))(
	'should send nothing when %s runs with its sample data',
	async (file) => {
		const workflow = prepareExample(file, session.credential);
		const hasSamples = Object.keys(workflow.pinData ?? {}).length > 0;
		if (!hasSamples && file !== FIRST_RUN.file) return;
		const created = await session.api.createWorkflow(workflow);
		const trigger = workflow.nodes.find(({ type }) => /trigger$|webhook$/i.test(type));
		if (trigger === undefined) throw new Error('It has no trigger');
		let execution: Execution | undefined;
		const sent: unknown[] = await listSent(async () => (execution = await run(created, trigger.name)));
		// Balances are read.
		const isRead = (entry: unknown) => Object.keys(entry as object).every((name) => name === 'customerId');
		expect(sent.filter((entry) => typeof entry !== 'string' && !isRead(entry))).toEqual([]);
		if (execution === undefined) throw new Error('It has not run');
		const shown = getItems(execution, 'Arrived').map(({ json }) => json);
		expect(shown.length).toBeGreaterThan(0);
		expect(shown.every(({ dryRun }) => dryRun === true)).toBe(true);
		expect(getItems(execution, 'Refused')).toEqual([]);
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

test('should bring balances to the numbers in the sheet, and change nothing when it runs again', async () => {
	const { api, simulator } = session;
	simulator.account.move('C-1001', 100);
	simulator.account.move('C-1002', 100);
	const workflow = await api.createWorkflow(prepareTemplate(BALANCES.file));
	const balances = () => ['C-1001', 'C-1002'].map((id) => simulator.account.getBalance(id));
	await run(workflow, TRIGGER);
	expect(balances()).toEqual([250, 80]);
	const sent = await listSent(async () => await run(workflow, TRIGGER));
	expect(sent.filter(({ amount }) => amount !== undefined)).toEqual([]);
	expect(balances()).toEqual([250, 80]);
});

test('should send customers, and give each their points once when move-from-another-program runs twice', async () => {
	const { api, simulator } = session;
	const workflow = await api.createWorkflow(prepareTemplate(MOVE.file));
	const ids = ['layla.hassan@example.com', 'omar.fathy@example.com', 'amelia.clarke@example.com'];
	await run(workflow, TRIGGER);
	await run(workflow, TRIGGER);
	expect(simulator.customers.get(ids[0] ?? '')).toMatchObject({ name: 'Layla Hassan', dateOfBirth: '1991-04-12' });
	expect(ids.map((id) => simulator.account.getBalance(id))).toEqual([1_250, 80, 0]);
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

/** Does what starts a published workflow, and waits for the end of the run, with success. */
async function startByCall(workflow: string, call: () => Promise<void>): Promise<Execution> {
	const { api } = session;
	const before = await api.listExecutions(workflow);
	await call();
	const id = await pWaitFor(async () => {
		const [newest = '', ...others] = await api.listExecutions(workflow);
		return others.length >= before.length && pWaitFor.resolveWith(newest);
	});
	const execution = await api.waitForEnd(id);
	expect(execution.error).toBeUndefined();
	expect(execution.status).toBe('success');
	return execution;
}

/** Submits a published form of n8n's, with the answers in the order of its questions. */
async function submitForm(path: string, answers: readonly string[]): Promise<void> {
	const body = new FormData();
	answers.forEach((answer, index) => body.append(`field-${index}`, answer));
	const { status } = await fetch(`${session.n8n.url}/form/${path}`, { method: 'POST', body });
	expect(status).toBe(200);
}

/** Waits until n8n serves a form: a moment after the workflow was published. */
async function waitForForm(path: string): Promise<void> {
	await pWaitFor(async () => (await fetch(`${session.n8n.url}/form/${path}`)).ok);
}

/** The addresses of the forms. */
const SIGN_UP = 'gameball-sign-up';
const CORRECT = 'gameball-correct-a-row';

test('should create a customer who fills in the published form of form-sign-up', async () => {
	const { api } = session;
	const workflow = await api.createWorkflow(prepareTemplate('form-sign-up'));
	await api.activate(workflow);
	await waitForForm(SIGN_UP);
	const answers = ['00501', 'Zoë', 'Form', 'zoe.form@example.com', '', '1990-12-31'];
	const sent = await listSent(async () => await startByCall(workflow, async () => await submitForm(SIGN_UP, answers)));
	expect(sent).toEqual([
		{ customerId: '00501', name: 'Zoë Form', email: 'zoe.form@example.com', dateOfBirth: '1990-12-31' },
	]);
});

test('should keep a refused customer until the form has corrected it in try-refused-rows-again', async () => {
	const { api, simulator } = session;
	const workflow = await api.createWorkflow(prepareTemplate(TRY_AGAIN.file));
	const comeIn = async (customer: IDataObject) =>
		await startByCall(workflow, async () => await session.callWebhook('gameball-customer-to-keep', customer));
	const correct = async (...answers: string[]) =>
		await startByCall(workflow, async () => await submitForm(CORRECT, answers));
	const listRows = async () => await api.listRows(REFUSED.name);
	await run(workflow, TRY_AGAIN_SETUP);
	await api.activate(workflow);
	await waitForForm(CORRECT);

	const good = { customerId: 'kept-1', email: 'kept1@example.com', name: 'Kept One' };
	expect(getItems(await comeIn(good), 'Arrived')).toHaveLength(1);
	expect(await listRows()).toEqual([]);

	await comeIn({ customerId: 'kept-2', email: 'kept2@example', name: 'Kept Two' });
	await comeIn({ email: 'kept3@example.com', mobile: '+15550100188' });
	const rows = await listRows();
	expect(rows).toMatchObject([
		{ customerId: 'kept-2', email: 'kept2@example', name: 'Kept Two', mobile: null, reason: 'Email is not valid' },
		{ customerId: null, email: 'kept3@example.com', mobile: '+15550100188', reason: 'Customer ID is missing.' },
	]);

	// The number of the row, customer ID, email, name and mobile.
	const [second = '', third = ''] = rows.map(({ id }) => String(id));
	await correct(second, '', 'still@wrong', '', '');
	expect((await listRows())[0]).toMatchObject({ customerId: 'kept-2', email: 'still@wrong', name: 'Kept Two' });
	await correct(second, '', 'kept2@example.com', '', '');
	await correct(third, 'kept-3', '', '', '');
	expect(await listRows()).toEqual([]);
	expect(['kept-1', 'kept-2', 'kept-3'].map((id) => simulator.customers.get(id))).toEqual([
		good,
		{ customerId: 'kept-2', email: 'kept2@example.com', name: 'Kept Two' },
		{ customerId: 'kept-3', email: 'kept3@example.com', mobile: '+15550100188' },
	]);
});
