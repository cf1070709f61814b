import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import getPort from 'get-port';
import pWaitFor from 'p-wait-for';
import type { Cleanup } from './cleanup.mts';
import type { Environment } from './instance.mts';
import { findPostgresProgram } from './requirements.mts';

/** The time a server may take to start, in milliseconds. */
const START_TIME = 20_000;

/** Waits until a command that asks a server for its state succeeds. */
async function waitUntilReady(file: string, args: readonly string[]): Promise<void> {
	const succeeds = async () => !(await execa(file, args, { reject: false, timeout: 2_000 })).failed;
	const message = `${file} ${args.join(' ')} does not succeed.`;
	await pWaitFor(succeeds, { interval: 100, timeout: { milliseconds: START_TIME, message } });
}

/** Starts Redis, without anything on disk, at a free port; returns the port. */
export async function startRedis(cleanup: Cleanup): Promise<number> {
	const port = await getPort();
	const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
	const server = execa('redis-server', settings, { reject: false, stdout: 'ignore' });
	cleanup.add(async () => {
		server.kill();
		await server;
	});
	await waitUntilReady('redis-cli', ['-p', String(port), 'ping']);
	return port;
}

/**
 * Starts PostgreSQL, with an empty database in a folder, at a free port; returns the port. It refuses to work for root:
 * then its own user runs it.
 */
export async function startPostgres(cleanup: Cleanup, folder: string): Promise<number> {
	const port = await getPort();
	const data = join(folder, 'postgres');
	mkdirSync(data);
	const isRoot = process.getuid?.() === 0;
	if (isRoot) await execa('chown', ['postgres', folder, data]);
	const command = (name: string, args: readonly string[]): [string, string[]] => {
		const program = findPostgresProgram(name);
		return isRoot ? ['runuser', ['-u', 'postgres', '--', program, ...args]] : [program, [...args]];
	};
	await execa(...command('initdb', ['-D', data, '-U', 'n8n', '-A', 'trust']));
	const [file, args] = command('postgres', ['-D', data, '-p', String(port), '-k', '', '-h', '127.0.0.1']);
	const server = execa(file, args, { reject: false, stdout: 'ignore', stderr: 'ignore' });
	cleanup.add(async () => {
		await execa(...command('pg_ctl', ['-D', data, '-m', 'fast', 'stop']), { reject: false });
		await server;
	});
	await waitUntilReady(findPostgresProgram('pg_isready'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'n8n']);
	return port;
}

/** Makes the environment of an n8n in queue mode. */
export const makeQueueEnvironment = (redisPort: number, postgresPort: number): Environment => ({
	EXECUTIONS_MODE: 'queue',
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
	QUEUE_BULL_REDIS_HOST: '127.0.0.1',
	QUEUE_BULL_REDIS_PORT: String(redisPort),
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_HOST: '127.0.0.1',
	DB_POSTGRESDB_PORT: String(postgresPort),
	DB_POSTGRESDB_DATABASE: 'postgres',
	DB_POSTGRESDB_USER: 'n8n',
	N8N_ENCRYPTION_KEY: 'only-for-this-n8n',
});
