import { loadPackage } from '../../engine/nodeTypes.mts';
import { keepResults, readWriteOption } from '../results.mts';
import { sumUp, WAITS, waitsTables, type WaitFigures } from './report.mts';
import { STRATEGIES, waitByStrategy, waitWithNode, type Jobs, type Waits } from './run.mts';
import { WORKS, type WorkName } from './work.mts';

const SECONDS = [10, 60, 600, 3_600];

/** The numbers of jobs at once, and of the runs of each case. */
const COUNTS = [
	{ count: 1, runs: 12 },
	{ count: 100, runs: 1 },
];

/** The node's option Max Poll Interval in seconds, by the names in the table: its default, and one that never counts. */
const INTERVALS = { 'This node': 60, 'This node, Max Poll Interval 3,600': 3_600 };

const isToWrite = readWriteOption();
const gameball = await loadPackage(process.cwd());
const all: WaitFigures[] = [];
for (const { count, runs } of COUNTS) {
	for (const seconds of SECONDS) {
		for (const work of Object.keys(WORKS) as WorkName[]) {
			const cases = Array.from({ length: runs }, (_, seed): Jobs => ({ count, duration: seconds * 1_000, work, seed }));
			const add = (strategy: string, waits: readonly Waits[]) =>
				all.push({ strategy, count, seconds, work, ...sumUp(waits) });
			for (const [name, maxPollInterval] of Object.entries(INTERVALS)) {
				const waits: Waits[] = [];
				for (const jobs of cases) waits.push(await waitWithNode(gameball, jobs, maxPollInterval));
				add(name, waits);
			}
			for (const [name, strategy] of Object.entries(STRATEGIES)) {
				add(
					name,
					cases.map((jobs) => waitByStrategy(jobs, strategy)),
				);
			}
			process.stderr.write('.');
		}
	}
}
process.stderr.write('\n');
console.log(waitsTables(all));
keepResults(WAITS, all, isToWrite);
process.exit();
