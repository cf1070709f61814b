import { markdownTable } from 'markdown-table';
import { formatNumber, median } from '../figures.mts';
import type { ImportFigures, PassTimes } from './case.mts';

/** The file of the figures behind the table, from the root of the project. */
export const FILES = 'dev/measure/files/results.json';

/** The figures of a file. */
export interface FileFigures extends ImportFigures {
	readonly rows: number;
	readonly requests: number;
	/** The rows that a pass of the node checks a second. */
	readonly rowsPerSecond: number;
	/** The time that csv-parse takes to read the same file into objects, divided by that of a pass. */
	readonly ofCsvParse: number;
}

/** The documented rates (docs/api.md, "Rates"): the most requests in a second for a while, and for ever. */
const PER_SECOND = 30;
const FOR_EVER = 12;
const WHILE = 360;

/** Computes the time in seconds that the documented rates need for requests: at full speed for a while, or evenly. */
const computeLimit = (requests: number): number => requests / (requests > WHILE ? FOR_EVER : PER_SECOND);

/** Sums up the measurements of a file. */
export const sumUpFile = (
	rows: number,
	requests: number,
	passes: readonly PassTimes[],
	figures: ImportFigures,
): FileFigures => ({
	...{ rows, requests, ...figures },
	rowsPerSecond: Math.round((1_000 * rows) / median(passes.map(({ node }) => node))),
	ofCsvParse: median(passes.map(({ node, csvParse }) => csvParse / node)),
});

/** Formats bytes; an import that was over before the first look has none. */
const formatMegabytes = (bytes: number): string => (bytes === 0 ? '–' : `${Math.round(bytes / 1e6)} MB`);

/** Formats the figures as a table. */
export const filesTable = (figures: readonly FileFigures[]): string =>
	markdownTable([
		[
			...['Rows', 'Rows a second, one pass', 'csv-parse takes', 'Whole import', 'Of what the rates allow'],
			...['At work', 'Heap beyond idle: alive', 'with garbage'],
		],
		...figures.map(({ rows, requests, rowsPerSecond, ofCsvParse, wall, busy, heap, alive }) => [
			formatNumber(rows),
			formatNumber(rowsPerSecond),
			`${ofCsvParse.toFixed(1)} × as long`,
			`${(wall / 1_000).toFixed(0)} s`,
			`${(wall / 1_000 / computeLimit(requests)).toFixed(2)} ×`,
			`${(busy / 1_000).toFixed(1)} s`,
			formatMegabytes(alive),
			formatMegabytes(heap),
		]),
	]);
