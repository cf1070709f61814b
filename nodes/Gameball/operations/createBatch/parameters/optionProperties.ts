import type { INodeProperties } from 'n8n-workflow';
import { waitProperties } from '../../jobOperations/waitOptions';

const whenWaiting = { show: { '/waitForCompletion': [true] } };
const whenFile = { show: { '/source': ['file'] } };

/** The maximum number of records that Send Once can remember. */
export const MOST_REMEMBERED = 100_000;

/** The entries of the collection `sendOnce`. */
export const sendOnceProperties: readonly INodeProperties[] = [
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'string',
		default: '',
		placeholder: 'e.g. Order ID, Type',
		description:
			'Comma-separated columns of the input items that tell records apart. Leave empty to compare whole records.',
	},
	{
		displayName: 'Remember',
		name: 'remember',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MOST_REMEMBERED, numberPrecision: 0 },
		default: 10_000,
		description: 'Maximum number of records to remember; with more, the node sends nothing and reports an error',
	},
];

const trialProperties: readonly INodeProperties[] = [
	{
		displayName: 'Max Refused (%)',
		name: 'maxRefused',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100, numberPrecision: 2 },
		default: 5,
		description:
			'Maximum share of trial records that Gameball may refuse; if it refuses more, the other records are not sent',
	},
	{
		displayName: 'Trial Size',
		name: 'trialSize',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description: 'Number of records to send and wait for before sending the others; 0 sends all at once',
	},
];

const fileProperties: readonly INodeProperties[] = [
	{
		displayName: 'Delimiter',
		name: 'delimiter',
		type: 'options',
		options: [
			{ name: 'Automatic', value: 'auto', description: 'Detected from the header' },
			{ name: 'Comma', value: ',', description: 'The usual character' },
			{ name: 'Pipe', value: '|', description: 'The character |' },
			{ name: 'Semicolon', value: ';', description: 'Used by Excel where numbers have a decimal comma' },
			{ name: 'Tab', value: '\t', description: 'Used in .tsv files' },
		],
		default: 'auto',
		description: 'Character between two cells of a CSV',
	},
	{
		displayName: 'File Format',
		name: 'fileFormat',
		type: 'options',
		options: [
			{ name: 'Automatic', value: 'auto', description: 'Detected from the first character of the file' },
			{ name: 'CSV', value: 'csv', description: 'Table whose first row contains the column names' },
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
			"Row to start with, counted as in a spreadsheet: the header of a CSV is row 1. To continue after a crash, use the number from n8n's log.",
	},
	{
		displayName: 'Max Reported',
		name: 'maxReported',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100_000, numberPrecision: 0 },
		default: 1_000,
		description: 'How many of the rows that did not arrive to return one by one; the others are only counted',
	},
	{
		displayName: 'Max Rows',
		name: 'maxRows',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description: 'Maximum number of rows to read; 0 reads all',
	},
];

/** The entries of the collection `options`. */
export const optionProperties: readonly INodeProperties[] = [
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
		description: 'Order of day, month and year in dates that do not start with the year',
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description: 'Whether to show the records and the column mapping without sending anything',
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
		description: 'What to do with items that have the same ID; adjustments and events have no ID of their own',
	},
	{
		displayName: 'Invalid Records',
		name: 'invalidRecords',
		type: 'options',
		options: [
			{ name: 'Fail', value: 'fail', description: 'Send nothing and report the invalid items' },
			{ name: 'Skip', value: 'skip', description: 'Send the others and count the invalid ones' },
		],
		default: 'fail',
		description: 'What to do with items that cannot be sent, such as those without a customer ID',
	},
	{
		displayName: 'Max Retries',
		name: 'maxRetries',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 10, numberPrecision: 0 },
		default: 5,
		description:
			'How many times to retry a request after a temporary failure, such as too many requests; never retries if Gameball may have accepted the batch and sending it again would do harm',
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
	{
		displayName: 'Request Timeout (Seconds)',
		name: 'requestTimeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60,
		description: 'How long a request may take',
	},
	{
		displayName: 'Send Once',
		name: 'sendOnce',
		type: 'collection',
		placeholder: 'Add setting',
		default: {},
		options: [...sendOnceProperties],
		description:
			'Remember sent records, so that no later run of this node sends them again, even if n8n was killed. Requires a saved workflow.',
	},
	{
		displayName: 'Unknown Fields',
		name: 'unknownFields',
		type: 'options',
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description:
					'Send columns chosen by a person (sheet, table, form) as custom attributes; leave out columns from an app',
			},
			{ name: 'Error', value: 'error', description: 'Treat the item as invalid' },
			{ name: 'Ignore', value: 'ignore', description: 'Leave the column out' },
			{ name: 'Send as Custom Attributes', value: 'custom', description: 'Send the column as a custom attribute' },
		],
		default: 'automatic',
		description: 'What to do with columns that match no field; only customers and events can store them',
	},
	...fileProperties.map((property) => ({ ...property, displayOptions: whenFile })),
	...[...trialProperties, ...waitProperties].map((property) => ({ ...property, displayOptions: whenWaiting })),
];
