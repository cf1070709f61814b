import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import ts from 'typescript';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { editorDigest, PICTURED } from '../../dev/docs/editorDigest.mts';
import { runNode, type NodeRun } from './harness.mts';

const readme = readFileSync('README.md', 'utf8');

test('should find no generated file out of date', () => {
	const check = spawnSync(process.execPath, ['--import', 'tsx', 'dev/docs/cli.mts', '--check'], { encoding: 'utf8' });
	expect([check.status, check.stdout, check.stderr]).toEqual([0, '', '']);
});

test('should have pictures of the current editor (npm run pictures takes new ones)', () => {
	expect(JSON.parse(readFileSync(PICTURED, 'utf8'))).toEqual({ digest: editorDigest() });
	const shown = [...readme.matchAll(/docs\/images\/([\w-]+\.png)/g)].map(([, file]) => file);
	const taken = readdirSync('docs/images').filter((file) => file.endsWith('.png'));
	expect(shown.sort()).toEqual(taken.sort());
});

/** The published sources, parsed. */
const sourceFiles = (): ts.SourceFile[] =>
	readdirSync('nodes', { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.ts'))
		.map((path) => ts.createSourceFile(path, readFileSync(join('nodes', path), 'utf8'), ts.ScriptTarget.ES2022, true));

/** The texts in an expression; what varies in them is an ellipsis. */
function textsIn(node: ts.Node): string[] {
	if (ts.isStringLiteralLike(node)) return [node.text];
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
	const [, section = ''] = readme.split('## When something goes wrong');
	const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
	const inTable = new Set(
		rows.flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, text]) => text)),
	);
	expect([...inTable].sort()).toEqual([...inCode].sort());
});

describe('the output examples', () => {
	let simulator: Simulator;
	beforeEach(async () => {
		simulator = await startSimulator({ queuedFor: 50, recordsPerSecond: 50_000 });
	});
	afterEach(async () => await simulator.close());

	const items = [
		{ customerId: '12345', email: 'john.doe@example.com' },
		{ customerId: '67890', email: 'n/a' },
	];
	const waiting = { waitForCompletion: true, output: 'records', options: { pollInterval: 1 } };

	/** The example in the README; its times and its address are others than a test's. */
	function example(name: string): IDataObject[] {
		const [, rest = ''] = readme.split(`<!-- output: ${name} -->\n\`\`\`json\n`);
		return comparable(JSON.parse(rest.split('\n```')[0] ?? '') as IDataObject[]);
	}
	const comparable = (output: IDataObject[]): IDataObject[] =>
		JSON.parse(
			JSON.stringify(output)
				.replace(/"\d{4}-\d\d-\d\dT[^"]+"/g, '"time"')
				.replace(/https?:\/\/[^/"]+\/api/g, '/api'),
		) as IDataObject[];

	const run = async (parameters: NodeRun['parameters'], input: NodeRun['items'] = items) =>
		comparable((await runNode({ simulator, items: input, parameters })).json);

	test('should match the output of Create Batch', async () => {
		expect(await run({})).toEqual(example('createBatch'));
		expect(await run({ options: { dryRun: true } })).toEqual(example('dryRun'));
	});

	test('should match the output of Create Batch when it waits', async () => {
		expect(await run(waiting)).toEqual(example('records'));
	});

	test('should match the output of Get Job Status', async () => {
		await run(waiting);
		expect(await run({ operation: 'getJobStatus' }, [{ jobId: 123456 }])).toEqual(example('getJobStatus'));
	});

	test('should match the output of Stop Job', async () => {
		await simulator.close();
		simulator = await startSimulator({ queuedFor: 60_000 });
		await run({});
		expect(await run({ operation: 'stopJob' }, [{ jobId: 123456 }])).toEqual(example('stopJob'));
	});
});
