import { markdownTable } from 'markdown-table';
import { formatNumber, median, toTenths, type Times } from '../figures.mts';
import type { Footprint } from './case.mts';

/** The file of the results behind the table, from the root of the project. */
export const RESULTS = 'dev/measure/bench/results.json';

/** The title of the variant that the others are compared with. */
export const LOOP = 'A bare loop';

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

const MEBIBYTE = 2 ** 20;

const timeTable = (sizes: readonly SizeResults[]): string =>
	markdownTable(
		[
			['Variant', 'Rows', 'Whole time (ms)', 'At work (ms)', 'Of a bare loop', 'Memory (MiB)', 'Entries alive'],
			...sizes.flatMap(({ size, rows }) => {
				const ofLoop = rows.find(({ title }) => title === LOOP)?.busy ?? NaN;
				return rows.map(({ title, wall, busy, bytes, entries = 0 }) => [
					title,
					formatNumber(size),
					formatNumber(wall),
					formatNumber(busy),
					`${(busy / ofLoop).toFixed(1)} ×`,
					bytes === undefined ? '' : (bytes / MEBIBYTE).toFixed(1),
					entries === 0 ? '' : formatNumber(entries),
				]);
			}),
		],
		{ align: ['l', 'r', 'r', 'r', 'r', 'r', 'r'] },
	);

const blockTable = (results: readonly BlockResults[]): string =>
	markdownTable(
		[
			['Longest block (ms)', ...results.map(({ size }) => `${formatNumber(size)} rows`)],
			...Object.keys(results[0]?.blocks ?? {}).map((title) => [
				title,
				...results.map(({ blocks }) => formatNumber(blocks[title] ?? NaN)),
			]),
		],
		{ align: ['l', ...results.map(() => 'r')] },
	);

/** Makes tables in Markdown of the results, for the terminal and for docs/speed.md. */
export const benchTable = ({ machine, sizes, blocks }: Results): string =>
	[timeTable(sizes), blockTable(blocks), `Measured on ${machine}.`].join('\n\n');
