import { execFile, fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { promisify } from 'node:util';
import type { Measurement } from './case.mts';
import { benchTable, ratios, RESULTS, type Results, type Row } from './report.mts';
import { VARIANTS } from './variants.mts';

const SIZES = [1_000, 10_000, 100_000];
/** How often time is measured; the median counts. */
const ROUNDS = 3;

const median = (values: readonly number[]): number =>
	[...values].sort((one, other) => one - other)[values.length >> 1] ?? NaN;

const run = promisify(execFile);

/** Measures one case in a process of its own. */
async function measure(letter: string, rows: number, baseUrl: string, what: 'time' | 'memory'): Promise<Measurement> {
	const args = ['--expose-gc', '--import', 'tsx', 'bench/case.mts', letter, String(rows), baseUrl, what];
	const { stdout } = await run(process.execPath, args);
	return JSON.parse(stdout) as Measurement;
}

/** Measures one variant at one size: in turn with the others, so that all see the same machine. */
async function measureAll(baseUrl: string): Promise<Row[]> {
	const rows: Row[] = [];
	for (const size of SIZES) {
		const letters = Object.keys(VARIANTS);
		const times = new Map<string, Measurement[]>(letters.map((letter) => [letter, []]));
		for (let round = 0; round < ROUNDS; round++) {
			for (const letter of letters) {
				// Reading parameters one by one takes a minute for the largest size: once is enough.
				if (letter === 'd' && size === SIZES.at(-1) && round > 0) continue;
				times.get(letter)?.push(await measure(letter, size, baseUrl, 'time'));
				process.stderr.write('.');
			}
		}
		for (const [letter, measured] of times) {
			const { memory = 0 } = letter === 'd' ? {} : await measure(letter, size, baseUrl, 'memory');
			rows.push({
				variant: letter,
				title: VARIANTS[letter]?.title ?? '',
				rows: size,
				wall: Math.round(median(measured.map(({ wall }) => wall))),
				busy: Math.round(median(measured.map(({ busy }) => busy))),
				memory: Math.round(memory / 2 ** 20),
			});
			process.stderr.write('.');
		}
	}
	process.stderr.write('\n');
	return rows;
}

const server = fork('bench/server.mts', { execArgv: ['--import', 'tsx'] });
const port = await new Promise<unknown>((resolve) => server.once('message', resolve));
const [cpu] = cpus();
const rows = await measureAll(`http://127.0.0.1:${String(port)}`);
server.disconnect();
const results: Results = {
	machine: `${cpus().length} cores of ${cpu?.model.trim() ?? 'an unknown kind'}, Node ${process.versions.node}`,
	rows,
	ratios: ratios(rows),
};
writeFileSync(RESULTS, `${JSON.stringify(results, null, '\t')}\n`);
console.log(benchTable(results));
