import type { IExecuteFunctions } from 'n8n-workflow';
import type { RequestPolicy } from '../../../api/connection';
import { Failure } from '../../../errors';
import { quote } from '../../../text';
import type { Duplicates } from '../../../mapping/duplicates';
import type { Delimiter } from '../../../files/CsvReader';
import type { FileFormat } from '../../../files/readRows';
import type { MappingOptions } from '../../../mapping/ItemMapper';
import { PATH_SEPARATOR } from '../../../mapping/columns/names';
import { recordTypes } from '../../../records';
import { identifyCustomersBy, type CustomerIdSource } from '../../../records/customerIdSource';
import type { PayloadFormat, RecordType } from '../../../records/RecordType';
import { readOutputShape, type OutputShape } from '../../jobOperations/parameters';
import { readWaitOptions, type WaitOptions } from '../../jobOperations/waitOptions';
import { createParameterReader, type OptionReader } from '../../options';
import { readRequestPolicy } from '../../requestOptions';
import { parsePlain } from './plainExpression';
import { properties, waitOutputProperty } from './properties';

/** The switch 'Send Once' and its options. */
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
	/** The maximum share of trial records that Gameball may refuse, in percent; 0 without a trial. */
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
	/** Sends each record only once across all runs of the node; undefined if that is off. */
	readonly sendOnce: SendOnce | undefined;
	/** Undefined if the records are input items. */
	readonly file: FileParameters | undefined;
	/** Undefined if the run does not wait. */
	readonly wait: CreateBatchWait | undefined;
}

/** True if the user maps the fields manually. */
export const isManual = (context: IExecuteFunctions): boolean =>
	createParameterReader(context, properties).choice('mapping') === 'manual';

function readSendOnce(parameters: OptionReader): SendOnce | undefined {
	if (!parameters.switch('sendOnce')) return undefined;
	const options = parameters.collection('sendOnceOptions');
	return { columns: options.names('columns'), remember: options.number('remember') };
}

function readWait(context: IExecuteFunctions, options: OptionReader, polling: OptionReader): CreateBatchWait {
	const trial = options.has('trial') ? options.collection('trial') : undefined;
	return {
		options: readWaitOptions(options, polling),
		shape: readOutputShape(context, waitOutputProperty),
		trialSize: trial?.number('size') ?? 0,
		maxRefused: trial?.number('maxRefused') ?? 0,
	};
}

/**
 * Reads what identifies a customer. A manual mapping says so itself.
 *
 * @throws Failure if the column has no name
 */
function readCustomerIdSource(context: IExecuteFunctions, parameters: OptionReader): CustomerIdSource {
	if (parameters.choice('mapping') === 'manual') return { kind: 'automatic' };
	const kind = parameters.choice<CustomerIdSource['kind']>('customerId');
	if (kind !== 'column') return { kind };
	// A column that is dragged into the parameter is an expression: its name counts, not its value in the first item.
	const dragged = parsePlain(context.getNodeParameter('customerIdColumn', 0, '', { rawExpressions: true }));
	const column = dragged?.kind === 'path' ? dragged.path.join(PATH_SEPARATOR) : parameters.text('customerIdColumn');
	if (column !== '') return { kind, column };
	throw new Failure(
		"Fill 'Customer ID Column'",
		"With 'Customer ID' set to Column, the node needs the name of the column.",
	);
}

/** The delimiter of each format that is a CSV. */
const DELIMITERS: Readonly<Record<string, Delimiter>> = { csv: ',', csvPipe: '|', csvSemicolon: ';', csvTab: '\t' };

function readFileParameters(options: OptionReader): FileParameters {
	const format = options.choice('fileFormat');
	const delimiter = DELIMITERS[format];
	return {
		delimiter,
		fileFormat: delimiter === undefined ? options.choice('fileFormat') : 'csv',
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
	const parameters = createParameterReader(context, properties);
	const name = parameters.text('recordType');
	const known = recordTypes.find((each) => each.name === name);
	if (known === undefined) throw new Failure('Unknown record type', `The value of 'Record Type' is ${quote(name)}.`);
	const recordType = identifyCustomersBy(known, readCustomerIdSource(context, parameters));
	const dryRun = parameters.switch('dryRun');
	if (!dryRun) refuseRetryOnFail(context, recordType);
	const options = parameters.collection('options');
	const requestOptions = parameters.collection('requestOptions');
	const isWaiting = !dryRun && parameters.switch('waitForCompletion');
	return {
		recordType,
		dryRun,
		...readRequestPolicy(requestOptions),
		batchSize: requestOptions.number('batchSize'),
		concurrency: requestOptions.number('concurrency'),
		payloadFormat: requestOptions.choice('payloadFormat'),
		dateOrder: options.choice('dateOrder'),
		duplicates: options.choice('duplicates'),
		invalidRecords: options.choice('invalidRecords'),
		timezone: context.getTimezone(),
		unknownFields: options.choice('unknownFields'),
		file: parameters.choice('source') === 'file' ? readFileParameters(options) : undefined,
		sendOnce: dryRun || known.isIdempotent ? undefined : readSendOnce(parameters),
		wait: isWaiting ? readWait(context, options, requestOptions) : undefined,
	};
}
