import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import pc from 'picocolors';
import { startSimulator, type Simulator } from '../simulator/server.mts';
import { FileProblem, readCsv } from './readCsv.mts';
import { agrees, report } from './report.mts';
import { syncCustomers } from './run.mts';

const EXAMPLE_CSV = 'examples/customers.csv';

/** A pace slow enough to watch the wait for the jobs. */
const PACE = { queuedFor: 1_500, recordsPerSecond: 250 };

/** Shows the simulator's progress; returns a function that ends that. */
function showProgress(simulator: Simulator, total: number, stream: NodeJS.WritableStream): () => void {
	const bar = new SingleBar({
		stream,
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

async function run(args: string[], stdout: Writable, stderr: Writable): Promise<boolean> {
	const print = (text: string) => stdout.write(`${text}\n`);
	const { values } = parseArgs({ args, options: { file: { type: 'string', default: EXAMPLE_CSV } } });
	const rows = readCsv(values.file);
	print(`${pc.bold(String(rows.length))} customers in ${values.file}`);
	const simulator = await startSimulator(PACE);
	print(`Gameball simulator at ${simulator.baseUrl}`);
	try {
		const start = Date.now();
		const stopProgress = showProgress(simulator, rows.length, stderr);
		const summary = await syncCustomers(rows, simulator).finally(stopProgress);
		const received = simulator.received();
		print(report(summary, received, (Date.now() - start) / 1_000));
		return agrees(summary, received);
	} finally {
		await simulator.close();
	}
}

/**
 * Runs the demo.
 *
 * @param args the arguments of its command line
 * @returns its exit code
 */
export async function demo(args: string[], stdout: Writable, stderr: Writable): Promise<number> {
	try {
		return (await run(args, stdout, stderr)) ? 0 : 1;
	} catch (error) {
		const isExpected = error instanceof FileProblem || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
		const { message } = error as Error;
		stderr.write(`${pc.red(isExpected ? message : `The demo failed: ${message}`)}\n`);
		return 1;
	}
}
