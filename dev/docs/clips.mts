import type { Locator, Page } from 'playwright-core';

/** A part of the page, in pixels. */
export interface Clip {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** Finds the box of an element. */
export async function boxOf(locator: Locator): Promise<Clip> {
	const box = await locator.boundingBox();
	if (box === null) throw new Error(`Nothing is visible at ${String(locator)}.`);
	return box;
}

/** Makes a part of the page of its edges. */
const toClip = (left: number, top: number, right: number, bottom: number): Clip => ({
	x: Math.floor(left),
	y: Math.floor(top),
	width: Math.ceil(right - left),
	height: Math.ceil(bottom - top),
});

/** The pixels around the nodes on the canvas: on their right are numbers of items, and below them their names. */
const MARGIN = 48;
const NUMBERS = 112;
const NAMES = 72;

/** The height of a panel of which the beginning says everything, in pixels. */
export const BEGINNING = 560;

/** Finds the part of the canvas with nodes and notes. */
export async function clipCanvas(page: Page): Promise<Clip> {
	const boxes = await Promise.all((await page.locator('.vue-flow__node').all()).map(boxOf));
	const canvas = await boxOf(page.getByTestId('canvas'));
	return toClip(
		Math.max(canvas.x, Math.min(...boxes.map(({ x }) => x)) - MARGIN),
		Math.max(canvas.y, Math.min(...boxes.map(({ y }) => y)) - MARGIN),
		Math.min(canvas.x + canvas.width, Math.max(...boxes.map(({ x, width }) => x + width)) + NUMBERS),
		Math.min(canvas.y + canvas.height, Math.max(...boxes.map(({ y, height }) => y + height)) + NAMES),
	);
}

const inputPanel = (page: Page): Locator => page.getByTestId('ndv-input-panel');
/** Finds the panel with the output. */
const outputPanel = (page: Page): Locator => page.getByTestId('ndv-output-panel').or(page.getByTestId('output-panel'));

/** Finds the panel with the parameters, between those with the input and the output. */
export async function clipParameters(page: Page): Promise<Clip> {
	const [input, output] = await Promise.all([boxOf(inputPanel(page)), boxOf(outputPanel(page))]);
	return toClip(input.x + input.width, input.y, output.x, input.y + input.height);
}

/** Finds the beginning of the panel with the output. */
export const clipOutput = async (page: Page): Promise<Clip> => ({
	...(await boxOf(outputPanel(page))),
	height: BEGINNING,
});

/** The visible button that adds an option: there is one on the tab *Settings*, too. */
export const ADD_OPTION = '[data-test-id=collection-parameter-add]:visible';

/** Finds the panel with the parameters down to the button that adds an option. */
export async function clipToOptions(page: Page): Promise<Clip> {
	const [panel, button] = await Promise.all([clipParameters(page), boxOf(page.locator(ADD_OPTION))]);
	return { ...panel, height: button.y + button.height + 24 - panel.y };
}
