import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
import pc from 'picocolors';

/**
 * Runs n8n's scan of community packages: one set of rules on the sources, another on the compiled files of the packed
 * tarball. n8n's own command scans published packages only, so this calls its parts.
 */
const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-gameball-scan-'));
try {
	const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
		encoding: 'utf8',
	});
	execFileSync('tar', ['-xzf', join(folder, packed.trim()), '-C', folder]);
	const targets = [
		{ name: 'The sources', directory: process.cwd(), patterns: SOURCE_FILE_PATTERNS },
		{ name: 'The packed tarball', directory: join(folder, 'package'), patterns: ['**/*.js', 'package.json'] },
	];
	for (const { name, directory, patterns } of targets) {
		const { passed, message, details } = await analyzePackage(directory, patterns);
		const isClean = passed && message === undefined;
		console.log(
			isClean
				? pc.green(`${name}: n8n's scan reports nothing`)
				: pc.red(`${name}: ${message ?? 'failed'}\n${details ?? ''}`),
		);
		if (!isClean) process.exitCode = 1;
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
