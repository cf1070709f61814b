import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execaSync } from 'execa';
import pc from 'picocolors';

/** Debian's Chromium, or another one, named by its path. */
export const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium';

/** The folder in which Debian keeps PostgreSQL's programs, by version; elsewhere they are in PATH. */
const DEBIAN_POSTGRES = '/usr/lib/postgresql';

/** Finds one of PostgreSQL's programs. */
export function findPostgresProgram(name: string): string {
	const version = existsSync(DEBIAN_POSTGRES) ? readdirSync(DEBIAN_POSTGRES).sort().at(-1) : undefined;
	return version === undefined ? name : join(DEBIAN_POSTGRES, version, 'bin', name);
}

/** The programs that commands need and npm does not install, by Debian package. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
	chromium: [CHROMIUM],
	'redis-server': ['redis-server', 'redis-cli'],
	postgresql: ['postgres', 'initdb', 'pg_ctl', 'pg_isready'].map(findPostgresProgram),
};

const isMissing = (program: string): boolean => execaSync(program, ['--version'], { reject: false }).failed;

/** `requirements.mts <Debian packages>` fails, in one line, if a program of theirs is missing. */
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const missing = process.argv.slice(2).flatMap((name) => {
		const program = PROGRAMS[name]?.find(isMissing);
		return program === undefined ? [] : [`${program} is missing: install the Debian package ${name}.`];
	});
	if (missing.length > 0) {
		console.error(pc.red(missing.join(' ')));
		process.exitCode = 1;
	}
}
