import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { recordTypes } from '../../../records';
import type { RecordType } from '../../../records/RecordType';
import { waitProperties } from '../../jobOperations/waitOptions';
import { makeRequestOptions, policyProperties, pollProperties, sortByName } from '../../requestOptions';

/** The maximum number of records that Send Once can remember. */
export const MOST_REMEMBERED = 100_000;

const listTypes = (matches: (recordType: RecordType) => boolean): string[] =>
	recordTypes.filter(matches).map(({ name }) => name);

/** The record types whose repeat counts again. */
export const COUNTED_TYPES = listTypes(({ isIdempotent }) => !isIdempotent);

const JOINED_TYPES = listTypes(({ isIdentityUnique, listParts }) => isIdentityUnique || listParts !== undefined);
const CUSTOM_TYPES = listTypes(({ takesCustom }) => takesCustom !== false);

/**
 * Not `show` if true: n8n drops the values of hidden parameters, and a switch given as the text `true` is on too. For the
 * same reason, a dry run hides nothing: whoever turns it off again would have lost a trial.
 */
const whenWaiting: IDisplayOptions = { hide: { '/waitForCompletion': [false] } };
const whenFile: IDisplayOptions = { show: { '/source': ['file'] } };

const showWhen = (properties: readonly INodeProperties[], displayOptions: IDisplayOptions): INodeProperties[] =>
	properties.map((property) => ({ ...property, displayOptions }));

const generalProperties: readonly INodeProperties[] = [
	{
		displayName: 'Date Order',
		name: 'dateOrder',
		type: 'options',
		options: [
			{ name: 'Automatic', value: 'auto', description: 'Detected from the dates of a column, such as 31/12/1990' },
			{ name: 'Day, Month, Year', value: 'dmy', description: 'As in 31/12/1990' },
			{ name: 'Month, Day, Year', value: 'mdy', description: 'As in 12/31/1990' },
			{ name: 'Year, Month, Day', value: 'ymd', description: 'As in 1990-12-31' },
		],
		default: 'auto',
		description: 'How to read dates such as 03/04/1990',
	},
	{
		displayName: 'Duplicates',
		name: 'duplicates',
		type: 'options',
		options: [
			{ name: 'Keep Last', value: 'keepLast', description: 'Send only the last one' },
			{ name: 'Merge', value: 'merge', description: 'Combine them into one record; later values replace earlier ones' },
			{ name: 'Send All', value: 'sendAll', description: 'Send each one' },
		],
		default: 'sendAll',
		description: 'What to do with items that have the same ID',
		displayOptions: { show: { '/source': ['items'], '/recordType': JOINED_TYPES } },
	},
	{
		displayName: 'Invalid Records',
		name: 'invalidRecords',
		type: 'options',
		options: [
			{ name: 'Fail', value: 'fail', description: 'Send nothing and report the invalid ones' },
			{ name: 'Skip', value: 'skip', description: 'Send the others and count the invalid ones' },
		],
		default: 'fail',
		description: 'What to do with items or rows that cannot be sent, such as those without a customer ID',
	},
	{
		displayName: 'Unknown Fields',
		name: 'unknownFields',
		type: 'options',
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description: 'Send extra columns of sheets, tables and forms as custom attributes; leave out those of apps',
			},
			{ name: 'Ignore', value: 'ignore', description: 'Leave the column out' },
			{ name: 'Send as Custom Attributes', value: 'custom', description: 'Send the column as a custom attribute' },
			{ name: 'Treat as Invalid', value: 'error', description: 'Treat the item as invalid' },
		],
		default: 'automatic',
		description: 'What to do with columns that match no field',
		displayOptions: { show: { '/mapping': ['automatic'], '/recordType': CUSTOM_TYPES } },
	},
];

const fileProperties: readonly INodeProperties[] = [
	{
		displayName: 'File Format',
		name: 'fileFormat',
		type: 'options',
		options: [
			{ name: 'Automatic', value: 'auto', description: 'Detected from the start of the file' },
			{ name: 'CSV, Comma', value: 'csv', description: 'Cells separated by commas' },
			{ name: 'CSV, Pipe', value: 'csvPipe', description: 'Cells separated by the character |' },
			{
				name: 'CSV, Semicolon',
				value: 'csvSemicolon',
				description: 'As Excel writes it where numbers have a decimal comma',
			},
			{ name: 'CSV, Tab', value: 'csvTab', description: 'As in .tsv files' },
			{ name: 'JSON Lines', value: 'jsonl', description: 'One JSON object per line' },
		],
		default: 'auto',
		description: 'Format of the file',
	},
	{
		displayName: 'First Row',
		name: 'firstRow',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 1,
		description:
			"First row to send, numbered as in a spreadsheet (the CSV header is row 1). To resume after a crash, use the number from n8n's log.",
	},
	{
		displayName: 'Max Rows',
		name: 'maxRows',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description: 'Maximum number of rows to read; 0 reads all',
	},
	{
		displayName: 'Max Rows Listed',
		name: 'maxReported',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100_000, numberPrecision: 0 },
		default: 1_000,
		description: 'Maximum number of rows that did not arrive to return one by one; the others are only counted',
	},
];

const trialProperty: INodeProperties = {
	displayName: 'Trial',
	name: 'trial',
	type: 'collection',
	placeholder: 'Add setting',
	default: { maxRefused: 5, size: 10 },
	options: [
		{
			displayName: 'Max Refused (%)',
			name: 'maxRefused',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 100, numberPrecision: 2 },
			default: 5,
			description: 'Maximum percentage of these records that may fail; if more fail, the others are not sent',
		},
		{
			displayName: 'Size',
			name: 'size',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: 10,
			description: 'Number of records to send first',
		},
	],
	description:
		'Send a few records first and wait for their results; send the others only if Gameball accepts enough of them',
};

/** The collection of options, each shown only where it does something. */
export const optionsProperty: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: sortByName([
		...generalProperties,
		...showWhen(fileProperties, whenFile),
		...showWhen([trialProperty, ...waitProperties], whenWaiting),
	]),
};

const batchProperties: readonly INodeProperties[] = [
	{
		displayName: 'Batch Size',
		name: 'batchSize',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 1000, numberPrecision: 0 },
		default: 1000,
		description: 'Maximum number of records per request; each request becomes a job',
	},
	{
		displayName: 'Concurrency',
		name: 'concurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10, numberPrecision: 0 },
		default: 4,
		description: 'Maximum number of requests to send at the same time',
	},
	{
		displayName: 'Payload Format',
		name: 'payloadFormat',
		type: 'options',
		options: [
			{ name: 'Flat', value: 'flat', description: 'All attributes on one level, as in the batch tutorial' },
			{
				name: 'Nested',
				value: 'nested',
				description: 'Most attributes in customerAttributes, as in the API reference',
			},
		],
		default: 'flat',
		description: 'Format in which customers are sent',
		displayOptions: { show: { '/recordType': ['customer'] } },
	},
];

/** The collection of options of the requests. */
export const requestOptionsProperty = makeRequestOptions([
	...batchProperties,
	...policyProperties,
	...showWhen(pollProperties, whenWaiting),
]);
