import { markdownTable } from 'markdown-table';
import { formatNumber, median, toTenths, type Times } from '../figures.mts';
import type { Footprint } from './case.mts';

/** The file of the results behind the table, from the root of the project. */
export const RESULTS = 'dev/measure/bench/results.json';

/** The titles of the variants, as in the table. */
export const AUTOMATIC = 'Rows with 8 columns, automatic mapping';
export const EXPRESSIONS = 'The same rows, mapped by 8 expressions';
export const CONTACTS = 'HubSpot contacts with 30 properties, each in an object';
export const WIDE_ROWS = 'Rows with 31 columns';
export const WAITING = "Rows with 8 columns, with 'Wait for Completion' and an item for each record";
export const SEND_ONCE = "Balance adjustments with 'Send Once'";
export const NOTHING = 'A node that sends the rows as they are, without a check';
export const LOOP = 'A program that does nothing else';

/** The times of one variant at one size, as medians of all rounds, and its memory where that was measured. */
export interface Row extends Times, Partial<Footprint> {
	readonly title: string;
}

/** The results at one size. */
export interface SizeResults {
	readonly size: number;
	readonly rows: readonly Row[];
}

/** The longest time in milliseconds for which each variant keeps the thread to itself, by its title. */
export interface BlockResults {
	readonly size: number;
	readonly blocks: Readonly<Record<string, number>>;
}

/** The results of a benchmark. */
export interface Results {
	readonly machine: string;
	/** @example '2026-11-29' */
	readonly date: string;
	readonly sizes: readonly SizeResults[];
	readonly blocks: readonly BlockResults[];
}

/** Sums up the results at one size; times and footprints are by the titles of the variants. */
export const sizeResults = (
	size: number,
	times: Readonly<Record<string, readonly Times[]>>,
	footprints: Readonly<Record<string, Footprint>>,
): SizeResults => ({
	size,
	rows: Object.entries(times).map(([title, rounds]) => ({
		title,
		wall: toTenths(median(rounds.map(({ wall }) => wall))),
		busy: toTenths(median(rounds.map(({ busy }) => busy))),
		...footprints[title],
	})),
});

const findBusy = ({ sizes }: Results, size: number, title: string): number =>
	sizes.find((each) => each.size === size)?.rows.find((row) => row.title === title)?.busy ?? NaN;

/** The size of the runs in the table: as many records as 'Send Once' remembers by default. */
const SHOWN = 10_000;

/** The variants in the table. */
const TITLES = [AUTOMATIC, EXPRESSIONS, CONTACTS, WAITING, SEND_ONCE, NOTHING];

/** Makes the table in Markdown, for the terminal and for docs/speed.md. */
export function benchTable(results: Results): string {
	const { blocks, machine, date } = results;
	const rows = TITLES.map((title) => {
		const known = blocks.flatMap((each) => each.blocks[title] ?? []);
		return [
			title,
			formatNumber(Math.round((1_000 * SHOWN) / findBusy(results, SHOWN, title) / 100) * 100),
			known.length === 0 ? '' : `${Math.max(...known)} ms`,
		];
	});
	const table = markdownTable([['Run', 'Rows a second', 'Longest block'], ...rows, ["Gameball's rate", '30,000', '']], {
		align: ['l', 'r', 'r'],
	});
	return `${table}\n\nMeasured on ${machine}, on ${date}.`;
}

/** Makes the ratios by which versions of the node are compared, a line each. */
export const listRatios = (results: Results): string[] =>
	[10_000, 100_000].flatMap((size) =>
		[
			[AUTOMATIC, NOTHING],
			[EXPRESSIONS, NOTHING],
			[CONTACTS, WIDE_ROWS],
		].map(
			([one = '', other = '']) =>
				`${(findBusy(results, size, one) / findBusy(results, size, other)).toFixed(2)}: "${one}" / "${other}", ${formatNumber(size)} rows`,
		),
	);
