import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';
import type { Cleanup } from './cleanup.mts';
import { installPackedNode } from './communityPackage.mts';
import type { Host } from './install.mts';

/** What the environment tells n8n, as its documentation names it. */
export type Environment = Readonly<Record<string, string>>;

/** Keeps n8n to this machine: nothing in it asks a server of n8n's, and it listens to this machine only. */
const ON_ITS_OWN: Environment = {
	NODE_ENV: 'production',
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_SECURE_COOKIE: 'false',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	N8N_COMMUNITY_PACKAGES_ALLOW_TOOL_USAGE: 'true',
	N8N_LOG_LEVEL: 'info',
	NO_COLOR: '1',
};

/** What n8n takes from the environment of this process; the settings of another n8n of yours are none of it. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG'] as const;

/** The log in the folder of an n8n. */
const LOG = 'n8n.log';

/** How long n8n may take to start, and to stop when it is asked to, in milliseconds. */
const START_TIME = 120_000;
const STOP_TIME = 20_000;

/**
 * Starts one of n8n's commands. It writes into a file, not into a pipe: a command that ends drops what is still in the
 * pipe, and where the other end is gone n8n logs that it cannot log, for ever.
 */
function launch(host: Host, args: readonly string[], env: Environment, logFile: string): ChildProcess {
	const log = openSync(logFile, 'a');
	try {
		const inherited = Object.fromEntries(INHERITED.map((name) => [name, process.env[name]]));
		const environment = { ...inherited, ...ON_ITS_OWN, ...env };
		return spawn(host.node, [host.n8n, ...args], { env: environment, stdio: ['ignore', log, log] });
	} finally {
		closeSync(log);
	}
}

/** A process of n8n. */
export class N8nProcess {
	/** Is reached when the process has ended, however. */
	readonly ended: Promise<unknown>;

	private constructor(
		private readonly child: ChildProcess,
		/** Where it writes. */
		readonly logFile: string,
	) {
		this.ended = once(child, 'close');
	}

	/**
	 * Starts n8n and waits until it answers.
	 *
	 * @param cleanup stops it, also when it does not answer
	 * @param command one of n8n's, such as `start` and `worker`
	 * @param healthUrl where it answers with JSON when it is ready; while it starts it answers everything with a text
	 * @throws Error with what n8n wrote if it ends or does not answer in time
	 */
	static async start(
		cleanup: Cleanup,
		host: Host,
		command: string,
		healthUrl: string,
		env: Environment,
		logFile: string,
	): Promise<N8nProcess> {
		const started = new N8nProcess(launch(host, [command], env, logFile), logFile);
		cleanup.add(async () => await started.stop());
		const ended = started.ended.then(() => true);
		for (const start = Date.now(); Date.now() - start < START_TIME; ) {
			const isReady = await fetch(healthUrl).then(
				({ ok, headers }) => ok && headers.get('content-type')?.includes('json') === true,
				() => false,
			);
			if (isReady) return started;
			if (await Promise.race([ended, sleep(200, false)])) throw new Error(`n8n has ended:\n${started.readLog()}`);
		}
		throw new Error(`n8n does not answer at ${healthUrl}:\n${started.readLog()}`);
	}

	/** What was written into its log, by earlier ones with the same log too. */
	readLog(): string {
		return readFileSync(this.logFile, 'utf8');
	}

	/** Asks it to end, as Ctrl+C does, and waits for it. */
	async stop(): Promise<void> {
		this.child.kill('SIGTERM');
		const hasEnded = await Promise.race([this.ended.then(() => true), sleep(STOP_TIME, false, { ref: false })]);
		if (!hasEnded) await this.kill();
	}

	/** Ends it without giving it time for anything, as a power cut does. */
	async kill(): Promise<void> {
		this.child.kill('SIGKILL');
		await this.ended;
	}
}

/** What an n8n that answers in a browser is started with. */
export interface InstanceOptions {
	readonly host: Host;
	/** Its folder: settings, SQLite database, community packages. */
	readonly folder: string;
	/** Where its nodes may read files. */
	readonly files: string;
	/** The port it has if that is free. */
	readonly port?: number;
	readonly env?: Environment;
}

/** An n8n with an address. */
export interface Instance {
	readonly url: string;
	readonly process: N8nProcess;
}

/** Makes the folder of an n8n, with the node of this working tree, as it is built, among its community packages. */
async function prepare({ folder }: InstanceOptions): Promise<void> {
	await mkdir(folder, { recursive: true });
	await installPackedNode(join(folder, '.n8n'));
}

/** The environment of a process of an n8n. */
const makeEnvironment = async ({ folder, files, env = {} }: InstanceOptions): Promise<Environment> => ({
	N8N_USER_FOLDER: folder,
	N8N_RESTRICT_FILE_ACCESS_TO: files,
	N8N_RUNNERS_BROKER_PORT: String(await getPort()),
	...env,
});

/** Starts n8n. */
export async function startInstance(cleanup: Cleanup, options: InstanceOptions): Promise<Instance> {
	await prepare(options);
	const port = await getPort({ port: options.port ?? 0 });
	const url = `http://127.0.0.1:${port}`;
	const env = { ...(await makeEnvironment(options)), N8N_PORT: String(port) };
	const log = join(options.folder, LOG);
	return { url, process: await N8nProcess.start(cleanup, options.host, 'start', `${url}/rest/settings`, env, log) };
}

/** Starts a worker of an n8n in queue mode, whose environment it shares. Its folder is its own. */
export async function startWorker(cleanup: Cleanup, options: InstanceOptions): Promise<N8nProcess> {
	await prepare(options);
	const port = await getPort();
	const env = {
		...(await makeEnvironment(options)),
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
	};
	const log = join(options.folder, LOG);
	const healthUrl = `http://127.0.0.1:${port}/healthz/readiness`;
	return await N8nProcess.start(cleanup, options.host, 'worker', healthUrl, env, log);
}

/**
 * Runs one of n8n's commands in the folder of an n8n that is not running.
 *
 * @returns what it writes
 * @throws Error if it fails
 */
export async function runCommand(options: InstanceOptions, args: readonly string[]): Promise<string> {
	await prepare(options);
	const env = await makeEnvironment(options);
	const file = join(options.folder, 'command.log');
	rmSync(file, { force: true });
	const [exitCode] = (await once(launch(options.host, args, env, file), 'close')) as [number | null];
	const written = readFileSync(file, 'utf8');
	if (exitCode !== 0) throw new Error(`n8n ${args.join(' ')} has failed:\n${written}`);
	return written;
}
