import { connect } from '../../api/client';
import type { Operation } from '../Operation';
import { importFiles } from './file';
import { sendItems } from './items';
import { readParameters } from './parameters/parameters';
import { properties } from './parameters/properties';
import { refuseRetryOnFail } from './parameters/retryOnFail';

/** Makes records of all input items, or of the rows of a file, and sends them in batches, each of which becomes a job (docs/api.md, "Create a batch"). */
export const createBatch: Operation = {
	name: 'createBatch',
	displayName: 'Create Batch',
	description: 'Send input items or the rows of a file to Gameball in batches',
	action: 'Send customers, orders, events or points',
	properties,
	async execute(context) {
		const parameters = readParameters(context);
		refuseRetryOnFail(context, parameters.recordType);
		const client = await connect(context, parameters);
		const { file } = parameters;
		if (file !== undefined) return await importFiles(context, client, parameters, file);
		return await sendItems(context, client, parameters);
	},
};
