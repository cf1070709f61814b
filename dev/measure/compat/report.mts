import { markdownTable } from 'markdown-table';

/** The file of the results behind the table, from the root of the project. */
export const COMPATIBILITY = 'dev/measure/compat/results.json';

/** The results of the engine tests in one version of n8n. */
export interface Compatibility {
	/** The version of n8n. */
	readonly n8n: string;
	readonly core: string;
	readonly workflow: string;
	/** The version of Node.js that ran them. */
	readonly node: string;
	/** The numbers of tests, and of those that passed, by the name of their file. */
	readonly files: Readonly<Record<string, { readonly passed: number; readonly total: number }>>;
}

/** The subjects of the tests, by the name of their file in `test/engine`. */
const SUBJECTS: Readonly<Record<string, string>> = {
	createBatch: 'Create Batch, outputs, On Error',
	jobs: 'Get Job Status, Stop Job, Wait for Completion',
	file: 'Files: CSV and JSON Lines of any size',
	recordTypes: 'The other record types',
	sources: "Items of n8n's nodes, webhooks and forms",
	exports: 'Columns as ten products export them',
	decoys: 'Objects and columns that are about somebody else',
	lookalikes: 'Columns that only look like a field',
	neverGuessed: 'Money and identity that must not be guessed',
	mapping: 'Mapping: date order, hints, invalid and blank items',
	examples: 'The examples',
	parameters: 'Expressions in fields',
	panel: 'The panel and its options',
	hints: 'Hints',
	html: 'Text from cells and answers in hints and errors',
	credential: 'Credential and its test',
	badInput: 'Messages for wrong input and wrong answers',
	hostile: 'Slow, cut, huge and hostile answers',
	jobAddresses: 'The two addresses of jobs',
	faults: 'Retries, pace, lost answers',
	oneAccount: 'Many executions of one account',
	promises: 'What items and files promise alike',
	results: 'The result of each record',
	pressure: 'Many jobs, a busy n8n, changed files',
	money: 'Points paid once: Retry On Fail, refused batches',
	sendOnce: 'Send Once',
	trial: 'A trial before the rest',
	cancellation: 'Canceling',
	package: 'What n8n loads: descriptions, tool, files',
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Returns true if every test passed. */
export const isCompatible = ({ files }: Compatibility): boolean =>
	Object.values(files).every(({ passed, total }) => passed === total && total > 0);

function cell({ passed, total } = { passed: 0, total: 0 }): string {
	if (total === 0) return 'not run';
	return passed === total ? `all ${total}` : `**${passed} of ${total}**`;
}

/** Makes the table of the tests that passed in each version of n8n. */
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
