import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, selectors, type Page, type PageScreenshotOptions } from 'playwright-core';
import { editorDigest, PICTURED } from './editorDigest.mts';
import { FIRST_ID } from '../demo/exampleCustomers.mts';
import { GAMEBALL, ROWS, TRIGGER } from '../demo/exampleNodes.mts';
import { IMPORT } from '../demo/importExample.mts';
import type { WorkflowFile } from '../engine/workflows.mts';
import { readWriteOption } from '../measure/results.mts';
import { runProgram } from '../n8n/cleanup.mts';
import { EXAMPLES_FOLDER, prepareExample } from '../n8n/examples.mts';
import { CHROMIUM } from '../n8n/requirements.mts';
import { N8nSession } from '../n8n/session.mts';
import type { CustomerEntry } from '../simulator/customers.mts';
import { FIRST_JOB_ID } from '../simulator/server.mts';

const IMAGES = 'docs/images';

/** The options that keep Chromium to this machine and make it draw the same everywhere. */
const CHROMIUM_ARGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--disable-lcd-text',
	'--font-render-hinting=none',
];

/** The options of a screenshot; it leaves out toasts, which come and go. */
const SCREENSHOT: PageScreenshotOptions = { animations: 'disabled', style: '.el-notification { display: none }' };

/** The time the editor may take for a step on a busy machine, in milliseconds. */
const TIMEOUT = 60_000;

/** The time without movement before a picture, in milliseconds. */
const STILL_TIME = 1_000;

/** Waits until a page stands still; returns a picture of it. */
async function waitUntilStill(page: Page): Promise<Buffer> {
	let picture = await page.screenshot(SCREENSHOT);
	for (const start = Date.now(); Date.now() - start < TIMEOUT; ) {
		await page.waitForTimeout(STILL_TIME);
		const next = await page.screenshot(SCREENSHOT);
		if (next.equals(picture)) return picture;
		picture = next;
	}
	throw new Error(`The editor does not stand still within ${TIMEOUT} ms.`);
}

async function openWorkflow(page: Page, { n8n }: N8nSession, workflowId: string, node: string): Promise<void> {
	await page.goto(`${n8n.url}/workflow/${workflowId}`);
	await page.getByTestId('canvas-node').filter({ hasText: node }).waitFor();
}

/** Runs the open workflow, waits until a number of items appears, and zooms so that everything is visible. */
async function runWorkflow(page: Page, items: number): Promise<void> {
	await page.getByTestId('execute-workflow-button').click();
	await page.getByText(`${items} items`).first().waitFor();
	for (const button of ['zoom-to-fit', 'zoom-out-button']) {
		await page.getByTestId(button).click();
		await waitUntilStill(page);
	}
}

/** Prepares an example with the files of the session, into whose folder it may write. */
const prepare = (file: string, { credential, options }: N8nSession): WorkflowFile =>
	prepareExample(file, credential, options.files);

/** Adds the node from the panel, behind the rows of a CSV, and chooses its fields by hand. */
async function* addNode(page: Page, session: N8nSession): AsyncGenerator<string> {
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
	yield 'node-panel';

	await found.click();
	await page.getByText('Send customers, orders, events or points').click();
	await page.getByTestId('node-credentials-select').click();
	await page.getByTestId(`node-credentials-select-item-${session.credential.id}`).click();
	yield 'parameters';

	await page.getByTestId('mapping-mode-select').click();
	await page.getByText('Map Each Column Manually').last().click();
	await page.getByText('Add field to send').click();
	await page.getByText('Date of Birth', { exact: true }).waitFor();
	yield 'fields';
}

