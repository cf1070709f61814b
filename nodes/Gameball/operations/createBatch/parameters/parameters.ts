import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { RequestPolicy } from '../../../api/connection';
import { Failure } from '../../../errors';
import type { Duplicates } from '../../../mapping/duplicates';
import type { Delimiter } from '../../../files/CsvReader';
import type { FileFormat } from '../../../files/readRows';
import type { MappingOptions } from '../../../mapping/ItemMapper';
import { isPlainObject } from '../../../mapping/columns/wrappings';
import { recordTypes } from '../../../records';
import { identifyCustomersBy, type CustomerIdSource } from '../../../records/customerIdSource';
import type { PayloadFormat, RecordType } from '../../../records/RecordType';
import { readOutputShape, type OutputShape } from '../../jobOperations/parameters';
import { readWaitOptions, type WaitOptions } from '../../jobOperations/waitOptions';
import { createOptionReader, type OptionReader } from '../../options';
import { optionProperties, sendOnceProperties } from './optionProperties';
import { customerIdProperty, sourceProperty, waitOutputProperty } from './properties';

/** The option Send Once. */
export interface SendOnce {
	/** The columns that identify a record; if empty, whole records are compared. */
	readonly columns: readonly string[];
	/** The maximum number of records to remember. @default 10_000 */
	readonly remember: number;
}

/** How a run waits for its jobs. */
export interface CreateBatchWait {
	readonly options: WaitOptions;
	readonly shape: OutputShape;
	/** The number of trial records, which are sent and waited for first; 0 for no trial. @default 0 */
	readonly trialSize: number;
	/** The maximum share of trial records that Gameball may refuse, in percent. @default 5 */
	readonly maxRefused: number;
}

/** The parameters for records from files. */
export interface FileParameters extends FileFormat {
	/** The first row to send, counted as in a spreadsheet. @default 1 */
	readonly firstRow: number;
	/** The maximum number of rows to read, including blank and invalid ones; 0 for all. @default 0 */
	readonly maxRows: number;
	/** How many of the rows that did not arrive to return one by one. @default 1_000 */
	readonly maxReported: number;
}

/** The parameters of the operation, except those that can differ from item to item. */
export interface CreateBatchParameters extends MappingOptions, RequestPolicy {
	readonly recordType: RecordType;
	/** The maximum number of records per request, 1 to 1,000. @default 1_000 */
	readonly batchSize: number;
	/** The maximum number of requests in flight, 1 to 10. @default 4 */
	readonly concurrency: number;
	/** @default 'sendAll' */
	readonly duplicates: Duplicates;
	/** @default 'fail' */
	readonly invalidRecords: 'fail' | 'skip';
	/** @default 'flat' */
	readonly payloadFormat: PayloadFormat;
	/** @default false */
	readonly dryRun: boolean;
	/** Sends each record only once across all runs of the node; undefined if the option is off. */
	readonly sendOnce: SendOnce | undefined;
	/** Undefined if the records are input items. */
	readonly file: FileParameters | undefined;
	/** Undefined if the run does not wait. */
	readonly wait: CreateBatchWait | undefined;
}

/** Accepts a list, or text separated by commas. */
const readNames = (given: unknown): string[] =>
	(Array.isArray(given) ? given : String(given ?? '').split(',')).map((name) => String(name).trim()).filter(Boolean);

function readSendOnce(given: unknown): SendOnce | undefined {
	if (!isPlainObject(given)) return undefined;
	return {
		columns: readNames(given.columns),
		remember: createOptionReader(sendOnceProperties, given).number('remember'),
	};
}

const readWait = (context: IExecuteFunctions, options: OptionReader): CreateBatchWait => ({
	options: readWaitOptions(options),
	shape: readOutputShape(context, waitOutputProperty),
	trialSize: options.number('trialSize'),
	maxRefused: options.number('maxRefused'),
});

function readSource(context: IExecuteFunctions): 'items' | 'file' {
	const source = context.getNodeParameter('source', 0, sourceProperty.default) as string;
	return createOptionReader([sourceProperty], { source }).choice('source');
}

/** True if the user maps the fields manually. */
export const isMappedByHand = (context: IExecuteFunctions): boolean =>
	context.getNodeParameter('fields.mappingMode', 0, 'autoMapInputData') === 'defineBelow';

/**
 * Reads what identifies a customer. A manual mapping says so itself.
 *
 * @throws Failure if the column has no name
 */
function readCustomerIdSource(context: IExecuteFunctions): CustomerIdSource {
	if (isMappedByHand(context)) return { kind: 'automatic' };
	const customerId = context.getNodeParameter('customerId', 0, customerIdProperty.default) as string;
	const kind = createOptionReader([customerIdProperty], { customerId }).choice<CustomerIdSource['kind']>('customerId');
	if (kind !== 'column') return { kind };
	const column = String(context.getNodeParameter('customerIdColumn', 0, '') ?? '').trim();
	if (column !== '') return { kind, column };
	throw new Failure(
		"Fill 'Customer ID Column'",
		"With 'Customer ID' set to Column, the node needs the name of the column.",
	);
}

function readFileParameters(options: OptionReader): FileParameters {
	const delimiter = options.choice<Delimiter | 'auto'>('delimiter');
	return {
		delimiter: delimiter === 'auto' ? undefined : delimiter,
		fileFormat: options.choice('fileFormat'),
		firstRow: options.number('firstRow'),
		maxRows: options.number('maxRows'),
		maxReported: options.number('maxReported'),
	};
}

/**
 * Rejects n8n's setting "Retry On Fail" for record types that are not idempotent. n8n reruns the whole node if its
 * first output item has an error, whatever "On Error" says, and would send everything else a second time.
 *
 * @throws Failure if the setting is on and the record type is not idempotent
 */
function refuseRetryOnFail(context: IExecuteFunctions, { isIdempotent, onRepeat }: RecordType): void {
	if (isIdempotent || context.getNode().retryOnFail !== true) return;
	throw new Failure(
		"Turn off 'Retry On Fail' for this record type",
		`Nothing was sent. With 'Retry On Fail', n8n runs the whole node again after an error. ${onRepeat}. Turn it off in the node's settings. The node already retries every request that can be repeated without harm.`,
	);
}

/**
 * Reads the parameters.
 *
 * @throws Failure if a value is invalid, or if n8n's settings could send records twice
 */
export function readParameters(context: IExecuteFunctions): CreateBatchParameters {
	const name: unknown = context.getNodeParameter('recordType', 0);
	const known = recordTypes.find((each) => each.name === name);
	if (known === undefined) {
		throw new Failure('Unknown record type', `The value of 'Record Type' is ${JSON.stringify(name) ?? 'missing'}.`);
	}
	const recordType = identifyCustomersBy(known, readCustomerIdSource(context));
	refuseRetryOnFail(context, recordType);
	const given = context.getNodeParameter('options', 0, {}) as IDataObject;
	const options = createOptionReader(optionProperties, given);
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
		file: readSource(context) === 'file' ? readFileParameters(options) : undefined,
		sendOnce: readSendOnce(given.sendOnce),
		wait: isWaiting ? readWait(context, options) : undefined,
	};
}
