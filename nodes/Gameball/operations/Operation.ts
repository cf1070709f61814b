import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

/** An operation of the node: one value of the parameter `operation`. */
export interface Operation {
	/** The value of the parameter. */
	readonly name: string;
	readonly displayName: string;
	readonly description: string;
	/** The name in n8n's list of actions. */
	readonly action: string;
	/** The parameters, shown for this operation only. */
	readonly properties: readonly INodeProperties[];
	/** Processes the node's input items, at least one, and returns its output items. */
	execute(context: IExecuteFunctions): Promise<INodeExecutionData[]>;
}
