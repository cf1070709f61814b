import { channel } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { measureTimes } from '../figures.mts';
import { makeCustomers, VARIANTS } from './variants.mts';

/** The memory of one run while it sends. */
export interface Footprint {
	/** The most bytes alive at any request, beyond those alive before the run. */
	readonly bytes: number;
	/** The most entries of request bodies, as made by the node, alive at any request. */
	readonly entries: number;
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

/** Measures the longest time in milliseconds for which a function keeps the thread to itself. */
async function measureLongestBlock(run: () => Promise<unknown>): Promise<number> {
	let latest = performance.now();
	let longest = 0;
	let isRunning = true;
	const look = () => {
		const now = performance.now();
		longest = Math.max(longest, now - latest);
		latest = now;
	};
	const watch = async () => {
		for (; isRunning; look()) await nextTurn();
	};
	const watching = watch();
	await run();
	look();
	isRunning = false;
	await watching;
	return longest;
}

/** Measures the longest block of the node alone: what n8n does before and after it is not counted. */
async function measureNodeBlock(run: () => Promise<void>): Promise<number> {
	const { Gameball } = createRequire(import.meta.url)(
		'../../../dist/nodes/Gameball/Gameball.node.js',
	) as typeof import('../../../nodes/Gameball/Gameball.node.ts');
	const { execute } = Gameball.prototype;
	let longest = NaN;
	Gameball.prototype.execute = async function (...given) {
		let output: Awaited<ReturnType<typeof execute>> = [];
		longest = await measureLongestBlock(async () => (output = await execute.apply(this, given)));
		return output;
	};
	await run();
	Gameball.prototype.execute = execute;
	return longest;
}

/**
 * Runs cases in this process and prints the measurements:
 *
 * - `case.mts time <variants> <rows> <base URL> <rounds>`: the times of each variant in each round, by its title; the
 *   variants take turns, so that all see the same machine
 * - `case.mts memory <variants> <rows> <base URL>`
 * - `case.mts block <variants> <rows> <base URL> <rounds>`: the longest block of each variant in each round
 *
 * The variants are the titles as JSON; memory is measured of the first.
 */
const [what = '', titles = '', rows = '', baseUrl = '', rounds = ''] = process.argv.slice(2);
const variants = (JSON.parse(titles) as string[]).map((title) => {
	const variant = VARIANTS[title];
	if (variant === undefined) throw new Error(`The benchmark has no variant '${title}'`);
	const items = (variant.makeItems ?? makeCustomers)(Number(rows));
	return { title, items, run: async (input: readonly IDataObject[]) => await variant.run(input, baseUrl) };
});
// n8n runs without source maps, which slow down every look at a stack trace.
process.setSourceMapsEnabled(false);
// n8n is a server that has been running for a while, so the measurements start warm.
for (let count = 0; count < 60_000; count += 10_000) {
	for (const { items, run } of variants) await run(items.slice(0, 10_000));
}

/** Measures each variant in each round; returns the measurements by its title. */
async function measureRounds<Result>(measure: (run: () => Promise<void>) => Promise<Result>) {
	const results: Record<string, Result[]> = {};
	for (let round = 0; round < Number(rounds); round++) {
		for (const { title, items, run } of variants) {
			(results[title] ??= []).push(await measure(async () => await run(items)));
		}
	}
	return results;
}

const [first] = variants;
const MEASUREMENTS: Readonly<Record<string, () => Promise<unknown>>> = {
	memory: async () => first && (await measureFootprint(async () => await first.run(first.items))),
	block: async () => await measureRounds(measureNodeBlock),
	time: async () => await measureRounds(measureTimes),
};
console.log(JSON.stringify(await MEASUREMENTS[what]?.()));
process.exit();
