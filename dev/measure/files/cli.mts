import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepResults, readWriteOption } from '../results.mts';
import { runCase } from '../runCase.mts';
import type { ImportFigures, PassTimes } from './case.mts';
import { writeCustomers } from './customers.mts';
import type { ReceivedRecords } from './server.mts';
import { FILES, filesTable, sumUpFile, type FileFigures } from './report.mts';

/** The sizes of the files in rows, and the rounds in which the node and csv-parse read each. */
const SIZES = [
	{ rows: 100_000, rounds: 9 },
	{ rows: 1_000_000, rounds: 3 },
	{ rows: 5_000_000, rounds: 1 },
];

/** The size of the file that is sent first, in rows. */
const SMALL = 10_000;

/** The megabytes of a heap that has enough. */
const PLENTY = 2_048;

/** The memory in megabytes that the heap of an import may have beyond that of an idle engine. */
const MARGIN = 60;

/**
 * Runs a case in a process of its own; returns its output.
 *
 * @param heap the most megabytes of its heap
 */
const runInHeap = async (heap: number, ...args: ReadonlyArray<string | number>) =>
	await runCase('dev/measure/files/case.mts', args, [`--max-old-space-size=${heap}`]);

const isToWrite = readWriteOption();
const folder = await mkdtemp(join(tmpdir(), 'gameball-files-'));
const server = fork('dev/measure/files/server.mts', { execArgv: ['--import', 'tsx'] });
const nextMessage = async <Message,>(): Promise<Message> => ((await once(server, 'message')) as [Message])[0];
const { port } = await nextMessage<{ port: number }>();
const figures: FileFigures[] = [];
try {
	const small = join(folder, 'small.csv');
	await writeCustomers(small, SMALL);
	const baseUrl = `http://127.0.0.1:${port}`;
	const idle = Math.ceil(((await runInHeap(PLENTY, 'idle', small, baseUrl)) as number) / 1e6);
	for (const { rows, rounds } of SIZES) {
		const path = join(folder, `${rows}.csv`);
		await writeCustomers(path, rows);
		const passes = (await runInHeap(PLENTY, 'pass', path, rounds)) as PassTimes[];
		server.send('count');
		await nextMessage();
		const sent = (await runInHeap(idle + MARGIN, 'import', path, small, baseUrl)) as ImportFigures;
		server.send('count');
		const { customers } = await nextMessage<ReceivedRecords>();
		if (customers !== rows) throw new Error(`Of ${rows} customers ${customers} have arrived`);
		figures.push(sumUpFile(rows, Math.ceil(rows / 1_000), passes, sent));
	}
} finally {
	server.disconnect();
	await rm(folder, { recursive: true });
}
process.stderr.write('\n');
console.log(filesTable(figures));
keepResults(FILES, figures, isToWrite);
