import { execFile, fork } from 'node:child_process';
import { cpus } from 'node:os';
import { promisify } from 'node:util';
import { keepResults, readWriteOption } from '../results.mts';
import type { Footprint, Times } from './case.mts';
import { benchTable, RESULTS, sizeResults, type Results, type SizeResults } from './report.mts';
import { SLOW, VARIANTS, WIDE } from './variants.mts';

/** The numbers of customers, and of the rounds in which each variant sends them. */
const SIZES = [
	{ size: 1_000, rounds: 60 },
	{ size: 10_000, rounds: 25 },
	{ size: 100_000, rounds: 5 },
];

const run = promisify(execFile);

/** Runs cases in a process of their own; returns its output. */
async function runCases(...args: Array<string | number>): Promise<unknown> {
	const command = ['--expose-gc', '--import', 'tsx', 'dev/measure/bench/case.mts', ...args.map(String)];
	const { stdout } = await run(process.execPath, command);
	process.stderr.write('.');
	return JSON.parse(stdout);
}

async function measure(baseUrl: string, size: number, rounds: number): Promise<SizeResults> {
	const letters = Object.keys(VARIANTS).filter((letter) => letter !== SLOW && !WIDE.includes(letter));
	const times = {
		...((await runCases('time', letters.join(''), size, baseUrl, rounds)) as Record<string, Times[]>),
		...((await runCases('time', WIDE, size, baseUrl, rounds)) as Record<string, Times[]>),
		...((await runCases('time', SLOW, size, baseUrl, 1)) as Record<string, Times[]>),
	};
	const footprints: Record<string, Footprint> = {};
	for (const letter of letters) footprints[letter] = (await runCases('memory', letter, size, baseUrl)) as Footprint;
	const titles = Object.fromEntries(Object.entries(VARIANTS).map(([letter, { title }]) => [letter, title]));
	return sizeResults(size, titles, times, footprints);
}

const isToWrite = readWriteOption();
const server = fork('dev/measure/bench/server.mts', { execArgv: ['--import', 'tsx'] });
const port = await new Promise<unknown>((resolve) => server.once('message', resolve));
const [cpu] = cpus();
const sizes: SizeResults[] = [];
for (const { size, rounds } of SIZES) sizes.push(await measure(`http://127.0.0.1:${String(port)}`, size, rounds));
process.stderr.write('\n');
server.disconnect();
const results: Results = {
	machine: `${cpus().length} cores of ${cpu?.model.trim() ?? 'an unknown kind'}, Node ${process.versions.node}`,
	sizes,
};
console.log(benchTable(results));
keepResults(RESULTS, results, isToWrite);
