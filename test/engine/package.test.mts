import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LoadOptionsContext } from 'n8n-core';
import type {
	ILoadOptionsFunctions,
	INode,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { additionalData } from '../../dev/engine/engine.mts';
import { recordTypes } from '../../nodes/Gameball/records/index.ts';
import { loadGameball, nodeContext } from './harness.mts';

const NODE = 'n8n-nodes-gameball.gameball';

async function describeNode(): Promise<INodeTypeDescription> {
	return (await loadGameball()).nodeTypes.getByNameAndVersion(NODE).description;
}

const defaultsOf = (properties: INodeProperties[]) =>
	Object.fromEntries(properties.map(({ name, default: value }) => [name, value]));

describe('the node', () => {
	test('should be what the contract says', async () => {
		expect(await describeNode()).toMatchObject({
			name: 'gameball',
			displayName: 'Gameball',
			version: 1,
			usableAsTool: true,
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'gameballApi', required: true }],
		});
	});

	test('should have four operations, each with an action', async () => {
		const [operation] = (await describeNode()).properties;
		expect(operation).toMatchObject({ name: 'operation', default: 'createBatch' });
		const options = operation?.options as INodePropertyOptions[];
		expect(options.map(({ value }) => value)).toEqual(['createBatch', 'getJobStatus', 'stopJob', 'waitForCompletion']);
		expect(options.every(({ action, description }) => action && description)).toBe(true);
	});

	test('should say on the canvas what it does', async () => {
		const gameball = await loadGameball();
		const subtitle = String((await describeNode()).subtitle);
		const subtitleOf = (parameters: INode['parameters']) =>
			nodeContext(gameball, parameters, [{ json: {} }]).evaluateExpression(subtitle.slice(1), 0);
		expect(subtitleOf({ operation: 'createBatch', recordType: 'balanceAdjustment' })).toBe(
			'Create Batch: Balance Adjustment',
		);
		expect(subtitleOf({ operation: 'createBatch', recordType: 'customer', dryRun: true })).toBe(
			'Create Batch: Customer: Dry Run',
		);
		expect(subtitleOf({ operation: 'getJobStatus' })).toBe('Get Job Status');
	});

	test('should explain every parameter and every choice', async () => {
		const walk = (
			entries: ReadonlyArray<INodeProperties | INodePropertyOptions | INodePropertyCollection>,
		): unknown[] =>
			entries.flatMap((entry) => [
				...('values' in entry ? walk(entry.values) : []),
				...('options' in entry && entry.options ? walk(entry.options) : []),
				...('values' in entry ||
				entry.name === 'operation' ||
				('type' in entry && ['collection', 'notice'].includes(entry.type)) ||
				entry.description
					? []
					: [entry.name]),
			]);
		expect(walk((await describeNode()).properties)).toEqual([]);
	});

	test('should have its icons, and a codex that names it', async () => {
		const { iconUrl, codex } = await describeNode();
		const paths = Object.values(iconUrl as { light: string; dark: string }).map((url) =>
			url.replace('icons/n8n-nodes-gameball/', ''),
		);
		expect(paths.map((path) => existsSync(join(process.cwd(), path)))).toEqual([true, true]);
		expect(codex).toMatchObject({ categories: ['Marketing', 'Sales'] });
		const file = JSON.parse(readFileSync('dist/nodes/Gameball/Gameball.node.json', 'utf8')) as {
			node: string;
			alias: string[];
		};
		expect(file.node).toBe(NODE);
		const searched = ['cashback', 'redeem', 'balance', 'orders', 'loyalty', 'crm', 'points', 'rewards'];
		expect(file.alias).toEqual(expect.arrayContaining([...searched, 'batch', 'import', 'csv']));
	});
});

describe('the fields in the editor', () => {
	async function fields(parameters: Record<string, unknown>) {
		const gameball = await loadGameball();
		const node = {
			id: 'a',
			name: 'Gameball',
			type: NODE,
			typeVersion: 1,
			position: [0, 0] as [number, number],
			parameters: parameters as never,
		};
		const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes: gameball.nodeTypes });
		const method = gameball.nodeTypes.getByNameAndVersion(NODE).methods?.resourceMapping?.getRecordFields;
		const data = additionalData({ workflow: { name: '', nodes: [node], connections: {} }, gameball, credentials: {} });
		const context = new LoadOptionsContext(workflow, workflow.getNode('Gameball') ?? node, data, '');
		return (await method?.call(context as ILoadOptionsFunctions))?.fields ?? [];
	}

	test.each(recordTypes.map(({ name, fields: declared }) => [name, declared] as const))(
		'should be those of the record type %s',
		async (recordType, declared) => {
			const found = await fields({ operation: 'createBatch', recordType });
			expect(found.map(({ id, displayName, required }) => [id, displayName, required])).toEqual(
				declared.map(({ name, label, required = false }) => [name, label, required]),
			);
		},
	);

	test('should be the flat ones of a customer', async () => {
		const found = await fields({ operation: 'createBatch' });
		expect(found.filter(({ required }) => required).map(({ id }) => id)).toEqual(['customerId']);
		expect(found.map(({ id }) => id)).toEqual(
			expect.arrayContaining(['customerId', 'email', 'name', 'dateOfBirth', 'tags', 'totalSpent']),
		);
		expect(found.find(({ id }) => id === 'channel')).toMatchObject({ type: 'options' });
	});

	test('should stay the same when Payload Format is added or changed, so that no mapping is lost', async () => {
		const flat = await fields({ operation: 'createBatch' });
		for (const payloadFormat of ['flat', 'nested']) {
			expect(await fields({ operation: 'createBatch', requestOptions: { payloadFormat } })).toEqual(flat);
		}
		const mapper = (await describeNode()).properties.find(({ name }) => name === 'fields');
		expect(mapper?.typeOptions?.loadOptionsDependsOn).toEqual(['recordType']);
	});
});

describe('the credential', () => {
	test('should be what the contract says', async () => {
		const type = (await loadGameball()).credentialTypes.get('gameballApi');
		expect(type?.displayName).toBe('Gameball API');
		expect(defaultsOf(type?.properties ?? [])).toEqual({
			apiKey: '',
			secretKey: '',
			apiVersion: 'v4',
			baseUrl: 'https://api.gameball.co',
		});
		const secret = type?.properties
			.filter(({ typeOptions }) => typeOptions?.password)
			.map(({ name, required }) => [name, required]);
		expect(secret).toEqual([
			['apiKey', true],
			['secretKey', true],
		]);
		expect(type?.httpRequestNode).toMatchObject({
			name: 'Gameball',
			apiBaseUrl: 'https://api.gameball.co/api/v4.0/integrations/',
		});
	});
});

test('should have no dependencies when the package runs', () => {
	const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown>;
	expect(manifest.dependencies).toBeUndefined();
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	expect(manifest.n8n).toMatchObject({ strict: true });
});
