import './environment.mts';
import { PackageDirectoryLoader } from 'n8n-core';
import type { ICredentialType, INodeType, INodeTypeDescription, INodeTypes, IVersionedNodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

/**
 * The least n8n needs to know of a node of our own, with one input and one output.
 *
 * @param name what it is called
 * @param more what its description has beyond that
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

/** A node that passes its items on. Workflows get the data of n8n's own nodes pinned, so it stands in for any of them. */
const passThrough: INodeType = {
	description: describeNode('passThrough'),
	async execute() {
		return [this.getInputData()];
	},
};

/** The built package as n8n-core loads it: from package.json, out of dist. */
export interface LoadedPackage {
	readonly nodeTypes: INodeTypes;
	readonly credentialTypes: ReadonlyMap<string, ICredentialType>;
	/** Makes a further node type known, under its full name. */
	add(name: string, nodeType: INodeType): void;
}

/**
 * Loads a package with n8n-core's own loader. Nodes of n8n itself are none of it; pass-through nodes stand in for them.
 *
 * @param directory where the package's package.json is
 * @throws what the loader throws if the package is not built or names something that is not there
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
