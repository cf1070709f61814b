import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import getPort from 'get-port';
import type { Environment } from './instance.mts';

/** A server beside n8n, on a free port of this machine. */
export interface Service {
	readonly port: number;
	stop(): Promise<void>;
}

/** What to do if a server is not installed. */
const INSTALL = 'Queue mode needs Redis and PostgreSQL, such as the Debian packages redis-server and postgresql.';

/** How long a server may take to start, in milliseconds. */
const START_TIME = 20_000;

/** Waits until a command that asks a server for its state succeeds. */
async function isReady(file: string, args: readonly string[]): Promise<void> {
	for (const start = Date.now(); Date.now() - start < START_TIME; ) {
		const { failed } = await execa(file, args, { reject: false, timeout: 2_000 });
		if (!failed) return;
	}
	throw new Error(`${file} ${args.join(' ')} does not succeed. ${INSTALL}`);
}

/** Starts Redis without anything on disk. */
export async function startRedis(): Promise<Service> {
	const port = await getPort();
	const server = execa(
		'redis-server',
		['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
		{
			reject: false,
			stdout: 'ignore',
		},
	);
	await isReady('redis-cli', ['-p', String(port), 'ping']);
	return {
		port,
		stop: async () => {
			server.kill();
			await server;
		},
	};
}

/** The folder of PostgreSQL's programs, which Debian does not put into PATH. */
async function postgresPrograms(): Promise<string> {
	const { stdout } = await execa('bash', ['-c', 'dirname "$(ls /usr/lib/postgresql/*/bin/initdb | tail -1)"'], {
		reject: false,
	});
	const found = stdout === undefined || stdout === '.' ? undefined : stdout;
	if (found === undefined) throw new Error(INSTALL);
	return found;
}

/** Starts PostgreSQL with an empty database in a folder. It refuses to work for root; then its own user runs it. */
export async function startPostgres(folder: string): Promise<Service> {
	const programs = await postgresPrograms();
	const port = await getPort();
	const data = join(folder, 'postgres');
	mkdirSync(data);
	const isRoot = process.getuid?.() === 0;
	if (isRoot) await execa('chown', ['postgres', folder, data]);
	const command = (name: string, args: readonly string[]): [string, string[]] => {
		const program = join(programs, name);
		return isRoot ? ['runuser', ['-u', 'postgres', '--', program, ...args]] : [program, [...args]];
	};
	await execa(...command('initdb', ['-D', data, '-U', 'n8n', '-A', 'trust']));
	const [file, args] = command('postgres', ['-D', data, '-p', String(port), '-k', data, '-h', '127.0.0.1']);
	const server = execa(file, args, { reject: false, stdout: 'ignore', stderr: 'ignore' });
	await isReady(join(programs, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'n8n']);
	return {
		port,
		stop: async () => {
			await execa(...command('pg_ctl', ['-D', data, '-m', 'fast', 'stop']));
			await server;
		},
	};
}

/** What tells n8n to run in queue mode, by means of these servers. */
export const queueMode = (redis: Service, postgres: Service): Environment => ({
	EXECUTIONS_MODE: 'queue',
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
	QUEUE_BULL_REDIS_HOST: '127.0.0.1',
	QUEUE_BULL_REDIS_PORT: String(redis.port),
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_HOST: '127.0.0.1',
	DB_POSTGRESDB_PORT: String(postgres.port),
	DB_POSTGRESDB_DATABASE: 'postgres',
	DB_POSTGRESDB_USER: 'n8n',
	N8N_ENCRYPTION_KEY: 'only-for-this-n8n',
});
