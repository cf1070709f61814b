import type { IExecuteFunctions } from 'n8n-workflow';
import type { RequestPolicy } from '../../api/connection';
import { Failure } from '../../Failure';
import type { Duplicates } from '../../mapping/duplicates';
import type { MappingOptions } from '../../mapping/ItemMapper';
import { recordTypes } from '../../records';
import type { PayloadFormat, RecordType } from '../../records/RecordType';
import { readOutputShape, type OutputShape } from '../jobs/parameters';
import { readWaitOptions, type WaitOptions } from '../jobs/waitOptions';
import { createOptionReader } from '../options';
import { optionProperties } from './properties';

/** The parameters of the operation, all but those that each item has of its own. */
export interface CreateBatchParameters extends MappingOptions, RequestPolicy {
	readonly recordType: RecordType;
	/** The most records in a request, 1 to 1,000. @default 1_000 */
	readonly batchSize: number;
	/** The number of requests in flight at once, 1 to 10. @default 4 */
	readonly concurrency: number;
	/** @default 'sendAll' */
	readonly duplicates: Duplicates;
	/** @default 'fail' */
	readonly invalidRecords: 'fail' | 'skip';
	/** @default 'flat' */
	readonly payloadFormat: PayloadFormat;
	/** @default false */
	readonly dryRun: boolean;
	/** The wait for the jobs and the shape in which they come out; undefined if the run does not wait. */
	readonly wait: { readonly options: WaitOptions; readonly shape: OutputShape } | undefined;
}

/**
 * Reads the parameters.
 *
 * @throws Failure if one has a value it cannot have
 */
export function readParameters(context: IExecuteFunctions): CreateBatchParameters {
	const name: unknown = context.getNodeParameter('recordType', 0);
	const recordType = recordTypes.find((known) => known.name === name);
	if (recordType === undefined) {
		throw new Failure('The record type is not one the node knows', `It is ${JSON.stringify(name) ?? 'missing'}.`);
	}
	const options = createOptionReader(optionProperties, context.getNodeParameter('options', 0, {}));
	const isWaiting = context.getNodeParameter('waitForCompletion', 0, false) === true;
	return {
		recordType,
		batchSize: options.number('batchSize'),
		concurrency: options.number('concurrency'),
		dateOrder: options.choice('dateOrder'),
		duplicates: options.choice('duplicates'),
		dryRun: options.boolean('dryRun'),
		invalidRecords: options.choice('invalidRecords'),
		maxRetries: options.number('maxRetries'),
		payloadFormat: options.choice('payloadFormat'),
		requestTimeout: options.number('requestTimeout') * 1_000,
		timezone: context.getTimezone(),
		unknownFields: options.choice('unknownFields'),
		wait: isWaiting ? { options: readWaitOptions(options), shape: readOutputShape(context) } : undefined,
	};
}
