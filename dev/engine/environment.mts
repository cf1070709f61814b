import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Sets the environment of n8n-core. Import this before n8n-core.
 *
 * n8n-core writes settings into a folder at its first run. It gets a folder of its own instead of `.n8n` in the user's
 * home, removed when the process ends; Jest's workers, which end without notice, reuse theirs in every run. The log is
 * silent because the result of a workflow has the errors of its nodes.
 */
const folder = resolve('node_modules/.cache/n8n-core', process.env.JEST_WORKER_ID ?? `process-${process.pid}`);
mkdirSync(folder, { recursive: true });
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

process.env.N8N_USER_FOLDER = folder;
process.env.N8N_ENCRYPTION_KEY ??= 'only-for-this-process';
process.env.N8N_LOG_LEVEL ??= 'silent';
process.env.N8N_DEFAULT_BINARY_DATA_MODE = 'filesystem';
