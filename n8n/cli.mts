import { join } from 'node:path';
import pc from 'picocolors';
import { startSimulator, type Simulator } from '../simulator/server.mts';
import { EXAMPLES_FOLDER, readyExamples } from './examples.mts';
import { installHost, N8N_VERSION } from './install.mts';
import { startInstance } from './instance.mts';
import { N8nApi, OWNER } from './rest.mts';

/** Slow enough that the wait for the jobs can be watched. */
const PACE = { queuedFor: 1_500, recordsPerSecond: 250 };

const PORT = 5678;

/** Puts the examples and a credential for the simulator into n8n; leaves alone what is there already. */
async function furnish(url: string, simulator: Simulator): Promise<void> {
	const api = await N8nApi.signIn(url);
	const credential = await api.saveCredential('Gameball simulator', { baseUrl: simulator.baseUrl, ...simulator.keys });
	const known = await api.workflows();
	for (const example of readyExamples(credential)) if (!known.has(example.name)) await api.createWorkflow(example);
	await api.close();
}

async function main(): Promise<void> {
	const host = await installHost();
	const simulator = await startSimulator(PACE);
	console.log(`Starting n8n ${N8N_VERSION} …`);
	const n8n = await startInstance({ host, folder: join(host.folder, 'data'), files: EXAMPLES_FOLDER, port: PORT });
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			console.log('\nStopping n8n …');
			void n8n.process.stop();
		});
	}
	await furnish(n8n.url, simulator).catch(async (error: unknown) => {
		await n8n.process.stop();
		throw error;
	});
	console.log(`n8n is running, with the node, the examples and a credential for the simulator at ${simulator.baseUrl}.

  ${pc.cyan(n8n.url)}
  Email     ${pc.cyan(OWNER.email)}
  Password  ${pc.cyan(OWNER.password)}

Stop it with Ctrl+C.`);
	await n8n.process.ended;
	await simulator.close();
}

try {
	await main();
} catch (error) {
	console.error(pc.red((error as Error).message));
	process.exit(1);
}
