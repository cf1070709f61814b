import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What n8n-core takes from the environment. Import this before n8n-core.
 *
 * It writes settings into a folder when it first runs; it gets one of its own instead of `.n8n` in the user's home,
 * which goes when the process ends. It logs errors of nodes, which a workflow's result tells anyway.
 */
const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-gameball-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

process.env.N8N_USER_FOLDER = folder;
process.env.N8N_ENCRYPTION_KEY ??= 'only-for-this-process';
process.env.N8N_LOG_LEVEL ??= 'silent';
