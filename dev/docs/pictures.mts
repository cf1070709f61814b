import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pWaitFor from 'p-wait-for';
import { chromium, selectors, type Browser, type Page, type PageScreenshotOptions } from 'playwright-core';
import { boxOf, clipCanvas, clipOutput, clipParameters, type Clip } from './clips.mts';
import { isDigestCurrent, writeDigest } from './editorDigest.mts';
import { FIRST_RUN } from '../examples/firstRun.mts';
import { FIRST_ID } from '../examples/customers.mts';
import { GAMEBALL, ROWS, TRIGGER } from '../examples/nodes.mts';
import { IMPORT } from '../examples/import.mts';
import type { WorkflowFile } from '../engine/workflows.mts';
import { readWriteOption } from '../measure/results.mts';
import { runProgram, type Cleanup } from '../n8n/cleanup.mts';
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

/** The options of a screenshot; it leaves out toasts, which come and go, and the next nodes that reach into a panel. */
const SCREENSHOT: PageScreenshotOptions = {
	animations: 'disabled',
	style: '.el-notification, [data-test-id=floating-nodes] { display: none }',
};

/** The visible button that adds an option: there is one on the tab *Settings*, too. */
const ADD_OPTION = '[data-test-id=collection-parameter-add]:visible';

/** The time the editor may take for a step on a busy machine, in milliseconds. */
const TIMEOUT = 60_000;

/** The time without movement before a picture, in milliseconds. */
const STILL_TIME = 1_000;

/** Waits until a page stands still. */
async function waitUntilStill(page: Page): Promise<void> {
	let latest = await page.screenshot(SCREENSHOT);
	const isStill = async () => {
		const before = latest;
		latest = await page.screenshot(SCREENSHOT);
		return latest.equals(before);
	};
	const timeout = { milliseconds: TIMEOUT, message: `The editor does not stand still within ${TIMEOUT} ms.` };
	await pWaitFor(isStill, { interval: STILL_TIME, before: false, timeout });
}

async function openWorkflow(page: Page, { n8n }: N8nSession, workflowId: string, node: string): Promise<void> {
	await page.goto(`${n8n.url}/workflow/${workflowId}`);
	await page.getByTestId('canvas-node').filter({ hasText: node }).waitFor();
}

/** Runs the open workflow, waits until a number of items appears, and zooms so that everything is visible. */
async function runWorkflow(page: Page, items: number): Promise<void> {
	await page.getByTestId('execute-workflow-button').click();
	await page.getByText(`${items} items`).first().waitFor();
	await zoomOut(page);
}

/** Zooms so that everything is visible. */
async function zoomOut(page: Page): Promise<void> {
	for (const button of ['zoom-to-fit', 'zoom-out-button']) {
		await page.getByTestId(button).click();
		await waitUntilStill(page);
	}
}

/** Prepares an example with the files of the session, into whose folder it may write. */
const prepare = (file: string, { credential, options }: N8nSession): WorkflowFile =>
	prepareExample(file, credential, options.files);

/** A picture to be taken now: the part of the page that matters. */
interface Picture {
	readonly name: string;
	readonly clip: Clip;
}

/** The size of the window, and the larger one in which a table has room. */
const WINDOW = { width: 1_280, height: 1_000 };
const WIDE_WINDOW = { width: 1_680, height: 1_000 };

/** Opens a node, with room for the table of its output. @param tab the one of its outputs, if it has several */
async function openOutput(page: Page, node: string, tab?: string): Promise<void> {
	await page.setViewportSize(WIDE_WINDOW);
	await page.getByTestId('canvas-node').filter({ hasText: node }).dblclick();
	await page.getByTestId('panel-drag-button').hover();
	await page.mouse.down();
	await page.mouse.move(555, 60, { steps: 10 });
	await page.mouse.up();
	if (tab !== undefined) await page.getByText(tab).first().click();
}

/** Closes the open node. */
async function closeNode(page: Page): Promise<void> {
	await page.keyboard.press('Escape');
	await page.setViewportSize(WINDOW);
}

