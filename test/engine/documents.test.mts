import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import GithubSlugger from 'github-slugger';
import type { IDataObject } from 'n8n-workflow';
import ts from 'typescript';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { ATTACKS } from '../../dev/docs/attacks.mts';
import { listDocuments } from '../../dev/docs/documents.mts';
import { runNode, type NodeRun } from './harness.mts';

/** The text of a document, by its path. */
const documents = new Map(listDocuments().map((path) => [path, readFileSync(path, 'utf8')]));

const textOf = (path: string): string => documents.get(path) ?? '';

test('should have a README of at most 200 lines', () => {
	expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(200);
});

/** Lists the anchors of a document: those of its headings. */
function listAnchors(text: string): string[] {
	const slugger = new GithubSlugger();
	return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => slugger.slug(heading));
}

test.each([...documents, ['CONTRIBUTING.md', readFileSync('CONTRIBUTING.md', 'utf8')] as const])(
	'should have no link that leads nowhere: %s',
	(path, text) => {
		const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
		const broken = targets
			.filter((target) => !/^https?:/.test(target))
			.filter((target) => {
				const [file = '', anchor] = target.split('#');
				const where = file === '' ? path : join(dirname(path), file);
				if (!existsSync(where)) return true;
				return anchor !== undefined && !listAnchors(readFileSync(where, 'utf8')).includes(anchor);
			});
		expect(broken).toEqual([]);
	},
);

test('should lead from the node and its credential to headings that exist', () => {
	const sources = ['credentials/GameballApi.credentials.ts', 'nodes/Gameball/Gameball.node.json'];
	const anchors = sources.flatMap((path) =>
		[...readFileSync(path, 'utf8').matchAll(/n8n-nodes-gameball#([\w-]+)/g)].map(([, anchor = '']) => anchor),
	);
	expect(anchors.length).toBeGreaterThanOrEqual(3);
	// GitHub shows the README at #readme.
	expect(['readme', ...listAnchors(textOf('README.md'))]).toEqual(expect.arrayContaining(anchors));
});

test.each([...documents].filter(([path]) => path.startsWith('docs/')))(
	'should start with what it gives, not with a question: %s',
	(_, text) => {
		expect(text).toMatch(/^# .+\n\n[^#\n?]+\n/);
	},
);

test('should find no generated file out of date', () => {
	const check = spawnSync(process.execPath, ['--import', 'tsx', 'dev/docs/cli.mts', '--check'], { encoding: 'utf8' });
	expect([check.status, check.stdout, check.stderr]).toEqual([0, '', '']);
});

test('should show every picture, and only pictures that there are', () => {
	const shown = [...documents.values()].flatMap((text) =>
		[...text.matchAll(/images\/([\w-]+\.png)/g)].map(([, file]) => file),
	);
	const taken = readdirSync('docs/images').filter((file) => file.endsWith('.png'));
	expect([...new Set(shown)].sort()).toEqual(taken.sort());
});

/** The published sources, parsed. */
const sourceFiles = (): ts.SourceFile[] =>
	readdirSync('nodes', { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.ts'))
		.map((path) => ts.createSourceFile(path, readFileSync(join('nodes', path), 'utf8'), ts.ScriptTarget.ES2022, true));

/** The texts in an expression; what varies in them is an ellipsis. */
function textsIn(node: ts.Node): string[] {
	if (ts.isStringLiteralLike(node)) return node.text === '' ? [] : [node.text];
	if (ts.isTemplateExpression(node)) {
		return [[node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…')];
	}
	if (ts.isConditionalExpression(node)) return [...textsIn(node.whenTrue), ...textsIn(node.whenFalse)];
	return [];
}

/** The messages of failures, and what stands under the names message, error and headline in objects. */
function messagesIn(node: ts.Node): string[] {
	const own =
		ts.isNewExpression(node) && node.expression.getText() === 'Failure' && node.arguments?.[0] !== undefined
			? textsIn(node.arguments[0])
			: ts.isPropertyAssignment(node) && ['message', 'error', 'headline'].includes(node.name.getText())
				? textsIn(node.initializer)
				: [];
	const inner: string[] = [];
	node.forEachChild((child) => void inner.push(...messagesIn(child)));
	return [...own, ...inner];
}

test('should list every message of the node, and no other, in the table of messages', () => {
	const inCode = new Set(sourceFiles().flatMap(messagesIn));
	const rows = textOf('docs/errors.md')
		.split('\n')
		.filter((line) => line.startsWith('| `'));
	const inTable = new Set(
		rows.flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, text]) => text)),
	);
	expect([...inTable].sort()).toEqual([...inCode].sort());
});

test('should name a test that there is for each attack', () => {
	const missing = ATTACKS.flatMap(([, attacks]) => attacks).filter(({ file, test: name }) => {
		const quoted = [`('${name}`, `("${name}`];
		const source = readFileSync(`test/${file}.test.mts`, 'utf8');
		return !quoted.some((title) => source.includes(title));
	});
	expect(missing).toEqual([]);
});

describe('the output examples', () => {
	let simulator: Simulator;
	beforeEach(async () => {
		simulator = await startSimulator({ queuedFor: 50, recordsPerSecond: 50_000 });
	});
	afterEach(async () => await simulator.close());

	const items = [
		{ customerId: '12345', email: 'john.doe@example.com' },
		{ customerId: '67890', email: 'jane@example' },
	];
	const waiting = { waitForCompletion: true, output: 'records', requestOptions: { pollInterval: 1 } };

	/** Expects an output to be the example of a name, in each document that has it. Times and addresses are others than a test's. */
	function expectExample(name: string, output: IDataObject[]): void {
		const examples = [...documents.values()].flatMap((text) => {
			const [, ...rests] = text.split(`<!-- output: ${name} -->\n\`\`\`json\n`);
			return rests.map((rest) => JSON.parse(rest.split('\n```')[0] ?? '') as IDataObject[]);
		});
		expect(examples.length).toBeGreaterThan(0);
		for (const example of examples) expect(comparable(output)).toEqual(comparable(example));
	}
	const comparable = (output: IDataObject[]): IDataObject[] =>
		JSON.parse(
			JSON.stringify(output)
				.replace(/"\d{4}-\d\d-\d\dT[^"]+"/g, '"time"')
				.replace(/https?:\/\/[^/"]+\/api/g, '/api'),
		) as IDataObject[];

	const run = async (parameters: NodeRun['parameters'], input: NodeRun['items'] = items) =>
		(await runNode({ simulator, items: input, parameters })).json;

	test('should match the output of Create Batch', async () => {
		expectExample('createBatch', await run({}));
		expectExample('dryRun', await run({ dryRun: true }));
	});

	test('should match the output of Create Batch when it waits', async () => {
		expectExample('records', await run(waiting));
	});

	test('should match the output of Get Job Status', async () => {
		await run(waiting);
		const job = [{ jobId: 123456 }];
		expectExample('getJobStatus', await run({ operation: 'getJobStatus', output: 'job' }, job));
		expectExample('getJobStatus summary', await run({ operation: 'getJobStatus', output: 'summary' }, job));
	});

	test('should match the output of Stop Job', async () => {
		await simulator.close();
		simulator = await startSimulator({ queuedFor: 60_000 });
		await run({});
		expectExample('stopJob', await run({ operation: 'stopJob' }, [{ jobId: 123456 }]));
	});
});
