import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXAMPLES_FOLDER } from './examples.mts';
import { installHost } from './install.mts';
import { startInstance, type Environment, type Instance, type InstanceOptions } from './instance.mts';
import { N8nApi, type CredentialReference } from './rest.mts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator/server.mts';

/** A new n8n with the node, its owner signed in, and a credential for a simulator. */
export class N8nSession {
	private constructor(
		readonly simulator: Simulator,
		/** How n8n was started. */
		readonly options: InstanceOptions,
		public n8n: Instance,
		public api: N8nApi,
		readonly credential: CredentialReference,
	) {}

	/** @param env what n8n's environment has besides */
	static async start(pace: SimulatorOptions = {}, env: Environment = {}): Promise<N8nSession> {
		const host = await installHost();
		const simulator = await startSimulator(pace);
		const folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-gameball-e2e-'));
		const options = { host, folder, files: EXAMPLES_FOLDER, env };
		const n8n = await startInstance(options);
		const api = await N8nApi.signIn(n8n.url);
		const credential = await api.saveCredential('Gameball', { baseUrl: simulator.baseUrl, ...simulator.keys });
		return new N8nSession(simulator, options, n8n, api, credential);
	}

	/** Pulls the plug and starts n8n again. */
	async crashAndRestart(): Promise<void> {
		await this.n8n.process.kill();
		await this.api.close();
		this.n8n = await startInstance(this.options);
		this.api = await N8nApi.signIn(this.n8n.url);
	}

	async stop(): Promise<void> {
		await this.api.close();
		await this.n8n.process.stop();
		await this.simulator.close();
		await rm(this.options.folder, { recursive: true, force: true });
	}
}
