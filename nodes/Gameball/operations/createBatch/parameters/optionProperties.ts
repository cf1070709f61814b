import type { INodeProperties } from 'n8n-workflow';
import { waitProperties } from '../../jobs/waitOptions';

const whenWaiting = { show: { '/waitForCompletion': [true] } };
const whenFile = { show: { '/source': ['file'] } };

/** The entries of the collection `sendOnce`. */
export const sendOnceProperties: readonly INodeProperties[] = [
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'string',
		default: '',
		placeholder: 'e.g. Order ID, Type',
		description:
			'Columns of the input items that tell one record from another, separated by commas. Leave empty to compare whole records.',
	},
	{
		displayName: 'Remember',
		name: 'remember',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100_000, numberPrecision: 0 },
		default: 10_000,
		description: 'The most records to remember; with more than that, nothing is sent and the node says so',
	},
];

/** The options of a trial, for runs that wait. */
const trialProperties: readonly INodeProperties[] = [
	{
		displayName: 'Max Refused (%)',
		name: 'maxRefused',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100, numberPrecision: 2 },
		default: 5,
		description:
			"The share of the trial's records that Gameball may refuse; if it refuses more, the others are not sent",
	},
	{
		displayName: 'Trial Size',
		name: 'trialSize',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description: 'How many records to send first, and to wait for, before all others; 0 sends all at once',
	},
];

/** The options for records from files. */
const fileProperties: readonly INodeProperties[] = [
	{
		displayName: 'Delimiter',
		name: 'delimiter',
		type: 'options',
		options: [
			{ name: 'Automatic', value: 'auto', description: 'As the header shows' },
			{ name: 'Comma', value: ',', description: 'As in most countries' },
			{ name: 'Pipe', value: '|', description: 'The character |' },
			{ name: 'Semicolon', value: ';', description: 'As Excel writes it where the comma is in numbers' },
			{ name: 'Tab', value: '\t', description: 'As in a file that ends in .tsv' },
		],
		default: 'auto',
		description: 'The character between two cells of a CSV',
	},
	{
		displayName: 'File Format',
		name: 'fileFormat',
		type: 'options',
		options: [
			{ name: 'Automatic', value: 'auto', description: 'As the first character of the file shows' },
			{ name: 'CSV', value: 'csv', description: 'A table whose first row names the columns' },
			{ name: 'JSON Lines', value: 'jsonl', description: 'One JSON object a line' },
		],
		default: 'auto',
		description: 'The format of the file',
	},
	{
		displayName: 'First Row',
		name: 'firstRow',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 1,
		description:
			"The row to start with, as a spreadsheet counts: the header of a CSV is row 1. To go on after a crash, take the number from n8n's log.",
	},
	{
		displayName: 'Max Reported',
		name: 'maxReported',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100_000, numberPrecision: 0 },
		default: 1_000,
		description: 'How many rows that did not arrive come out one by one; the others are counted',
	},
	{
		displayName: 'Max Rows',
		name: 'maxRows',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description: 'How many rows to read; 0 reads all',
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
		description: 'The most records in one request; each request becomes a job',
	},
	{
		displayName: 'Concurrency',
		name: 'concurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10, numberPrecision: 0 },
		default: 4,
		description: 'How many requests may be under way at once',
	},
	{
		displayName: 'Date Order',
		name: 'dateOrder',
		type: 'options',
		options: [
			{ name: 'Automatic', value: 'auto', description: 'As the dates of a column show, such as 31/12/1990' },
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
		description: 'Whether to show the records and how columns are mapped, and send nothing',
	},
	{
		displayName: 'Duplicates',
		name: 'duplicates',
		type: 'options',
		options: [
			{ name: 'Keep Last', value: 'keepLast', description: 'Only the last of them is sent' },
			{ name: 'Merge', value: 'merge', description: 'They become one record; later values replace earlier ones' },
			{ name: 'Send All', value: 'sendAll', description: 'Each is sent' },
		],
		default: 'sendAll',
		description: 'What to do with items that have the same ID; adjustments and events have none of their own',
	},
	{
		displayName: 'Invalid Records',
		name: 'invalidRecords',
		type: 'options',
		options: [
			{ name: 'Fail', value: 'fail', description: 'Send nothing and say which items are wrong' },
			{ name: 'Skip', value: 'skip', description: 'Send the others and count the wrong ones' },
		],
		default: 'fail',
		description: 'What to do when an item cannot become a record, such as one without a customer ID',
	},
	{
		displayName: 'Max Retries',
		name: 'maxRetries',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 10, numberPrecision: 0 },
		default: 5,
		description:
			'How often a request is sent again after a fault that may pass, such as too many requests; never where Gameball may have taken the batch and a repeat would do harm',
	},
	{
		displayName: 'Payload Format',
		name: 'payloadFormat',
		type: 'options',
		options: [
			{ name: 'Flat', value: 'flat', description: 'All attributes at one level, as in the batch tutorial' },
			{
				name: 'Nested',
				value: 'nested',
				description: 'Most attributes in customerAttributes, as in the API reference',
			},
		],
		default: 'flat',
		description: 'The shape in which customers are sent',
		displayOptions: { show: { '/recordType': ['customer'] } },
	},
	{
		displayName: 'Request Timeout (Seconds)',
		name: 'requestTimeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60,
		description: 'How long one request may take',
	},
	{
		displayName: 'Send Once',
		name: 'sendOnce',
		type: 'collection',
		placeholder: 'Add setting',
		default: {},
		options: [...sendOnceProperties],
		description:
			'Remember what was sent, so that no later run of this node sends it again, not even after n8n was killed. Needs a saved workflow.',
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
					'Send columns that a person chose (sheet, table, form) as custom attributes; leave out those of an app',
			},
			{ name: 'Error', value: 'error', description: 'The item is invalid' },
			{ name: 'Ignore', value: 'ignore', description: 'The column is left out' },
			{ name: 'Send as Custom Attributes', value: 'custom', description: 'The column goes into custom' },
		],
		default: 'automatic',
		description: 'What to do with columns that are no field; only customers and events have a place for them',
	},
	...fileProperties.map((property) => ({ ...property, displayOptions: whenFile })),
	...[...trialProperties, ...waitProperties].map((property) => ({ ...property, displayOptions: whenWaiting })),
];
