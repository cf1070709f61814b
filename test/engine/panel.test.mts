import { spawnSync } from 'node:child_process';
import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { Gameball } from '../../nodes/Gameball/Gameball.node.ts';
import { recordTypes } from '../../nodes/Gameball/records/index.ts';
import { loadGameball } from './harness.mts';

type Values = Readonly<Record<string, unknown>>;

const describeNode = async (isTool = false): Promise<INodeTypeDescription> => {
	const { description } = (await loadGameball()).nodeTypes.getByNameAndVersion('n8n-nodes-gameball.gameball');
	return isTool ? { ...description, name: `${description.name}Tool` } : description;
};

const isShown = (property: INodeProperties, values: Values, description: INodeTypeDescription, root = values) =>
	NodeHelpers.displayParameter(values as never, property, { typeVersion: 1 }, description, root as never);

/** The parameters that the editor shows, with the values that a user set and the defaults of the others. */
async function show(set: Values, isTool = false): Promise<{ values: Values; shown: INodeProperties[] }> {
	const description = await describeNode(isTool);
	let values: Values = {};
	let shown: INodeProperties[] = [];
	// What is shown depends on values, and a value on whether its parameter is shown.
	for (let pass = 0; pass < 4; pass++) {
		shown = description.properties.filter((property) => isShown(property, values, description));
		values = { ...Object.fromEntries(shown.map(({ name, default: value }) => [name, value])), ...set };
	}
	return { values, shown };
}

const namesOf = async (set: Values, isTool = false) => (await show(set, isTool)).shown.map(({ name }) => name);

/** The entries that the editor offers in a collection. */
async function offer(collection: string, set: Values = {}): Promise<INodeProperties[]> {
	const description = await describeNode();
	const { values, shown } = await show(set);
	const entries = (shown.find(({ name }) => name === collection)?.options ?? []) as INodeProperties[];
	return entries.filter((entry) => isShown(entry, {}, description, values));
}

const offerNames = async (collection: string, set: Values = {}) =>
	(await offer(collection, set)).map(({ name }) => name);

const WAITING = { waitForCompletion: true };
const FILE = { source: 'file' };
const COUNTED = recordTypes.filter(({ isIdempotent }) => !isIdempotent).map(({ name }) => name);
const TYPES = recordTypes.map(({ name }) => name);

describe('the parameters of Create Batch', () => {
	const FIRST = ['operation', 'recordType', 'source', 'mapping', 'customerId'];
	const LAST = ['dryRun', 'waitForCompletion', 'options', 'requestOptions'];

	test('should be few, and as the contract says', async () => {
		const { values, shown } = await show({});
		expect(shown.map(({ name }) => name)).toEqual([...FIRST, ...LAST]);
		expect(values).toEqual({
			...{ operation: 'createBatch', recordType: 'customer', source: 'items', mapping: 'automatic' },
			...{ customerId: 'automatic', dryRun: false, waitForCompletion: false, options: {}, requestOptions: {} },
		});
	});

	test('should appear where they do something', async () => {
		expect(await namesOf({ customerId: 'column' })).toEqual([...FIRST, 'customerIdColumn', ...LAST]);
		expect(await namesOf(FILE)).toContain('binaryPropertyName');
		expect(await namesOf(WAITING)).toContain('output');
		expect((await show(WAITING)).values).toHaveProperty('output', 'records');
		// The editor drops the values of hidden parameters: a dry run must not cost a trial.
		expect(await namesOf({ ...WAITING, dryRun: true })).toEqual(await namesOf(WAITING));
		const manual = await namesOf({ mapping: 'manual' });
		expect(manual).toEqual([...FIRST.slice(0, 4), 'fields', 'customAttributes', ...LAST]);
		expect(await namesOf({ mapping: 'manual', ...FILE })).toContain('fileColumnsNotice');
		expect(await namesOf({ recordType: 'orderTransaction' })).not.toContain('customerId');
	});

	test.each(TYPES)('should warn of a second run of the type %s only if it counts again', async (recordType) => {
		const names = await namesOf({ recordType });
		const isCounted = COUNTED.includes(recordType);
		expect(names.filter((name) => name.endsWith('Notice'))).toEqual(isCounted ? [`${recordType}Notice`] : []);
		expect(names.includes('sendOnce')).toBe(isCounted);
		if (!isCounted) return;
		expect(names.slice(1, 4)).toEqual(['recordType', `${recordType}Notice`, 'sendOnce']);
		const on = await namesOf({ recordType, sendOnce: true });
		expect(on).toContain('sendOnceOptions');
		expect(on).not.toContain(`${recordType}Notice`);
		expect(await namesOf({ recordType }, true)).toContain(`${recordType}Notice`);
	});

	test('should be mapped manually by default as a tool, where a model fills the fields', async () => {
		expect((await show({}, true)).values).toHaveProperty('mapping', 'manual');
		expect(await namesOf({}, true)).toContain('fields');
		expect((await namesOf({}, true)).filter((name) => name === 'mapping')).toHaveLength(1);
	});
});

