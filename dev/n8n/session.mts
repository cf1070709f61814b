import pWaitFor from 'p-wait-for';
import type { Cleanup } from './cleanup.mts';
import { EXAMPLES_FOLDER } from './examples.mts';
import { installHost } from './install.mts';
import { startInstance, type Environment, type Instance, type InstanceOptions } from './instance.mts';
import { N8nApi, type CredentialReference } from './rest.mts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator/server.mts';

/** A new n8n with the node, its owner signed in, and a credential for a simulator. */
export class N8nSession {
	private constructor(
		private readonly cleanup: Cleanup,
		readonly simulator: Simulator,
		/** The options of n8n. */
		readonly options: InstanceOptions,
		public n8n: Instance,
		public api: N8nApi,
		readonly credential: CredentialReference,
	) {}

	/**
	 * Starts a simulator and n8n.
	 *
	 * @param cleanup stops them, also when this fails half-way
	 * @param env additional variables of n8n's environment
	 * @param files the folder that its nodes may read and write
	 */
	static async start(
		cleanup: Cleanup,
		pace: SimulatorOptions = {},
		env: Environment = {},
		files = EXAMPLES_FOLDER,
	): Promise<N8nSession> {
		const host = await installHost();
		const simulator = await startSimulator(pace);
		cleanup.add(async () => await simulator.close());
		const options = { host, folder: await cleanup.makeFolder(), files, env };
		const n8n = await startInstance(cleanup, options);
		const api = await N8nApi.signIn(cleanup, n8n.url);
		const credential = await api.saveCredential('Gameball', { baseUrl: simulator.baseUrl, ...simulator.keys });
		return new N8nSession(cleanup, simulator, options, n8n, api, credential);
	}

	/**
	 * Sends JSON to the webhook of a workflow, which answers a moment after the workflow was published.
	 *
	 * @throws Error if there is no such webhook
	 */
	async callWebhook(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<void> {
		const json = { 'Content-Type': 'application/json' };
		const request = { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) };
		const isTaken = async () => {
			const { status } = await fetch(`${this.n8n.url}/webhook/${path}`, request);
			if (status !== 200 && status !== 404) throw new Error(`The webhook ${path} answers with ${status}`);
			return status === 200;
		};
		const timeout = { milliseconds: 10_000, message: `There is no webhook ${path}` };
		await pWaitFor(isTaken, { interval: 200, timeout });
	}

	/** Kills n8n, as a power cut does, and starts it again. */
	async crashAndRestart(): Promise<void> {
		await this.n8n.process.kill();
		this.n8n = await startInstance(this.cleanup, this.options);
		this.api = await N8nApi.signIn(this.cleanup, this.n8n.url);
	}
}