/** Finds the panel with the parameters down to the button that adds an option. */
async function clipToOptions(page: Page): Promise<Clip> {
	const [panel, button] = await Promise.all([clipParameters(page), boxOf(page.locator(ADD_OPTION))]);
	return { ...panel, height: button.y + button.height + 24 - panel.y };
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

/** Numbers the jobs by their first customers: the batches are sent at once, so their order varies. */
function makeJobId([first]: readonly unknown[]): number {
	const index = Number((first as CustomerEntry).customerId) - FIRST_ID;
	return FIRST_JOB_ID + Math.floor(index / 1_000);
}

/** Walks through the editor; yields each picture when it is to be taken. */
async function* walk(page: Page, session: N8nSession): AsyncGenerator<Picture> {
	yield* addNode(page, session);
	yield* runFirst(page, session);
	yield* runExample(page, session);
	yield* runDry(page, session);
	yield* runImport(page, session);
	yield* openTemplates(page, session);
}

/** The colors of the editor, each with the end of its pictures' names. */
const SCHEMES = { light: '', dark: '-dark' } as const;

/** Takes all pictures in one of the colors; returns them by the names of their files. */
async function takePictures(
	cleanup: Cleanup,
	browser: Browser,
	colorScheme: keyof typeof SCHEMES,
): Promise<ReadonlyMap<string, Buffer>> {
	const files = await cleanup.makeFolder();
	await cp(EXAMPLES_FOLDER, files, { recursive: true });
	const session = await N8nSession.start(cleanup, { makeJobId }, {}, files);
	const context = await browser.newContext({
		viewport: WINDOW,
		deviceScaleFactor: 2,
		colorScheme,
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
	const pictures = new Map<string, Buffer>();
	for await (const { name, clip } of walk(page, session)) {
		await page.mouse.move(0, 0);
		await waitUntilStill(page);
		pictures.set(`${name}${SCHEMES[colorScheme]}.png`, await page.screenshot({ ...SCREENSHOT, clip }));
	}
	await context.close();
	if (missingIcons.length > 0) throw new Error(`Without icons: ${missingIcons.join(', ')}`);
	return pictures;
}

/** What to do about pictures that are out of date. */
const ADVICE = 'npm run pictures -- --write takes new ones.';

/**
 * `npm run pictures` takes the documents' pictures of n8n's editor, compares them with those in `docs/images`, and fails if
 * they are out of date, at once if the node's description is no longer the one they show. With `-- --write` it replaces
 * those that differ.
 */
const isToWrite = readWriteOption();
await runProgram(async (cleanup) => {
	if (!isToWrite && !isDigestCurrent()) throw new Error(`The pictures show an older editor: ${ADVICE}`);
	const browser = await chromium.launch({
		executablePath: CHROMIUM,
		args: CHROMIUM_ARGS,
		handleSIGINT: false,
		handleSIGTERM: false,
	});
	cleanup.add(async () => await browser.close());
	selectors.setTestIdAttribute('data-test-id');
	const different = new Map<string, Buffer>();
	for (const scheme of Object.keys(SCHEMES) as Array<keyof typeof SCHEMES>) {
		for (const [file, picture] of await takePictures(cleanup, browser, scheme)) {
			const path = join(IMAGES, file);
			const isSame = existsSync(path) && readFileSync(path).equals(picture);
			console.log(`${path} ${isSame ? 'is the same' : 'differs'}`);
			if (!isSame) different.set(file, picture);
		}
	}
	if (isToWrite) writeDigest();
	if (different.size === 0) return;
	const folder = isToWrite ? IMAGES : mkdtempSync(join(tmpdir(), 'n8n-nodes-gameball-pictures-'));
	for (const [file, picture] of different) writeFileSync(join(folder, file), picture);
	if (!isToWrite) throw new Error(`${different.size} pictures are out of date: ${ADVICE} These are in ${folder}.`);
	console.log(`Written to ${folder}.`);
});
