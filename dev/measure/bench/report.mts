import { markdownTable } from 'markdown-table';
import type { Footprint, Times } from './case.mts';

/** The file of the results behind the table, from the root of the project. */
export const RESULTS = 'dev/measure/bench/results.json';

/** The names of the times that ratios compare. */
const MEASURES = { wall: 'whole time', busy: 'time at work' } as const;

/** The times of one variant at one size, as medians of all rounds, and its memory where that was measured. */
export interface Row extends Times, Partial<Footprint> {
	readonly variant: string;
	readonly title: string;
}

/** The ratios at one size: medians over the rounds, in each of which the variants took turns. */
export interface Ratios {
	readonly of: keyof typeof MEASURES;
	readonly aToC: number;
	readonly bToC: number;
	readonly dToB: number;
	readonly gToH: number;
}

/** The results at one size. */
export interface SizeResults {
	readonly size: number;
	readonly rows: readonly Row[];
	readonly ratios: readonly Ratios[];
}

/** The longest time in milliseconds for which each variant keeps the thread to itself, by its letter. */
export interface BlockResults {
	readonly size: number;
	readonly blocks: Readonly<Record<string, number>>;
}

/** The results of a benchmark. */
export interface Results {
	readonly machine: string;
	readonly sizes: readonly SizeResults[];
	/** The titles of the variants, by letter. */
	readonly titles: Readonly<Record<string, string>>;
	readonly blocks: readonly BlockResults[];
}

const toTenths = (value: number): number => Math.round(value * 10) / 10;

const median = (values: readonly number[]): number =>
	[...values].sort((one, other) => one - other)[values.length >> 1] ?? NaN;

/** Sums up the results at one size; titles, times and footprints are by the letters of the variants. */
export function sizeResults(
	size: number,
	titles: Readonly<Record<string, string>>,
	times: Readonly<Record<string, readonly Times[]>>,
	footprints: Readonly<Record<string, Footprint>>,
): SizeResults {
	const series = (letter: string, of: keyof Times): number[] => (times[letter] ?? []).map((time) => time[of]);
	/** Compares the rounds that both have: the slow variant has only one. */
	const ratio = (one: string, other: string, of: keyof Times): number => {
		const others = series(other, of);
		return toTenths(median(series(one, of).map((time, round) => time / (others[round] ?? NaN))));
	};
	return {
		size,
		rows: Object.entries(titles).map(([variant, title]) => ({
			variant,
			title,
			wall: toTenths(median(series(variant, 'wall'))),
			busy: toTenths(median(series(variant, 'busy'))),
			...footprints[variant],
		})),
		ratios: (['wall', 'busy'] as const).map((of) => ({
			of,
			aToC: ratio('a', 'c', of),
			bToC: ratio('b', 'c', of),
			dToB: toTenths(median(series('d', of)) / median(series('b', of))),
			gToH: ratio('g', 'h', of),
		})),
	};
}

const number = (value: number): string => value.toLocaleString('en-US');

const MEBIBYTE = 2 ** 20;

const timeTable = (sizes: readonly SizeResults[]): string =>
	markdownTable(
		[
			['Variant', 'Rows', 'Whole time (ms)', 'At work (ms)', 'Rows a second', 'Memory (MiB)', 'Entries alive'],
			...sizes.flatMap(({ size, rows }) =>
				rows
					.filter(({ wall }) => Number.isFinite(wall))
					.map(({ variant, title, wall, busy, bytes, entries = 0 }) => [
						`(${variant}) ${title}`,
						number(size),
						number(wall),
						number(busy),
						number(Math.round((size / wall) * 1_000)),
						bytes === undefined ? '' : (bytes / MEBIBYTE).toFixed(1),
						entries === 0 ? '' : number(entries),
					]),
			),
		],
		{ align: ['l', 'r', 'r', 'r', 'r', 'r', 'r'] },
	);

/** Divides the time of a variant by its time with a tenth of the rows. */
function growth(sizes: readonly SizeResults[], size: number, variant: string, of: keyof Times): string {
	const time = (rows: number) =>
		sizes.find((one) => one.size === rows)?.rows.find((row) => row.variant === variant)?.[of];
	const [now, before] = [time(size), time(size / 10)];
	return now === undefined || before === undefined ? '' : number(toTenths(now / before));
}

const ratioTable = (sizes: readonly SizeResults[]): string =>
	markdownTable(
		[
			['Rows', 'Ratios of the', 'a/c', 'b/c', 'd/b', 'g/h', '(a) to a tenth of the rows', '(b) to a tenth of the rows'],
			...sizes.flatMap(({ size, ratios }) =>
				ratios.map(({ of, aToC, bToC, dToB, gToH }) => [
					number(size),
					MEASURES[of],
					...[aToC, bToC, dToB, gToH].map(number),
					growth(sizes, size, 'a', of),
					growth(sizes, size, 'b', of),
				]),
			),
		],
		{ align: ['r', 'l', 'r', 'r', 'r', 'r', 'r', 'r'] },
	);

function blockTable({ titles, blocks }: Results): string {
	const letters = Object.keys(blocks[0]?.blocks ?? {});
	return markdownTable(
		[
			['Longest block (ms)', ...blocks.map(({ size }) => `${number(size)} rows`)],
			...letters.map((letter) => [
				`(${letter}) ${titles[letter] ?? ''}`,
				...blocks.map(({ blocks: ofSize }) => number(ofSize[letter] ?? NaN)),
			]),
		],
		{ align: ['l', ...blocks.map(() => 'r')] },
	);
}

/** Makes tables in Markdown of the results, for the terminal and for the README. */
export const benchTable = (results: Results): string =>
	[timeTable(results.sizes), ratioTable(results.sizes), blockTable(results), `Measured on ${results.machine}.`].join(
		'\n\n',
	);
