import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

/** What the node can do: one value of the parameter `operation`. */
export interface Operation {
	/** Its value of the parameter. */
	readonly name: string;
	readonly displayName: string;
	readonly description: string;
	/** What it does, as n8n's list of actions has it. */
	readonly action: string;
	/** Its parameters; they are shown for this operation only. */
	readonly properties: readonly INodeProperties[];
	/** Works on the node's input items, of which there is at least one, and returns its output items. */
	execute(context: IExecuteFunctions): Promise<INodeExecutionData[]>;
}
