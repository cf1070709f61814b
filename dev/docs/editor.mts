import pWaitFor from 'p-wait-for';
import type { Page, PageScreenshotOptions } from 'playwright-core';
import type { N8nSession } from '../n8n/session.mts';

/** The options of a screenshot; it leaves out toasts, which come and go, and the next nodes that reach into a panel. */
export const SCREENSHOT: PageScreenshotOptions = {
	animations: 'disabled',
	style: '.el-notification, [data-test-id=floating-nodes] { display: none }',
};

/** The time the editor may take for a step on a busy machine, in milliseconds. */
export const TIMEOUT = 60_000;

/** The time without movement before a picture, in milliseconds. */
const STILL_TIME = 1_000;

/** Waits until a page stands still. */
export async function waitUntilStill(page: Page): Promise<void> {
	let latest = await page.screenshot(SCREENSHOT);
	const isStill = async () => {
		const before = latest;
		latest = await page.screenshot(SCREENSHOT);
		return latest.equals(before);
	};
	const timeout = { milliseconds: TIMEOUT, message: `The editor does not stand still within ${TIMEOUT} ms.` };
	await pWaitFor(isStill, { interval: STILL_TIME, before: false, timeout });
}

/** Opens a workflow, and waits until a node of it is drawn. */
export async function openWorkflow(page: Page, { n8n }: N8nSession, workflowId: string, node: string): Promise<void> {
	await page.goto(`${n8n.url}/workflow/${workflowId}`);
	await page.getByTestId('canvas-node').filter({ hasText: node }).waitFor();
}

/** Runs the open workflow, waits until a number of items appears, and zooms so that everything is visible. */
export async function runWorkflow(page: Page, items: number): Promise<void> {
	await page.getByTestId('execute-workflow-button').click();
	await page.getByText(`${items} items`).first().waitFor();
	await zoomOut(page);
}

/** Zooms so that everything is visible. */
export async function zoomOut(page: Page): Promise<void> {
	for (const button of ['zoom-to-fit', 'zoom-out-button']) {
		await page.getByTestId(button).click();
		await waitUntilStill(page);
	}
}

/** The size of the window, and the larger one in which a table has room. */
export const WINDOW = { width: 1_280, height: 1_000 };
const WIDE_WINDOW = { width: 1_680, height: 1_000 };

/** Opens a node, with room for the table of its output. @param tab the one of its outputs, if it has several */
export async function openOutput(page: Page, node: string, tab?: string): Promise<void> {
	await page.setViewportSize(WIDE_WINDOW);
	await page.getByTestId('canvas-node').filter({ hasText: node }).dblclick();
	await page.getByTestId('panel-drag-button').hover();
	await page.mouse.down();
	await page.mouse.move(555, 60, { steps: 10 });
	await page.mouse.up();
	if (tab !== undefined) await page.getByText(tab).first().click();
}

/** Closes the open node. */
export async function closeNode(page: Page): Promise<void> {
	await page.keyboard.press('Escape');
	await page.setViewportSize(WINDOW);
}
