import { channel } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import type { IDataObject } from 'n8n-workflow';
import { makeCustomers, SLOW, VARIANTS } from './variants.mts';

/** The times of one run. */
export interface Times {
	/** The milliseconds from start to end. */
	readonly wall: number;
	/** The milliseconds at work, without waiting for the server or for a turn. */
	readonly busy: number;
}

/** The memory of one run while it sends. */
export interface Footprint {
	/** The most bytes alive at any request, beyond those alive before the run. */
	readonly bytes: number;
	/** The most entries of request bodies, as made by the node, alive at any request. */
	readonly entries: number;
}

async function measureTimes(run: () => Promise<void>): Promise<Times> {
	const start = performance.now();
	const utilization = performance.eventLoopUtilization();
	await run();
	return { wall: performance.now() - start, busy: performance.eventLoopUtilization(utilization).active };
}

/** Lists every entry that the node makes from now on, without keeping it alive. */
function watchEntries(): Array<WeakRef<object>> {
	const made: Array<WeakRef<object>> = [];
	const { customer } = createRequire(import.meta.url)(
		'../../../dist/nodes/Gameball/records/customer.js',
	) as typeof import('../../../nodes/Gameball/records/customer.ts');
	const { toEntry } = customer;
	const watched: typeof toEntry = (...record) => {
		const entry = toEntry(...record);
		if (typeof entry === 'object') made.push(new WeakRef(entry));
		return entry;
	};
	Object.assign(customer, { toEntry: watched });
	return made;
}

async function measureFootprint(run: () => Promise<void>): Promise<Footprint> {
	const collect = gc;
	if (collect === undefined) throw new Error('Memory is measured with --expose-gc');
	const alive = (): number => {
		collect();
		const { heapUsed, external } = process.memoryUsage();
		return heapUsed + external;
	};
	const requests = channel('http.client.request.start');
	const before = alive();
	let bytes = 0;
	const lookAtBytes = () => (bytes = Math.max(bytes, alive() - before));
	requests.subscribe(lookAtBytes);
	await run();
	requests.unsubscribe(lookAtBytes);

	const made = watchEntries();
	let entries = 0;
	requests.subscribe(() => {
		collect();
		entries = Math.max(entries, made.filter((entry) => entry.deref() !== undefined).length);
	});
	await run();
	return { bytes, entries };
}

/**
 * Runs cases in this process and prints the measurements:
 *
 * - `case.mts time <variants> <rows> <base URL> <rounds>`: the times of each variant in each round, by its letter; the
 *   variants take turns, so that all see the same machine
 * - `case.mts memory <variant> <rows> <base URL>`
 */
const [what = '', letters = '', rows = '', baseUrl = '', rounds = ''] = process.argv.slice(2);
const variants = [...letters].map((letter) => {
	const variant = VARIANTS[letter];
	if (variant === undefined) throw new Error(`The benchmark has no variant ${letter}`);
	const items = (variant.makeItems ?? makeCustomers)(Number(rows));
	return { letter, items, run: async (input: readonly IDataObject[]) => await variant.run(input, baseUrl) };
});
// n8n is a server that has been running for a while, so the measurements start warm.
for (let count = 0; count < 60_000 && letters !== SLOW; count += 10_000) {
	for (const { items, run } of variants) await run(items.slice(0, 10_000));
}

if (what === 'memory') {
	const [variant] = variants;
	if (variant !== undefined) {
		const { items, run } = variant;
		console.log(JSON.stringify(await measureFootprint(async () => await run(items))));
	}
} else {
	const times: Record<string, Times[]> = {};
	for (let round = 0; round < Number(rounds); round++) {
		for (const { letter, items, run } of variants) {
			(times[letter] ??= []).push(await measureTimes(async () => await run(items)));
		}
	}
	console.log(JSON.stringify(times));
}
process.exit();
