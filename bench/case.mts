import { channel } from 'node:diagnostics_channel';
import { customers, VARIANTS } from './variants.mts';

/** What one case measured; all for one run of the variant. */
export interface Measurement {
	/** Milliseconds from start to end. */
	readonly wall: number;
	/** Milliseconds in which the program was at work, not waiting for the server or for its turn. */
	readonly busy: number;
	/** The most bytes alive at any request, beyond what was alive before the run; undefined where time was measured. */
	readonly memory?: number;
}

/** Runs one case in this process: `case.mts <variant> <rows> <base URL> <time|memory>`, and prints its measurement. */
const [letter = '', rows = '', baseUrl = '', what = ''] = process.argv.slice(2);
const variant = VARIANTS[letter];
if (variant === undefined || gc === undefined) throw new Error('The case is not one of the benchmark');
const collect = gc;

const alive = (): number => {
	collect();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
};

// n8n is a server that has been running for a while: what is measured is warm.
await variant.run(customers(letter === 'd' ? 1_000 : 10_000), baseUrl);
const items = customers(Number(rows));
const before = alive();
let peak = before;
if (what === 'memory') {
	channel('http.client.request.start').subscribe(() => (peak = Math.max(peak, alive())));
}
const start = performance.now();
const utilization = performance.eventLoopUtilization();
await variant.run(items, baseUrl);
const { active } = performance.eventLoopUtilization(utilization);
const measurement: Measurement = {
	wall: performance.now() - start,
	busy: active,
	...(what === 'memory' ? { memory: peak - before } : {}),
};
console.log(JSON.stringify(measurement));
process.exit();
