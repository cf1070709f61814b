import type { IExecuteFunctions } from 'n8n-workflow';
import type { Patience } from '../../api/client';
import { Failure } from '../../Failure';
import type { Duplicates } from '../../mapping/duplicates';
import type { MappingOptions } from '../../mapping/ItemMapper';
import { recordTypes } from '../../records';
import type { PayloadFormat, RecordType } from '../../records/RecordType';
import { readOutputShape, type OutputShape } from '../jobParameters';
import { optionReader } from '../options';
import { readWaitOptions, type WaitOptions } from '../waitOptions';
import { optionProperties } from './properties';

/** What the parameters of the operation ask for. */
export interface Request extends MappingOptions, Patience {
	readonly recordType: RecordType;
	readonly batchSize: number;
	readonly concurrency: number;
	readonly duplicates: Duplicates;
	readonly invalidRecords: 'fail' | 'skip';
	readonly payloadFormat: PayloadFormat;
	readonly dryRun: boolean;
	/** How to wait, and in which shape the jobs come out; undefined if nothing is to be waited for. */
	readonly wait: { readonly options: WaitOptions; readonly shape: OutputShape } | undefined;
}

/**
 * Reads the parameters, all but those of single items.
 *
 * @throws Failure if one has a value it cannot have
 */
export function readRequest(context: IExecuteFunctions): Request {
	const name: unknown = context.getNodeParameter('recordType', 0);
	const recordType = recordTypes.find((known) => known.name === name);
	if (recordType === undefined) {
		throw new Failure('The record type is not one the node knows', `It is ${JSON.stringify(name) ?? 'missing'}.`);
	}
	const options = optionReader(optionProperties, context.getNodeParameter('options', 0, {}));
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
