import type { IDataObject } from 'n8n-workflow';
import xss, { escapeAttrValue } from 'xss';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { runNode, type NodeRun } from './harness.mts';

/** The tags and attributes that n8n's editor leaves in hints and descriptions (editor-ui, htmlUtils.ts). */
const TAGS = 'p strong b code a br i ul li em small details summary mark'.split(' ');

/** Sanitizes HTML as n8n's editor does before it shows a hint or a description. */
const sanitize = (html: string): string =>
	xss(html, {
		onTag: (tag) => (TAGS.includes(tag) || tag === 'img' ? undefined : ''),
		onTagAttr: (_, name, value) => `${name}="${escapeAttrValue(value)}"`,
	});

/** What a reader sees of a text that the editor shows as HTML. */
function show(html: string): string {
	const sanitized = sanitize(html);
	const text = sanitized.replaceAll('<br>', '\n');
	expect(text).not.toMatch(/<[a-z!/]/i);
	return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>');
}

const HOSTILE = [
	'see <https://x.y/1>',
	'<img src="https://evil.example.com/x.png">',
	'<b>bold</b>',
	'<a href="//e.x">click</a>',
];

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const run = async (items: IDataObject[], more: Partial<NodeRun> = {}) =>
	await runNode({ simulator, items, parameters: {}, ...more });

test.each(HOSTILE)('should show %j from a cell as text in the description of an error', async (text) => {
	const { error } = await run([{ customerId: '1', dateOfBirth: text }]);
	expect(show(error?.description ?? '')).toContain(`"${text.slice(0, 40)}`);
});

test.each(HOSTILE)('should show %j from a cell and a header as text in hints, and unchanged in items', async (text) => {
	const items = [
		{ customerId: '1', 'Order Count': text, [text]: 'x' },
		{ email: 'a@example.com', [text]: 'y' },
	];
	const { task, errors } = await run(items, { onError: 'continueErrorOutput' });
	const hints = (task?.hints ?? []).map(({ message }) => show(message)).join('\n');
	expect(hints).toContain(`"${text.slice(0, 40)}`);
	expect(hints).toContain(`Sent as custom attributes: ${text}`);
	expect(String(errors[0]?.json.message)).toContain(text);
});

test.each(HOSTILE)('should show %j from an answer as text', async (text) => {
	simulator.addFault({ kind: 'status', method: 'POST', status: 400, body: JSON.stringify({ code: 1, message: text }) });
	const { error } = await run([{ customerId: '1' }]);
	expect(show(`${error?.description ?? ''}`)).toContain(text);
});

test('should show the name of a file as text', async () => {
	const files = [
		{
			data: Buffer.from('Email\na@example.com\n').toString('base64'),
			mimeType: 'text/csv',
			fileName: '<b>rows</b>.csv',
		},
	];
	const { error } = await run([{}], { files, parameters: { source: 'file' } });
	expect(show(`${error?.description ?? ''}`)).toContain('<b>rows</b>.csv');
});
