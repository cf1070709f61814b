import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import type { Times } from '../figures.mts';
import { keepResults, readWriteOption } from '../results.mts';
import { runCase } from '../runCase.mts';
import type { Footprint } from './case.mts';
import {
	benchTable,
	listRatios,
	RESULTS,
	sizeResults,
	type BlockResults,
	type Results,
	type SizeResults,
} from './report.mts';
import { BLOCKING, TIMED, VARIANTS } from './variants.mts';

/** The numbers of customers, and of the rounds in which each variant sends them. */
const SIZES = [
	{ size: 1_000, rounds: 60 },
	{ size: 10_000, rounds: 25 },
	{ size: 100_000, rounds: 5 },
];

/** The numbers of customers, and of the rounds, in which the longest block of each variant is measured. */
const BLOCK_SIZES = [
	{ size: 1_000, rounds: 10 },
	{ size: 10_000, rounds: 5 },
	{ size: 100_000, rounds: 2 },
	{ size: 300_000, rounds: 1 },
];

/** Measures variants in a process of their own; returns its output. */
const runCases = async (what: string, titles: readonly string[], ...args: ReadonlyArray<string | number>) =>
	await runCase('dev/measure/bench/case.mts', [what, JSON.stringify(titles), ...args]);

const isPossible = (title: string, size: number): boolean => size <= (VARIANTS[title]?.most ?? Infinity);

async function measure(baseUrl: string, size: number, rounds: number): Promise<SizeResults> {
	const times: Record<string, Times[]> = {};
	for (const titles of TIMED) {
		const possible = titles.filter((title) => isPossible(title, size));
		if (possible.length > 0) Object.assign(times, await runCases('time', possible, size, baseUrl, rounds));
	}
	const footprints: Record<string, Footprint> = {};
	for (const title of TIMED[0] ?? []) {
		footprints[title] = (await runCases('memory', [title], size, baseUrl)) as Footprint;
	}
	return sizeResults(size, times, footprints);
}

async function measureBlocks(baseUrl: string, size: number, rounds: number): Promise<BlockResults> {
	const blocks: Record<string, number> = {};
	for (const title of BLOCKING.filter((each) => isPossible(each, size))) {
		const { [title]: all = [] } = (await runCases('block', [title], size, baseUrl, rounds)) as Record<string, number[]>;
		blocks[title] = Math.round(Math.max(...all));
	}
	return { size, blocks };
}

const isToWrite = readWriteOption();
const server = fork('dev/measure/bench/server.mts', { execArgv: ['--import', 'tsx'] });
const port = await new Promise<unknown>((resolve) => server.once('message', resolve));
const [cpu] = cpus();
const sizes: SizeResults[] = [];
const blocks: BlockResults[] = [];
const baseUrl = `http://127.0.0.1:${String(port)}`;
for (const { size, rounds } of SIZES) sizes.push(await measure(baseUrl, size, rounds));
for (const { size, rounds } of BLOCK_SIZES) blocks.push(await measureBlocks(baseUrl, size, rounds));
process.stderr.write('\n');
server.disconnect();
const results: Results = {
	machine: `${cpus().length} cores of ${cpu?.model.trim() ?? 'an unknown kind'}, Node ${process.versions.node}`,
	date: new Date().toISOString().slice(0, 10),
	sizes,
	blocks,
};
console.log(benchTable(results));
console.log(['', 'At work, divided:', ...listRatios(results)].join('\n'));
keepResults(RESULTS, results, isToWrite);
