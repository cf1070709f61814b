import type { Page } from 'playwright-core';
import { ADD_OPTION, boxOf, clipCanvas, clipOutput, clipParameters, clipToOptions, type Clip } from './clips.mts';
import { closeNode, openOutput, openWorkflow, runWorkflow, waitUntilStill, zoomOut } from './editor.mts';
import { FIRST_RUN } from '../examples/firstRun.mts';
import { IMPORT } from '../examples/import.mts';
import { GAMEBALL, ROWS, TRIGGER } from '../examples/nodes.mts';
import type { WorkflowFile } from '../engine/workflows.mts';
import { prepareExample } from '../n8n/examples.mts';
import type { N8nSession } from '../n8n/session.mts';

/** Prepares an example with the files of the session, into whose folder it may write. */
const prepare = (file: string, { credential, options }: N8nSession): WorkflowFile =>
	prepareExample(file, credential, options.files);

/** A picture to be taken now: the part of the page that matters. */
export interface Picture {
	readonly name: string;
	readonly clip: Clip;
}

/** Adds the node from the panel, after the rows of a CSV, and maps its fields manually. */
async function* addNode(page: Page, session: N8nSession): AsyncGenerator<Picture> {
	const example = prepare('sync-customers', session);
	const { [TRIGGER]: first = {}, 'Read the CSV': second = {} } = example.connections;
	const workflowId = await session.api.createWorkflow({
		...example,
		name: 'My customers',
		nodes: example.nodes.slice(0, 3),
		connections: { [TRIGGER]: first, 'Read the CSV': second },
	});
	await openWorkflow(page, session, workflowId, ROWS);
	await runWorkflow(page, 2_600);

	await page.getByTestId('canvas-handle-plus').last().click();
	await page.getByTestId('node-creator-search-bar').pressSequentially('gameball');
	const found = page.getByTestId('node-creator-item-name').getByText('Gameball', { exact: true });
	await found.waitFor();
	await waitUntilStill(page);
	const creator = await boxOf(page.getByTestId('node-creator'));
	yield { name: 'node-panel', clip: { ...creator, height: 260 } };

	await found.click();
	await page.getByText('Send records in batches').click();
	await page.getByTestId('node-credentials-select').click();
	await page.getByTestId(`node-credentials-select-item-${session.credential.id}`).click();
	await waitUntilStill(page);
	yield { name: 'parameters', clip: await clipToOptions(page) };

	await page.locator(ADD_OPTION).click();
	await waitUntilStill(page);
	yield { name: 'options', clip: await clipParameters(page) };
	await page.keyboard.press('Escape');

	await page.getByText('Settings', { exact: true }).click();
	await page.getByText('Request Options').scrollIntoViewIfNeeded();
	await page.locator(ADD_OPTION).click();
	await waitUntilStill(page);
	yield { name: 'request-options', clip: await clipParameters(page) };
	await page.keyboard.press('Escape');
	await page.getByText('Parameters', { exact: true }).click();

	await page.getByTestId('parameter-input-recordType').click();
	await page.getByRole('option', { name: 'Balance Adjustment' }).click();
	await waitUntilStill(page);
	yield { name: 'adjustments', clip: await clipToOptions(page) };
	await page.getByTestId('parameter-input-recordType').click();
	await page.getByRole('option', { name: /^Customer/ }).click();

	await page.getByTestId('parameter-input-mapping').click();
	await page.getByRole('option', { name: 'Manual' }).click();
	await page.getByText('Add field to send').click();
	await page.getByText('Date of Birth', { exact: true }).waitFor();
	await waitUntilStill(page);
	yield { name: 'fields', clip: await clipParameters(page) };
}

/** Runs the example to the end and opens what arrived and what was refused. */
async function* runExample(page: Page, session: N8nSession): AsyncGenerator<Picture> {
	const example = prepare('sync-customers', session);
	const nodes = example.nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote');
	await openWorkflow(page, session, await session.api.createWorkflow({ ...example, nodes }), GAMEBALL);
	await runWorkflow(page, 2_564);
	yield { name: 'workflow', clip: await clipCanvas(page) };

	await openOutput(page, GAMEBALL, 'Success Branch (2564 items)');
	await waitUntilStill(page);
	yield { name: 'results', clip: await clipOutput(page) };

	await closeNode(page);
	await openOutput(page, 'Refused');
	await waitUntilStill(page);
	yield { name: 'error-branch', clip: { ...(await clipOutput(page)), height: 420 } };
	await closeNode(page);
}

/** Runs the example for the first minutes: the dry run as it is after the import. */
async function* runFirst(page: Page, session: N8nSession): AsyncGenerator<Picture> {
	const workflow = await session.api.createWorkflow(prepare(FIRST_RUN.file, session));
	await openWorkflow(page, session, workflow, GAMEBALL);
	await runWorkflow(page, 5);
	yield { name: 'first-run', clip: await clipCanvas(page) };
	await openOutput(page, GAMEBALL, 'Success Branch (5 items)');
	await waitUntilStill(page);
	yield { name: 'first-run-output', clip: await clipOutput(page) };
	await closeNode(page);
}

/** Runs the example as a dry run, and shows what it says about the mapping. */
async function* runDry(page: Page, session: N8nSession): AsyncGenerator<Picture> {
	const example = prepare('sync-customers', session);
	const nodes = example.nodes.map((node) =>
		node.name === GAMEBALL ? { ...node, parameters: { ...node.parameters, dryRun: true } } : node,
	);
	await openWorkflow(page, session, await session.api.createWorkflow({ ...example, nodes }), GAMEBALL);
	await runWorkflow(page, 2_596);
	await openOutput(page, GAMEBALL, 'Success Branch (2596 items)');
	await waitUntilStill(page);
	yield { name: 'dry-run', clip: await clipOutput(page) };
	await closeNode(page);
}

/** Runs the import of a file to the end. */
async function* runImport(page: Page, session: N8nSession): AsyncGenerator<Picture> {
	const workflow = await session.api.createWorkflow(prepare(IMPORT.file, session));
	await openWorkflow(page, session, workflow, GAMEBALL);
	await runWorkflow(page, 36);
	yield { name: 'import', clip: await clipCanvas(page) };
}

/** The ready workflows that are pictured. */
const PICTURED_TEMPLATES = [
	'hubspot-customers',
	'google-sheets-nightly',
	'send-only-changes',
	'try-refused-rows-again',
];

/** Opens ready workflows as they are after their import. */
async function* openTemplates(page: Page, session: N8nSession): AsyncGenerator<Picture> {
	for (const file of PICTURED_TEMPLATES) {
		await openWorkflow(page, session, await session.api.createWorkflow(prepare(file, session)), GAMEBALL);
		await zoomOut(page);
		yield { name: file, clip: await clipCanvas(page) };
	}
}

/** Walks through the editor; yields each picture when it is to be taken. */
export async function* walk(page: Page, session: N8nSession): AsyncGenerator<Picture> {
	yield* addNode(page, session);
	yield* runFirst(page, session);
	yield* runExample(page, session);
	yield* runDry(page, session);
	yield* runImport(page, session);
	yield* openTemplates(page, session);
}
