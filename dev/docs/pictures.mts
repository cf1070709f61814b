import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, selectors, type Browser } from 'playwright-core';
import { SCREENSHOT, TIMEOUT, waitUntilStill, WINDOW } from './editor.mts';
import { isDigestCurrent, writeDigest } from './editorDigest.mts';
import { walk } from './walk.mts';
import { FIRST_ID } from '../examples/customers.mts';
import { readWriteOption } from '../measure/results.mts';
import { runProgram, type Cleanup } from '../n8n/cleanup.mts';
import { EXAMPLES_FOLDER } from '../n8n/examples.mts';
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

/** Numbers the jobs by their first customers: the batches are sent at once, so their order varies. */
function makeJobId([first]: readonly unknown[]): number {
	const index = Number((first as CustomerEntry).customerId) - FIRST_ID;
	return FIRST_JOB_ID + Math.floor(index / 1_000);
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