describe('the options of Create Batch', () => {
	const options = async (set: Values) => await offerNames('options', set);
	const GENERAL = ['dateOrder', 'duplicates', 'invalidRecords', 'unknownFields'];
	const WAIT = ['maxWaitTime', 'stopJobs', 'treatAsError', 'trial'];
	const ROWS = ['fileFormat', 'firstRow', 'maxRows', 'maxReported'];

	test('should be four for items, eight when waiting and eleven for a file, at most', async () => {
		expect((await options({})).sort()).toEqual(GENERAL);
		expect((await options(WAITING)).sort()).toEqual([...GENERAL, ...WAIT].sort());
		const file = [...GENERAL.filter((name) => name !== 'duplicates'), ...ROWS, ...WAIT];
		expect((await options({ ...FILE, ...WAITING })).sort()).toEqual(file.sort());
		for (const recordType of TYPES) {
			for (const mapping of ['automatic', 'manual']) {
				for (const dryRun of [false, true]) {
					const set = { recordType, mapping, dryRun };
					expect((await options(set)).length).toBeLessThanOrEqual(4);
					expect((await options({ ...set, ...WAITING })).length).toBeLessThanOrEqual(8);
					expect((await options({ ...set, ...FILE, ...WAITING })).length).toBeLessThanOrEqual(11);
				}
			}
		}
	});

	test('should be offered only where they do something', async () => {
		expect(await options({ dryRun: true, ...WAITING })).toEqual(await options(WAITING));
		expect(await options({ mapping: 'manual' })).not.toContain('unknownFields');
		expect(await options({ recordType: 'order' })).toEqual(['dateOrder', 'duplicates', 'invalidRecords']);
		expect(await options({ recordType: 'balanceAdjustment' })).toEqual(['dateOrder', 'invalidRecords']);
		expect(await offerNames('requestOptions', { recordType: 'order' })).not.toContain('payloadFormat');
		expect(await offerNames('requestOptions')).not.toContain('pollInterval');
	});

	test('should have the defaults of the contract', async () => {
		const all = [
			...(await offer('options', { ...FILE, ...WAITING })),
			...(await offer('options')),
			...(await offer('requestOptions', WAITING)),
		];
		expect(Object.fromEntries(all.map(({ name, default: value }) => [name, value]))).toEqual({
			...{ dateOrder: 'auto', duplicates: 'sendAll', invalidRecords: 'fail', unknownFields: 'automatic' },
			...{ fileFormat: 'auto', firstRow: 1, maxRows: 0, maxReported: 1000 },
			...{ trial: { size: 10, maxRefused: 5 }, maxWaitTime: 60 },
			...{ treatAsError: ['failedJob', 'timeout'], stopJobs: [] },
			...{ batchSize: 1000, concurrency: 4, payloadFormat: 'flat', maxRetries: 5, requestTimeout: 60 },
			...{ pollInterval: 5, maxPollInterval: 60 },
		});
	});
});

describe('the operations on jobs', () => {
	test('should have few parameters, and the request options that do something', async () => {
		const base = ['operation', 'jobId', 'output'];
		expect(await namesOf({ operation: 'getJobStatus' })).toEqual([...base, 'requestOptions']);
		expect(await namesOf({ operation: 'stopJob' })).toEqual([...base, 'requestOptions']);
		expect(await namesOf({ operation: 'waitForCompletion' })).toEqual([...base, 'options', 'requestOptions']);
		for (const operation of ['getJobStatus', 'stopJob']) {
			expect(await offerNames('requestOptions', { operation })).toEqual(['maxRetries', 'requestTimeout']);
			expect((await show({ operation })).values).toMatchObject({ jobId: '={{ $json.jobId }}', output: 'summary' });
		}
		const operation = 'waitForCompletion';
		expect(await offerNames('options', { operation })).toEqual(['maxWaitTime', 'stopJobs', 'treatAsError']);
		expect(await offerNames('requestOptions', { operation })).toContain('maxPollInterval');
	});
});

describe('the panel', () => {
	test('should keep what few need on the tab Settings', async () => {
		const { properties } = await describeNode();
		const settings = properties.filter(({ isNodeSetting }) => isNodeSetting === true).map(({ name }) => name);
		expect(settings).toEqual(Array.from({ length: 4 }, () => 'requestOptions'));
	});

	test("should pass n8n's lint as it is built", () => {
		const description = JSON.stringify(new Gameball().description, undefined, '\t').replace(
			/^(\t+)"(\w+)":/gm,
			'$1$2:',
		);
		const lint = (built: string): string[] => {
			const code = `import type { INodeType } from 'n8n-workflow';\nexport class Gameball implements INodeType {\n\tdescription = ${built};\n}\n`;
			const args = ['eslint', '--stdin', '--stdin-filename=nodes/Gameball/Gameball.node.ts', '--format=json'];
			const { stdout } = spawnSync('npx', args, { input: code, encoding: 'utf8' });
			const [{ messages = [] } = {}] = JSON.parse(stdout) as Array<{
				messages?: Array<{ ruleId: string; message: string }>;
			}>;
			// The file itself is linted by `npm run lint`, which cannot see through its spreads.
			const found = messages.filter(({ ruleId }) => ruleId.startsWith('n8n-nodes-base/node-param'));
			return found.map(({ ruleId, message }) => `${ruleId}: ${message}`);
		};
		expect(lint(description)).toEqual([]);
		// It finds what it should: options in no order.
		const shuffled = lint(description.replaceAll('displayName: "Batch Size"', 'displayName: "Size"'));
		expect(shuffled.join('\n')).toContain('unsorted-items');
	});

	test('should not speak of errors and problems, but in the name of the option', async () => {
		const texts = (
			entries: ReadonlyArray<INodeProperties | INodePropertyOptions | INodePropertyCollection>,
		): string[] =>
			entries.flatMap((entry) => [
				'displayName' in entry ? (entry.displayName ?? '') : '',
				...('description' in entry ? [entry.description ?? ''] : []),
				...('options' in entry ? texts(entry.options ?? []) : []),
				...('values' in entry ? texts(entry.values) : []),
			]);
		const found = texts((await describeNode()).properties).filter((text) => /error|problem/i.test(text));
		expect([...new Set(found)]).toEqual([
			'Treat as Error',
			'Which jobs are errors. All others are returned as results.',
		]);
	});
});
