import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** The file beside an installed tarball that has its digest. */
const MARK = 'gameball.sha256';

/**
 * Installs the packed tarball of this working tree as n8n installs a community package: into the folder `nodes` of its
 * data, without peers. Does nothing if the same tarball is installed.
 *
 * @param data n8n's folder `.n8n`
 */
export async function installPackedNode(data: string): Promise<void> {
	const nodes = join(data, 'nodes');
	await mkdir(nodes, { recursive: true });
	const folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-gameball-'));
	try {
		const { stdout } = await execa('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]);
		const tarball = join(folder, stdout.trim());
		const digest = createHash('sha256')
			.update(await readFile(tarball))
			.digest('hex');
		const installed = await readFile(join(nodes, MARK), 'utf8').catch(() => undefined);
		if (installed === digest) return;
		await writeFile(join(nodes, 'package.json'), '{ "name": "installed-nodes", "private": true }\n');
		const options = [
			'--ignore-scripts',
			'--legacy-peer-deps',
			'--no-save',
			'--no-package-lock',
			'--no-audit',
			'--no-fund',
		];
		await execa('npm', ['install', ...options, tarball], { cwd: nodes });
		await writeFile(join(nodes, MARK), digest);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
