import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes, updateDisplayOptions } from 'n8n-workflow';
import { testCredential } from './api/testCredential';
import { operations } from './operations';
import { runOperation } from './operations/runOperation';
import { getRecordFields } from './operations/createBatch/parameters/resourceMapping';

/** Sends records to Gameball in batches, and follows the jobs they become. */
export class Gameball implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Gameball',
		name: 'gameball',
		icon: { light: 'file:../../icons/gameball.svg', dark: 'file:../../icons/gameball.dark.svg' },
		group: ['output'],
		version: 1,
		// The operation and what it sends, as the editor names them; n8n's lint requires one literal here.
		subtitle:
			'={{ [$parameter["operation"], $parameter["operation"] === "createBatch" ? $parameter["recordType"] : "", $parameter["operation"] === "createBatch" && $parameter["dryRun"] === true ? "dryRun" : ""].filter(Boolean).map((name) => name.replace(/[A-Z]/g, " $&").replace(/^./, (first) => first.toUpperCase())).join(": ") }}',
		description:
			'Send customers, orders, events and points to your Gameball loyalty program in batches and see the result of each',
		defaults: { name: 'Gameball' },
		builderHint: {
			searchHint:
				'Sends customers, orders, events, cashback, redemptions or balance adjustments of a Gameball loyalty program in batches, from input items or a CSV file. Put it behind the node that delivers the rows: it maps columns by itself and needs no Loop Over Items.',
		},
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'gameballApi', required: true, testedBy: 'testCredential' }],
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: operations.map(({ name, displayName, description, action }) => ({
					name: displayName,
					value: name,
					description,
					action,
				})),
				default: 'createBatch',
			},
			...operations.flatMap(({ name, properties }) =>
				updateDisplayOptions({ show: { operation: [name] } }, [...properties]),
			),
		],
	};

	methods = { resourceMapping: { getRecordFields }, credentialTest: { testCredential } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runOperation(this)];
	}
}
