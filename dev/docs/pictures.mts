import { writeFile } from 'node:fs/promises';
import { chromium, selectors, type Page } from 'playwright-core';
import { editorDigest, PICTURED } from './editorDigest.mts';
import { GAMEBALL, ROWS, TRIGGER } from '../demo/exampleWorkflows.mts';
import { runProgram } from '../n8n/cleanup.mts';
import { readyExample } from '../n8n/examples.mts';
import { CHROMIUM } from '../n8n/requirements.mts';
import { N8nSession } from '../n8n/session.mts';

const IMAGES = 'docs/images';

/** Keeps Chromium to this machine. */
const ON_ITS_OWN = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** n8n's editor, loaded for the first time on a busy machine, takes its time. In milliseconds. */
const PATIENCE = 60_000;

/** How long what moves in the editor moves, in milliseconds. */
const SETTLED = 1_500;

async function take(page: Page, name: string): Promise<void> {
	await page.mouse.move(0, 0);
	await page.waitForTimeout(SETTLED);
	await page.screenshot({ path: `${IMAGES}/${name}.png` });
	console.log(`${IMAGES}/${name}.png`);
}

async function open(page: Page, { n8n }: N8nSession, workflowId: string, node: string): Promise<void> {
	await page.goto(`${n8n.url}/workflow/${workflowId}`);
	await page.getByTestId('canvas-node').filter({ hasText: node }).waitFor();
	await page.getByTestId('zoom-to-fit').click();
}

/** Runs the open workflow and waits until a number of items has come out somewhere. */
async function run(page: Page, items: number): Promise<void> {
	await page.getByTestId('execute-workflow-button').click();
	await page.getByText(`${items} items`).first().waitFor();
}

/** Adds the node from the panel behind the rows of a CSV, and chooses its fields by hand. */
async function addTheNode(page: Page, session: N8nSession): Promise<void> {
	const example = readyExample('sync-customers', session.credential);
	const { [TRIGGER]: first = {}, 'Read the CSV': second = {} } = example.connections;
	const workflowId = await session.api.createWorkflow({
		...example,
		name: 'My customers',
		nodes: example.nodes.slice(0, 3),
		connections: { [TRIGGER]: first, 'Read the CSV': second },
	});
	await open(page, session, workflowId, ROWS);
	await run(page, 2_600);

	await page.getByTestId('canvas-handle-plus').last().click();
	await page.getByTestId('node-creator-search-bar').pressSequentially('gameball');
	const found = page.getByTestId('node-creator-item-name').getByText('Gameball', { exact: true });
	await found.waitFor();
	await take(page, 'node-panel');

	await found.click();
	await page.getByText('Send customers, orders, events or points').click();
	await page.getByText('Phone Number for Mobile').waitFor();
	await page.getByTestId('node-credentials-select').click();
	await page.getByTestId(`node-credentials-select-item-${session.credential.id}`).click();
	await take(page, 'parameters');

	await page.getByTestId('mapping-mode-select').click();
	await page.getByText('Map Each Column Manually').last().click();
	await page.getByText('Add field to send').click();
	await page.getByText('Date of Birth', { exact: true }).waitFor();
	await take(page, 'fields');
}

/** Runs the example to the end, and looks at what arrived and what was refused. */
async function runTheExample(page: Page, session: N8nSession): Promise<void> {
	const workflowId = await session.api.createWorkflow(readyExample('sync-customers', session.credential));
	await open(page, session, workflowId, GAMEBALL);
	await run(page, 2_564);
	await take(page, 'workflow');

	await page.getByTestId('canvas-node').filter({ hasText: GAMEBALL }).dblclick();
	await page.getByText('Success Branch (2564 items)').waitFor();
	await page.getByText('Gameball refused 32 of the records').waitFor();
	await take(page, 'results');

	await page.getByText('Error Branch (36 items)').click();
	await page.getByRole('columnheader', { name: 'error' }).scrollIntoViewIfNeeded();
	await take(page, 'error-branch');
}

await runProgram(async (cleanup) => {
	const browser = await chromium.launch({
		executablePath: CHROMIUM,
		args: ON_ITS_OWN,
		handleSIGINT: false,
		handleSIGTERM: false,
	});
	cleanup.add(async () => await browser.close());
	const session = await N8nSession.start(cleanup);
	selectors.setTestIdAttribute('data-test-id');
	const context = await browser.newContext({
		viewport: { width: 1280, height: 800 },
		storageState: await session.api.session(),
	});
	const page = await context.newPage();
	page.setDefaultTimeout(PATIENCE);
	const missingIcons: string[] = [];
	page.on('response', (response) => {
		if (response.url().includes('/icons/n8n-nodes-gameball/') && !response.ok()) missingIcons.push(response.url());
	});
	await addTheNode(page, session);
	await runTheExample(page, session);
	if (missingIcons.length > 0) throw new Error(`Without icons: ${missingIcons.join(', ')}`);
	await writeFile(PICTURED, `{ "digest": "${editorDigest()}" }\n`);
});
