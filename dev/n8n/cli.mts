import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import { startSimulator, type Simulator } from '../simulator/server.mts';
import { runProgram, type Cleanup } from './cleanup.mts';
import { EXAMPLES_FOLDER, prepareExamples } from './examples.mts';
import { installHost, N8N_VERSION } from './install.mts';
import { startInstance } from './instance.mts';
import { N8nApi, OWNER } from './rest.mts';

/** A pace slow enough to watch the wait for the jobs. */
const PACE = { queuedFor: 1_500, recordsPerSecond: 250 };

const PORT = 5678;

/**
 * Locks a folder for one n8n: two would damage its database.
 *
 * @throws Error if another one is still running
 */
function lockFolder(folder: string): void {
	mkdirSync(folder, { recursive: true });
	const file = join(folder, 'npm-run-n8n.pid');
	const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
	if (pid !== undefined && isRunning(pid))
		throw new Error(`It is running already, as process ${pid}: stop that one first.`);
	writeFileSync(file, String(process.pid));
	process.once('exit', () => rmSync(file, { force: true }));
}

function isRunning(pid: number): boolean {
	try {
		// The signal 0 only checks that the process exists.
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

/** Imports the examples, unless they are there already, with a credential for the simulator. */
async function importExamples(cleanup: Cleanup, url: string, simulator: Simulator, files: string): Promise<void> {
	const api = await N8nApi.signIn(cleanup, url);
	const credential = await api.saveCredential('Gameball simulator', { baseUrl: simulator.baseUrl, ...simulator.keys });
	const known = await api.listWorkflows();
	// n8n lists the latest first.
	for (const example of prepareExamples(credential, files).reverse())
		if (!known.has(example.name)) await api.createWorkflow(example);
}

await runProgram(async (cleanup, interrupted) => {
	const host = await installHost();
	const folder = join(host.folder, 'data');
	lockFolder(folder);
	// Workflows use copies, which outlive this working tree.
	const files = join(folder, 'files');
	cpSync(EXAMPLES_FOLDER, files, { recursive: true });
	const simulator = await startSimulator(PACE);
	cleanup.add(async () => await simulator.close());
	console.log(`Starting n8n ${N8N_VERSION} …`);
	interrupted.addEventListener('abort', () => console.log('\nStopping n8n …'));
	const n8n = await startInstance(cleanup, { host, folder, files, port: PORT });
	await importExamples(cleanup, n8n.url, simulator, files);
	console.log(`n8n is running, with the node, the examples and a credential for the simulator at ${simulator.baseUrl}.

  ${pc.cyan(n8n.url)}
  Email     ${pc.cyan(OWNER.email)}
  Password  ${pc.cyan(OWNER.password)}

Stop it with Ctrl+C.`);
	await n8n.process.ended;
	if (!interrupted.aborted) throw new Error(`n8n has ended by itself. Its log: ${n8n.process.logFile}`);
});
