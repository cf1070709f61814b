import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * Returns the changelog's notes on a version.
 *
 * @param changelog the text of CHANGELOG.md, with a second-level heading for each version
 * @throws Error if it has no notes on the version, or calls it unreleased
 */
export function releaseNotes(changelog: string, version: string): string {
	const [heading = '', ...lines] =
		changelog
			.split(/^## /m)
			.find((part) => part.split(/\s/)[0] === version)
			?.split('\n') ?? [];
	const notes = lines.join('\n').trim();
	if (notes === '') throw new Error(`CHANGELOG.md says nothing of ${version}.`);
	if (heading.includes('unreleased')) throw new Error(`CHANGELOG.md calls ${version} unreleased.`);
	return notes;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const [tag = ''] = process.argv.slice(2);
	const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
	try {
		if (tag !== version) throw new Error(`The tag is ${tag}, but the version in package.json is ${version}.`);
		console.log(releaseNotes(readFileSync('CHANGELOG.md', 'utf8'), version));
	} catch (error) {
		console.error((error as Error).message);
		process.exitCode = 1;
	}
}
