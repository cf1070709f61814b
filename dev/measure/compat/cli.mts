import { readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import pc from 'picocolors';
import { getCoreFolder, installCores } from '../../n8n/install.mts';
import { keepResults, readWriteOption } from '../results.mts';
import { COMPATIBILITY, compatibilityTable, isCompatible, type Compatibility } from './report.mts';

/** The versions of n8n, and of n8n-core in them: the last of the first generation, and three of the second. */
const VERSIONS = [
	{ n8n: '1.123.81', core: '1.122.48' },
	{ n8n: '2.0.3', core: '2.0.2' },
	{ n8n: '2.20.12', core: '2.20.6' },
	{ n8n: '2.41.1', core: '2.41.1' },
] as const;

/** The part of Jest's report that is read here. */
interface JestReport {
	readonly testResults: ReadonlyArray<{
		readonly name: string;
		readonly assertionResults: ReadonlyArray<{ readonly status: string }>;
	}>;
}

const readVersion = (folder: string, name: string): string =>
	(JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version;

/** Runs the engine tests in one version of n8n's engine. */
async function runTests(n8n: string, core: string, node: string): Promise<Compatibility> {
	const folder = getCoreFolder(core);
	console.log(`\n${pc.bold(`n8n ${n8n}`)} (n8n-core ${core})`);
	const report = join(folder, 'report.json');
	rmSync(report, { force: true });
	const jest = [
		'node_modules/jest/bin/jest.js',
		'--config=dev/measure/compat/jest.config.mjs',
		'--json',
		`--outputFile=${report}`,
	];
	await execa(node, jest, {
		env: { N8N_CORE_DIR: folder },
		stdout: 'ignore',
		stderr: 'inherit',
		reject: false,
	});
	const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as JestReport;
	const files = testResults.map(({ name, assertionResults }) => {
		const passed = assertionResults.filter(({ status }) => status === 'passed').length;
		return [basename(name, '.test.mts'), { passed, total: assertionResults.length }] as const;
	});
	const { stdout: nodeVersion } = await execa(node, ['--version']);
	return {
		n8n,
		core: readVersion(folder, 'n8n-core'),
		workflow: readVersion(folder, 'n8n-workflow'),
		node: nodeVersion.slice(1),
		files: Object.fromEntries(files.sort(([a], [b]) => a.localeCompare(b))),
	};
}

const isToWrite = readWriteOption();
const node = await installCores(VERSIONS.map(({ core }) => core));
const results: Compatibility[] = [];
for (const { n8n, core } of VERSIONS) results.push(await runTests(n8n, core, node));
console.log(`\n${compatibilityTable(results)}`);
keepResults(COMPATIBILITY, results, isToWrite);
process.exitCode = results.every(isCompatible) ? 0 : 1;
