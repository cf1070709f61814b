import { markdownTable } from 'markdown-table';

/** Where `npm run compat` writes what works where, and the README's table comes from; from the root of the project. */
export const COMPATIBILITY = 'dev/measure/compat/results.json';

/** What the engine tests said in one version of n8n. */
export interface Compatibility {
	/** The version of n8n whose engine it is. */
	readonly n8n: string;
	readonly core: string;
	readonly workflow: string;
	/** The Node.js they ran on. */
	readonly node: string;
	/** By the name of the file of tests, how many of its tests there are, and how many of them passed. */
	readonly files: Readonly<Record<string, { readonly passed: number; readonly total: number }>>;
}

/** What the tests of a file are about, by its name in `test/engine`. */
const SUBJECTS: Readonly<Record<string, string>> = {
	createBatch: 'Create Batch, outputs, On Error',
	jobs: 'Get Job Status, Stop Job, Wait for Completion',
	recordTypes: 'The other record types',
	exports: 'Columns as ten products export them',
	parameters: 'Expressions in fields',
	credential: 'Credential and its test',
	badInput: 'Messages for wrong input and wrong answers',
	faults: 'Retries, pace, lost answers',
	cancellation: 'Cancelling',
	package: 'What n8n loads: descriptions, tool, files',
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Whether every test passed. */
export const isCompatible = ({ files }: Compatibility): boolean =>
	Object.values(files).every(({ passed, total }) => passed === total && total > 0);

function cell({ passed, total } = { passed: 0, total: 0 }): string {
	if (total === 0) return 'not run';
	return passed === total ? `all ${total}` : `**${passed} of ${total}**`;
}

/** The table of what works in which version of n8n: how many tests passed. */
export function compatibilityTable(versions: readonly Compatibility[]): string {
	const names = Object.keys(versions[0]?.files ?? {});
	const ordered = [...Object.keys(SUBJECTS), ...names.filter((name) => SUBJECTS[name] === undefined)];
	return markdownTable([
		['Engine tests that pass', ...versions.map(({ n8n }) => `n8n ${n8n}`)],
		...ordered.map((name) => [SUBJECTS[name] ?? name, ...versions.map(({ files }) => cell(files[name]))]),
		[
			'All',
			...versions.map(({ files }) => {
				const counts = Object.values(files);
				return cell({ passed: sum(counts.map((file) => file.passed)), total: sum(counts.map((file) => file.total)) });
			}),
		],
		['n8n-core, n8n-workflow', ...versions.map(({ core, workflow }) => `${core}, ${workflow}`)],
		['Node.js', ...versions.map(({ node }) => node)],
	]);
}
