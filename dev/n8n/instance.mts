import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';
import pWaitFor from 'p-wait-for';
import type { Cleanup } from './cleanup.mts';
import { installPackedNode } from './communityPackage.mts';
import type { Host } from './install.mts';

/** Environment variables of n8n, by the names in its documentation. */
export type Environment = Readonly<Record<string, string>>;

/** The variables that keep n8n to this machine: it listens to no other one and calls none of n8n's servers. */
const ISOLATION: Environment = {
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

/** The variables n8n inherits from this process; the settings of another n8n are not among them. */
const INHERITED = ['PATH', 'HOME', 'TZ', 'LANG'] as const;

/** The name of the log in the folder of an n8n. */
const LOG = 'n8n.log';

/** The time n8n may take to start, and to stop on request, in milliseconds. */
const START_TIME = 120_000;
const STOP_TIME = 20_000;

/**
 * Starts one of n8n's commands. It writes into a file, not into a pipe: a command that ends loses the rest of a pipe, and
 * n8n with a broken pipe logs for ever that it cannot log.
 */
function launch(host: Host, args: readonly string[], env: Environment, logFile: string): ChildProcess {
	const log = openSync(logFile, 'a');
	try {
		const inherited = Object.fromEntries(INHERITED.map((name) => [name, process.env[name]]));
		const environment = { ...inherited, ...ISOLATION, ...env };
		return spawn(host.node, [host.n8n, ...args], { env: environment, stdio: ['ignore', log, log] });
	} finally {
		closeSync(log);
	}
}

/** A process of n8n. */
export class N8nProcess {
	/** Resolves when the process has ended, for whatever reason. */
	readonly ended: Promise<unknown>;

	private constructor(
		private readonly child: ChildProcess,
		/** The file it writes into. */
		readonly logFile: string,
	) {
		this.ended = once(child, 'close');
	}

	/**
	 * Starts n8n and waits until it answers.
	 *
	 * @param cleanup stops it, also when it does not answer
	 * @param command one of n8n's, such as `start` and `worker`
	 * @param healthUrl the address that answers with JSON once n8n is ready; before that it answers with a text
	 * @throws Error with n8n's log if it ends or does not answer in time
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
		const isReady = async () => {
			if (await Promise.race([ended, false])) throw new Error(`n8n has ended:\n${started.readLog()}`);
			return await fetch(healthUrl).then(
				({ ok, headers }) => ok && headers.get('content-type')?.includes('json') === true,
				() => false,
			);
		};
		const fail = () => {
			throw new Error(`n8n does not answer at ${healthUrl}:\n${started.readLog()}`);
		};
		await pWaitFor(isReady, { interval: 200, timeout: { milliseconds: START_TIME, fallback: fail } });
		return started;
	}

	/** Reads its log, which earlier processes with the same folder share. */
	readLog(): string {
		return readFileSync(this.logFile, 'utf8');
	}

	/** Asks it to end, as Ctrl+C does, and waits for the end. */
	async stop(): Promise<void> {
		this.child.kill('SIGTERM');
		const hasEnded = await Promise.race([this.ended.then(() => true), sleep(STOP_TIME, false, { ref: false })]);
		if (!hasEnded) await this.kill();
	}

	/** Ends it at once, as a power cut does. */
	async kill(): Promise<void> {
		this.child.kill('SIGKILL');
		await this.ended;
	}
}

/** The options of an n8n with an editor. */
export interface InstanceOptions {
	readonly host: Host;
	/** The folder of its settings, SQLite database and community packages. */
	readonly folder: string;
	/** The folder that its nodes may read. */
	readonly files: string;
	/** The port to listen on, if it is free. */
	readonly port?: number;
	readonly env?: Environment;
}

/** A running n8n. */
export interface Instance {
	readonly url: string;
	readonly process: N8nProcess;
}

/** Makes the folder of an n8n, with the built node among its community packages. */
async function prepare({ folder }: InstanceOptions): Promise<void> {
	await mkdir(folder, { recursive: true });
	await installPackedNode(join(folder, '.n8n'));
}

/** Makes the environment of a process of n8n. */
const makeEnvironment = async ({ folder, files, env = {} }: InstanceOptions): Promise<Environment> => ({
	N8N_USER_FOLDER: folder,
	// n8n leaves folders there.
	TMPDIR: folder,
	N8N_RESTRICT_FILE_ACCESS_TO: files,
	N8N_RUNNERS_BROKER_PORT: String(await getPort()),
	...env,
});

/** Starts n8n and waits until it answers. */
export async function startInstance(cleanup: Cleanup, options: InstanceOptions): Promise<Instance> {
	await prepare(options);
	const port = await getPort({ port: options.port ?? 0 });
	const url = `http://127.0.0.1:${port}`;
	const env = { ...(await makeEnvironment(options)), N8N_PORT: String(port) };
	const log = join(options.folder, LOG);
	return { url, process: await N8nProcess.start(cleanup, options.host, 'start', `${url}/rest/settings`, env, log) };
}

/** Starts a worker of an n8n in queue mode, with the same environment but a folder of its own. */
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
 * @returns its output
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
