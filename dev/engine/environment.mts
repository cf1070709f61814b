import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * What n8n-core takes from the environment. Import this before n8n-core.
 *
 * It writes settings into a folder when it first runs; it gets one of its own instead of `.n8n` in the user's home,
 * which goes when the process ends. Jest's workers, which are not told of their end, have the same ones in every run.
 * It logs errors of nodes, which a workflow's result tells anyway.
 */
const folder = resolve('node_modules/.cache/n8n-core', process.env.JEST_WORKER_ID ?? `process-${process.pid}`);
mkdirSync(folder, { recursive: true });
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

process.env.N8N_USER_FOLDER = folder;
process.env.N8N_ENCRYPTION_KEY ??= 'only-for-this-process';
process.env.N8N_LOG_LEVEL ??= 'silent';
