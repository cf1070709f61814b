import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** @throws Error if a program is not there */
async function need(program: string): Promise<void> {
	await execa(program, ['--version']).catch(() => {
		throw new Error(INSTALL);
	});
}

/** How long a server may take to start, in milliseconds. */
const START_TIME = 20_000;

/** Waits until a command that asks a server for its state succeeds. */
async function untilReady(file: string, args: readonly string[]): Promise<void> {
	for (const start = Date.now(); Date.now() - start < START_TIME; await sleep(100)) {
		const { failed } = await execa(file, args, { reject: false, timeout: 2_000 });
		if (!failed) return;
	}
	throw new Error(`${file} ${args.join(' ')} does not succeed.`);
}

/** Starts Redis without anything on disk. */
export async function startRedis(): Promise<Service> {
	await need('redis-server');
	const port = await getPort();
	const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
	const server = execa('redis-server', settings, { reject: false, stdout: 'ignore' });
	await untilReady('redis-cli', ['-p', String(port), 'ping']);
	return {
		port,
		stop: async () => {
			server.kill();
			await server;
		},
	};
}

/** Where Debian keeps PostgreSQL's programs, a folder for each version; elsewhere they are in PATH. */
const DEBIAN = '/usr/lib/postgresql';

function postgresProgram(name: string): string {
	const version = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort().at(-1) : undefined;
	return version === undefined ? name : join(DEBIAN, version, 'bin', name);
}

/** Starts PostgreSQL with an empty database in a folder. It refuses to work for root; then its own user runs it. */
export async function startPostgres(folder: string): Promise<Service> {
	await need(postgresProgram('postgres'));
	const port = await getPort();
	const data = join(folder, 'postgres');
	mkdirSync(data);
	const isRoot = process.getuid?.() === 0;
	if (isRoot) await execa('chown', ['postgres', folder, data]);
	const command = (name: string, args: readonly string[]): [string, string[]] => {
		const program = postgresProgram(name);
		return isRoot ? ['runuser', ['-u', 'postgres', '--', program, ...args]] : [program, [...args]];
	};
	await execa(...command('initdb', ['-D', data, '-U', 'n8n', '-A', 'trust']));
	const [file, args] = command('postgres', ['-D', data, '-p', String(port), '-k', '', '-h', '127.0.0.1']);
	const server = execa(file, args, { reject: false, stdout: 'ignore', stderr: 'ignore' });
	await untilReady(postgresProgram('pg_isready'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'n8n']);
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