/** Runs the example to the end and opens what arrived and what was refused. */
async function* runExample(page: Page, session: N8nSession): AsyncGenerator<string> {
	const example = prepare('sync-customers', session);
	await openWorkflow(page, session, await session.api.createWorkflow(example), GAMEBALL);
	await runWorkflow(page, 2_564);
	yield 'workflow';

	await page.getByTestId('canvas-node').filter({ hasText: GAMEBALL }).dblclick();
	await page.getByText('Success Branch (2564 items)').waitFor();
	// Makes room for the table.
	await page.getByTestId('panel-drag-button').hover();
	await page.mouse.down();
	await page.mouse.move(555, 60, { steps: 10 });
	await page.mouse.up();
	yield 'results';

	await page.getByText('Error Branch (36 items)').click();
	const where = { block: 'nearest', inline: 'start', container: 'nearest' } as const;
	await page.getByRole('columnheader', { name: 'message' }).evaluate((header, to) => header.scrollIntoView(to), where);
	yield 'error-branch';
}

/** Runs the import of a file to the end. */
async function* runImport(page: Page, session: N8nSession): AsyncGenerator<string> {
	const workflow = await session.api.createWorkflow(prepare(IMPORT.file, session));
	await openWorkflow(page, session, workflow, GAMEBALL);
	await runWorkflow(page, 36);
	yield 'import';
}

/** Numbers the jobs by their first customers: the batches are sent at once, so their order varies. */
function makeJobId([first]: readonly unknown[]): number {
	const index = Number((first as CustomerEntry).customerId) - FIRST_ID;
	return FIRST_JOB_ID + Math.floor(index / 1_000);
}

/** Walks through the editor; yields the name of a picture whenever it is to be taken. */
async function* walk(page: Page, session: N8nSession): AsyncGenerator<string> {
	yield* addNode(page, session);
	yield* runExample(page, session);
	yield* runImport(page, session);
}

/**
 * `npm run pictures` takes the documents' pictures of n8n's editor and compares them with those in `docs/images`; with
 * `-- --write` it replaces those that differ.
 */
const isToWrite = readWriteOption();
await runProgram(async (cleanup) => {
	const browser = await chromium.launch({
		executablePath: CHROMIUM,
		args: CHROMIUM_ARGS,
		handleSIGINT: false,
		handleSIGTERM: false,
	});
	cleanup.add(async () => await browser.close());
	const files = await cleanup.makeFolder();
	await cp(EXAMPLES_FOLDER, files, { recursive: true });
	const session = await N8nSession.start(cleanup, { makeJobId }, {}, files);
	selectors.setTestIdAttribute('data-test-id');
	const context = await browser.newContext({
		viewport: { width: 1280, height: 800 },
		locale: 'en-US',
		timezoneId: 'UTC',
		reducedMotion: 'reduce',
		storageState: await session.api.getCookies(),
	});
	const page = await context.newPage();
	page.setDefaultTimeout(TIMEOUT);
	const missingIcons: string[] = [];
	page.on('response', (response) => {
		if (response.url().includes('/icons/n8n-nodes-gameball/') && !response.ok()) missingIcons.push(response.url());
	});

	const different = new Map<string, Buffer>();
	for await (const name of walk(page, session)) {
		const file = `${name}.png`;
		await page.mouse.move(0, 0);
		const picture = await waitUntilStill(page);
		const path = join(IMAGES, file);
		const isSame = existsSync(path) && readFileSync(path).equals(picture);
		console.log(`${path} ${isSame ? 'is the same' : 'differs'}`);
		if (!isSame) different.set(file, picture);
	}
	if (missingIcons.length > 0) throw new Error(`Without icons: ${missingIcons.join(', ')}`);

	if (isToWrite) writeFileSync(PICTURED, `{ "digest": "${editorDigest()}" }\n`);
	if (different.size === 0) return;
	const folder = isToWrite ? IMAGES : mkdtempSync(join(tmpdir(), 'n8n-nodes-gameball-pictures-'));
	for (const [file, picture] of different) writeFileSync(join(folder, file), picture);
	console.log(isToWrite ? `Written to ${folder}.` : `The new ones are in ${folder}; keep them with -- --write.`);
});
