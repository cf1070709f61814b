import type { INode, IWorkflowSettings } from 'n8n-workflow';
import type { CredentialReference } from '../../dev/n8n/rest.mts';
import { makeWorkflow, type WorkflowFile } from '../../dev/engine/workflows.mts';

/** A node of a row of nodes. */
type RowNode = Omit<INode, 'id' | 'position' | 'typeVersion'> & Partial<INode>;

/** Makes a workflow that takes customers at an address and hands them to nodes one after the other. */
export function makeWebhookWorkflow(
	path: string,
	nodes: readonly RowNode[],
	settings: IWorkflowSettings = {},
): WorkflowFile {
	const webhook: RowNode = {
		name: 'Customers come in',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: { httpMethod: 'POST', path },
	};
	const all = [webhook, ...nodes];
	const placed = all.map((node, index) => ({ ...node, position: [index * 220, 0] as [number, number] }));
	const wires = Object.fromEntries(all.slice(1).map(({ name }, index) => [all[index]?.name ?? '', [[name]]]));
	return { ...makeWorkflow(path, placed, wires), settings: { executionOrder: 'v1', ...settings } };
}

/** Makes a Gameball node that maps automatically and has an error output. */
export const gameball = (name: string, credential: CredentialReference, parameters: INode['parameters']): RowNode => ({
	name,
	type: 'n8n-nodes-gameball.gameball',
	parameters: { mapping: 'automatic', ...parameters },
	credentials: { gameballApi: { ...credential } },
	onError: 'continueErrorOutput',
});
