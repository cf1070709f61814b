import { markdownTable } from 'markdown-table';
import { formatNumber, median, toTenths } from '../figures.mts';
import type { Waits } from './run.mts';

/** The file of the figures behind the tables, from the root of the project. */
export const WAITS = 'dev/measure/waits/results.json';

/** The figures of a way to wait for jobs of a kind. */
export interface WaitFigures {
	readonly strategy: string;
	/** The number of jobs at once. */
	readonly count: number;
	/** The mean time of a job, in seconds. */
	readonly seconds: number;
	readonly work: string;
	/** The status checks of a job: the mean. */
	readonly checks: number;
	/** The delay from a job's end to the check that finds it: the median and the longest, in seconds. */
	readonly delay: number;
	readonly longestDelay: number;
	/** The share of jobs, 0 to 1, that were found within a twentieth of their time or five seconds. */
	readonly onTime: number;
	/** The most status checks in any 30 seconds. */
	readonly peak: number;
}

const SECOND = 1_000;
const SPAN = 30 * SECOND;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Counts the most times in any 30 seconds. */
function countPeak(times: readonly number[]): number {
	const sorted = [...times].sort((one, other) => one - other);
	let peak = 0;
	let start = 0;
	sorted.forEach((time, end) => {
		while ((sorted[start] ?? time) <= time - SPAN) start++;
		peak = Math.max(peak, end - start + 1);
	});
	return peak;
}

/** Sums up the waits for jobs of a kind, of one or several runs. */
export function sumUp(runs: readonly Waits[]): Omit<WaitFigures, 'strategy' | 'count' | 'seconds' | 'work'> {
	const waits = runs.flatMap((run) => run.waits);
	const delays = waits.map(({ delay }) => delay / SECOND);
	const onTime = waits.filter(({ delay, duration }) => delay <= Math.max(5 * SECOND, duration / 20));
	return {
		checks: toTenths(mean(waits.map(({ checks }) => checks))),
		delay: toTenths(median(delays)),
		longestDelay: toTenths(Math.max(...delays)),
		onTime: onTime.length / waits.length,
		peak: Math.max(...runs.map(({ times }) => countPeak(times))),
	};
}

const formatDuration = (seconds: number): string =>
	seconds < 60 ? `${seconds} s` : seconds < 3_600 ? `${seconds / 60} min` : `${seconds / 3_600} h`;

const formatCell = ({ count, checks, delay, longestDelay, onTime, peak }: WaitFigures): string =>
	[
		`${formatNumber(checks)} checks`,
		`${formatNumber(delay)} s (at most ${formatNumber(longestDelay)} s)`,
		`${Math.round(onTime * 100)} %`,
		...(count > 1 ? [`peak ${formatNumber(peak)}`] : []),
	].join('<br>');

/** Makes a table in Markdown for each number of jobs at once, for the terminal and for docs/waiting.md. */
export function waitsTables(all: readonly WaitFigures[]): string {
	const list = <Value,>(values: readonly Value[]): Value[] => [...new Set(values)];
	const strategies = list(all.map(({ strategy }) => strategy));
	return list(all.map(({ count }) => count))
		.map((count) => {
			const some = all.filter((figures) => figures.count === count);
			const kinds = list(some.map(({ seconds, work }) => `${formatDuration(seconds)}, ${work}`));
			const rows = kinds.map((kind) => [
				kind,
				...strategies.map((strategy) => {
					const found = some.find(
						(one) => one.strategy === strategy && `${formatDuration(one.seconds)}, ${one.work}` === kind,
					);
					return found === undefined ? '' : formatCell(found);
				}),
			]);
			return markdownTable([[count === 1 ? 'One job of' : `${count} jobs of`, ...strategies], ...rows]);
		})
		.join('\n\n');
}
