import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { promisify, stripVTControlCharacters } from 'node:util';
import { demo } from '../../dev/demo/demo.mts';
import { readCsv } from '../../dev/demo/readCsv.mts';
import { agrees } from '../../dev/demo/report.mts';
import { syncCustomers } from '../../dev/demo/run.mts';
import { inVirtualTime } from '../../dev/engine/virtualTime.mts';
import { startSimulator } from '../../dev/simulator/server.mts';
import { EXAMPLE_CSV } from '../../dev/examples/customers.mts';

const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-gameball-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
	const path = join(folder, name);
	writeFileSync(path, content);
	return path;
}

/** Runs the demo with the arguments of its command line. */
async function runDemo(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
	const [stdout, stderr] = [new PassThrough(), new PassThrough()];
	const code = await inVirtualTime(async () => await demo(args, stdout, stderr));
	const read = async (stream: PassThrough) => stripVTControlCharacters(await text(stream.end()));
	return { code, stdout: await read(stdout), stderr: await read(stderr) };
}

test('should have at least 2,500 customers in the example', () => {
	expect(readCsv(EXAMPLE_CSV).length).toBeGreaterThanOrEqual(2_500);
});

test('should agree with the simulator, customer by customer, when it sums up the example', async () => {
	const simulator = await startSimulator({ queuedFor: 50, recordsPerSecond: 5_000 });
	try {
		const rows = readCsv(EXAMPLE_CSV);
		const summary = await inVirtualTime(async () => await syncCustomers(rows, simulator));
		const received = simulator.received();
		expect(summary.rows).toBe(rows.length);
		expect(agrees(summary, received)).toBe(true);
		expect(summary.jobs.map(({ jobId, records }) => [jobId, records])).toEqual(
			[...simulator.jobs].map(([jobId, { entries }]) => [jobId, entries.length]),
		);
		const notArrived = new Set(summary.refused.map(({ line }) => line));
		const arrived = rows.filter((_, index) => !notArrived.has(index + 2)).map((row) => row['Record ID']);
		expect(arrived.sort()).toEqual([...simulator.customers.keys()].sort());
		expect(summary.refused.length).toBeGreaterThan(0);
		expect(summary.refused.every(({ reason }) => reason !== '')).toBe(true);
	} finally {
		await simulator.close();
	}
});

test('should show the progress, the jobs and the rows that did not arrive', async () => {
	const { code, stdout, stderr } = await runDemo();
	expect(stderr).toMatch(/\d+ of 2600 records/);
	expect(stdout).toMatch(/Job.*Records.*Arrived.*Refused/);
	expect(stdout).toMatch(/198 +│ 51000197 +│ failed +│ Mobile number is not valid/);
	expect(stdout).toMatch(
		/882 +│ +│ invalid +│ Item 880 \(counting from 0, florida\.cummerata84@example\.com\): Customer ID is missing/,
	);
	expect(stdout).toContain('2564 of 2600 customers arrived in 3 jobs, 36 did not');
	expect(stdout).toContain('The simulator says the same: 2596 records received in 3 jobs, 32 refused, 2564 customers.');
	expect(code).toBe(0);
});

test('should take a CSV file of your own on its command line', async () => {
	const path = file('own.csv', '\uFEFFid;x\n'.replace(';', ',') + '1,a\n2,b\n');
	const { stdout } = await promisify(execFile)(process.execPath, ['--import=tsx', 'dev/demo/cli.mts', '--file', path], {
		env: { ...process.env, NODE_ENV: '', NO_COLOR: '1' },
	});
	expect(stdout).toContain('2 of 2 customers arrived in 1 jobs, 0 did not');
});

test.each([
	['missing', join(folder, 'nowhere.csv'), /^Can't read .*nowhere\.csv: there is no such file\.\n$/],
	['a folder', folder, /^Can't read .*: it is a folder\.\n$/],
	['empty', file('empty.csv', ''), /empty\.csv has no rows/],
	['only a header', file('header.csv', 'id,name\n'), /header\.csv has no rows/],
	['broken', file('broken.csv', 'id,name\n1,a,b\n'), /^.*broken\.csv is no good CSV: Invalid Record Length.*\n$/],
	['missing a quote', file('quote.csv', 'id,name\n1,"a\n'), /^.*quote\.csv is no good CSV: Quote Not Closed.*\n$/],
	['not text', file('binary.csv', Buffer.from([0xff, 0xfe, 0x00, 0x81])), /it is no text in UTF-8/],
])('should explain in one line when a file is %s', async (_, path, message) => {
	const { code, stdout, stderr } = await runDemo('--file', path);
	expect(stderr).toMatch(message);
	expect(stderr.trim().split('\n')).toHaveLength(1);
	expect(stdout).toBe('');
	expect(code).toBe(1);
});
