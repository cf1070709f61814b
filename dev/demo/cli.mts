import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import pc from 'picocolors';
import { EXAMPLE_CSV } from '../examples/customers.mts';
import { startSimulator, type Simulator } from '../simulator/server.mts';
import { FileProblem, readCsv } from './readCsv.mts';
import { agrees, report } from './report.mts';
import { syncCustomers } from './run.mts';

/** A pace slow enough to watch the wait for the jobs. */
const PACE = { queuedFor: 1_500, recordsPerSecond: 250 };

/** Shows the simulator's progress; returns a function that ends that. */
function showProgress(simulator: Simulator, total: number): () => void {
	const bar = new SingleBar({
		format: '{state} {bar} {value} of {total} records',
		hideCursor: true,
		noTTYOutput: true,
		notTTYSchedule: 1_000,
	});
	const look = () => {
		const { done, jobs } = simulator.received();
		return { done, state: `${jobs} jobs` };
	};
	bar.start(total, 0, { state: '0 jobs' });
	const timer = setInterval(() => {
		const { done, state } = look();
		bar.update(done, { state });
	}, 200);
	return () => {
		clearInterval(timer);
		const { done, state } = look();
		bar.update(done, { state });
		bar.stop();
	};
}

async function main(): Promise<boolean> {
	const { values } = parseArgs({ options: { file: { type: 'string', default: EXAMPLE_CSV } } });
	const rows = readCsv(values.file);
	console.log(`${pc.bold(String(rows.length))} customers in ${values.file}`);
	const simulator = await startSimulator(PACE);
	console.log(`Gameball simulator at ${simulator.baseUrl}`);
	try {
		const start = Date.now();
		const stopProgress = showProgress(simulator, rows.length);
		const summary = await syncCustomers(rows, simulator).finally(stopProgress);
		const received = simulator.received();
		console.log(report(summary, received, (Date.now() - start) / 1_000));
		return agrees(summary, received);
	} finally {
		await simulator.close();
	}
}

try {
	process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
	const isExpected = error instanceof FileProblem || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
	console.error(pc.red(isExpected ? (error as Error).message : `The demo failed: ${(error as Error).message}`));
	process.exitCode = 1;
}
