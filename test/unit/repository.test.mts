import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { releaseNotes } from '../../dev/docs/releaseNotes.mts';

const WORKFLOWS = '.github/workflows';

interface WorkflowFile {
	readonly permissions: Readonly<Record<string, string>>;
	readonly jobs: Readonly<
		Record<string, { permissions?: Record<string, string>; steps: Array<{ uses?: string; run?: string }> }>
	>;
}

const workflows = readdirSync(WORKFLOWS).map(
	(file) => [file, parse(readFileSync(join(WORKFLOWS, file), 'utf8')) as WorkflowFile] as const,
);

const stepsOf = ({ jobs }: WorkflowFile) => Object.values(jobs).flatMap(({ steps }) => steps);

test.each(workflows)('should pin actions by commit and only read by default in %s', (_, workflow) => {
	const actions = stepsOf(workflow).flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
	expect(actions.length).toBeGreaterThan(0);
	for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
	expect(workflow.permissions).toEqual({ contents: 'read' });
});

test.each(workflows)('should run only scripts that exist in %s', (_, workflow) => {
	const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
	const matrix = ['e2e', 'queue', 'compat'];
	const names = stepsOf(workflow)
		.flatMap(({ run = '' }) => [...run.matchAll(/npm run (?:--silent )?([\w-]+|\$\{\{ matrix\.command \}\})/g)])
		.flatMap(([, name = '']) => (name.startsWith('$') ? matrix : [name]));
	for (const name of names) expect(Object.keys(scripts)).toContain(name);
});

test('should publish the package with provenance, from a job that may sign', () => {
	const publish = Object.fromEntries(workflows)['publish.yml'];
	expect(publish?.jobs.publish?.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
	expect(publish?.jobs.publish?.steps.map(({ run }) => run)).toContain('npm publish --provenance --access public');
});

test('should name the host of a package registry in no file', () => {
	const files = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n');
	// In two pieces, so that this file does not name it either.
	const host = ['registry', 'npmjs'].join('.');
	expect(files.filter((file) => readFileSync(file, 'latin1').includes(host))).toEqual([]);
});

describe('release notes', () => {
	const changelog = '# Changelog\n\n## 1.1.0 (unreleased)\n\nSoon.\n\n## 1.0.0\n\n- All.\n\n## 0.9.0\n\n- Less.\n';

	test('should be what the changelog says about the version', () => {
		expect(releaseNotes(changelog, '1.0.0')).toBe('- All.');
		expect(releaseNotes(changelog, '0.9.0')).toBe('- Less.');
	});

	test.each(['1.1.0', '2.0.0', '1.0'])('should be refused when %s has not been released', (version) => {
		expect(() => releaseNotes(changelog, version)).toThrow(version);
	});
});
