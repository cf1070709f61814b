import type { IConnections, INode, IPinData, IWorkflowSettings } from 'n8n-workflow';

/** A workflow as the editor exports it. */
export interface WorkflowFile {
	readonly name: string;
	readonly nodes: INode[];
	readonly connections: IConnections;
	readonly settings?: IWorkflowSettings;
	/** The output of nodes that do not run, by node name, as the editor pins it. */
	readonly pinData?: IPinData;
}

/** A node of a workflow, with defaults for the rest. */
export type NodeSpec = Pick<INode, 'name' | 'type' | 'position'> & Partial<INode>;

/** A node that an output leads to: its first input, or another one. */
type Target = string | { readonly node: string; readonly input: number };

/** The nodes that each output of a node leads to, by the name of the node. */
export type Wires = Readonly<Record<string, readonly Target[][]>>;

/** Makes a workflow of nodes and their connections. */
export function makeWorkflow(name: string, nodes: readonly NodeSpec[], wires: Wires): WorkflowFile {
	const to = (target: Target) => {
		const { node, input } = typeof target === 'string' ? { node: target, input: 0 } : target;
		return { node, type: 'main' as const, index: input };
	};
	return {
		name,
		nodes: nodes.map((node, index) => ({
			id: `5b7a4c1e-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
			typeVersion: 1,
			parameters: {},
			...node,
		})),
		connections: Object.fromEntries(
			Object.entries(wires).map(([node, outputs]) => [node, { main: outputs.map((targets) => targets.map(to)) }]),
		),
		settings: { executionOrder: 'v1' },
	};
}

/** Makes a workflow of one node, with the credential of the Gameball node. */
export const makeOneNodeWorkflow = (node: Omit<NodeSpec, 'position'>): WorkflowFile =>
	makeWorkflow(
		node.name,
		[{ position: [0, 0], credentials: { gameballApi: { id: '1', name: 'Gameball' } }, ...node }],
		{},
	);
