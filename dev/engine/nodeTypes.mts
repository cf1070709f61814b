import './environment.mts';
import { PackageDirectoryLoader } from 'n8n-core';
import type { ICredentialType, INodeType, INodeTypeDescription, INodeTypes, IVersionedNodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

/**
 * Describes a node of our own to n8n, with one input and one output.
 *
 * @param more further properties of the description
 */
export const describeNode = (name: string, more: Partial<INodeTypeDescription> = {}): INodeTypeDescription => ({
	displayName: name,
	name,
	group: ['transform'],
	version: 1,
	description: name,
	defaults: { name },
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	properties: [],
	...more,
});

/** Passes its items on. It stands in for any of n8n's own nodes, whose data is pinned in workflows. */
const passThrough: INodeType = {
	description: describeNode('passThrough'),
	async execute() {
		return [this.getInputData()];
	},
};

/** The built package as n8n-core loads it, from package.json and dist. */
export interface LoadedPackage {
	readonly nodeTypes: INodeTypes;
	readonly credentialTypes: ReadonlyMap<string, ICredentialType>;
	/** Adds a node type under its full name. */
	add(name: string, nodeType: INodeType): void;
}

/**
 * Loads a package with n8n-core's own loader. Pass-through nodes stand in for n8n's own nodes.
 *
 * @param directory the folder of the package's package.json
 * @throws the loader's error if the package is not built or names a missing file
 */
export async function loadPackage(directory: string): Promise<LoadedPackage> {
	const loader = new PackageDirectoryLoader(directory);
	await loader.loadAll();
	const known = new Map<string, INodeType>(
		Object.entries(loader.nodeTypes).map(([name, { type }]) => [`${loader.packageName}.${name}`, type as INodeType]),
	);
	const find = (name: string): INodeType => {
		const nodeType = known.get(name) ?? (name.startsWith('n8n-nodes-base.') ? passThrough : undefined);
		if (nodeType === undefined) throw new Error(`The package ${loader.packageName} has no node ${name}`);
		return nodeType;
	};
	return {
		nodeTypes: {
			getByName: (name): INodeType | IVersionedNodeType => find(name),
			getByNameAndVersion: find,
			getKnownTypes: () => ({}),
		},
		credentialTypes: new Map(Object.entries(loader.credentialTypes).map(([name, { type }]) => [name, type])),
		add: (name, nodeType) => void known.set(name, nodeType),
	};
}
