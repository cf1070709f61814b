import { createReadStream } from 'node:fs';
import type { IBinaryData, INodeParameters } from 'n8n-workflow';
import { keepOnDisk } from '../../engine/binaryData.mts';
import { execute } from '../../engine/engine.mts';
import { loadPackage } from '../../engine/nodeTypes.mts';
import { makeOneNodeWorkflow } from '../../engine/workflows.mts';
import { measureTimes, type Times } from '../figures.mts';
import { readWithCsvParse } from './customers.mts';

/** The time of one pass, in milliseconds: all rows are checked, and the first request is shown. */
export interface PassTimes {
	readonly node: number;
	readonly csvParse: number;
}

/** An import. */
export interface ImportFigures extends Times {
	/** The most bytes of the heap beyond the idle engine: those alive, and those with what waits for collection. */
	readonly alive: number;
	readonly heap: number;
}

/** The time between two looks at the memory, in milliseconds. */
const LOOK_INTERVAL = 50;
const COLLECT_INTERVAL = 10_000;

const gameball = await loadPackage(process.cwd());

async function run(file: IBinaryData, baseUrl: string, parameters: INodeParameters, apiKey = 'a'): Promise<void> {
	const { result } = execute({
		workflow: makeOneNodeWorkflow({
			...{ name: 'Gameball', type: 'n8n-nodes-gameball.gameball' },
			parameters: { source: 'file', ...parameters },
		}),
		gameball,
		credentials: { gameballApi: { baseUrl, apiKey, secretKey: 'c' } },
		input: [{ json: {}, binary: { data: file } }],
	});
	const { error } = (await result).data.resultData;
	if (error !== undefined) throw error;
}

async function measurePasses(path: string, rounds: number): Promise<PassTimes[]> {
	const file = await keepOnDisk(createReadStream(path), 'customers.csv');
	const times: PassTimes[] = [];
	for (let round = 0; round < rounds; round++) {
		const { wall: node } = await measureTimes(async () => await run(file, 'http://127.0.0.1:1', { dryRun: true }));
		const { wall: csvParse } = await measureTimes(async () => await readWithCsvParse(path));
		times.push({ node, csvParse });
	}
	return times;
}

const heap = (): number => process.memoryUsage().heapUsed;

function collect(): void {
	if (gc === undefined) throw new Error('Memory is measured with --expose-gc');
	gc();
}

/** Measures the heap of an engine that is idle, but not new: it has sent a small file of another account. */
async function measureIdle(small: string, baseUrl: string): Promise<number> {
	await run(await keepOnDisk(createReadStream(small), 'small.csv'), baseUrl, {}, 'b');
	collect();
	return heap();
}

async function measureImport(path: string, small: string, baseUrl: string): Promise<ImportFigures> {
	const file = await keepOnDisk(createReadStream(path), 'customers.csv');
	const idle = await measureIdle(small, baseUrl);
	let most = 0;
	let alive = 0;
	const looks = setInterval(() => (most = Math.max(most, heap() - idle)), LOOK_INTERVAL);
	const collections = setInterval(() => {
		collect();
		alive = Math.max(alive, heap() - idle);
	}, COLLECT_INTERVAL);
	const times = await measureTimes(async () => await run(file, baseUrl, {}));
	clearInterval(looks);
	clearInterval(collections);
	return { ...times, alive, heap: most };
}

/**
 * Measures in this process and prints the figures:
 *
 * - `case.mts pass <file> <rounds>`: the times of a pass over the file by the node and by csv-parse, which take turns
 * - `case.mts idle <small file> <base URL>`: the bytes of the heap of an idle engine
 * - `case.mts import <file> <small file> <base URL>`: the time and the memory of an import
 */
const [what = '', path = '', second = '', third = ''] = process.argv.slice(2);
const MEASUREMENTS: Readonly<Record<string, () => Promise<unknown>>> = {
	pass: async () => await measurePasses(path, Number(second)),
	idle: async () => await measureIdle(path, second),
	import: async () => await measureImport(path, second, third),
};
console.log(JSON.stringify(await MEASUREMENTS[what]?.()));
process.exit();
