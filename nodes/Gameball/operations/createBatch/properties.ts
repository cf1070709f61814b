import type { INodeProperties } from 'n8n-workflow';
import { recordTypes } from '../../records';
import { outputProperty } from '../jobs/parameters';
import { waitProperties } from '../jobs/waitOptions';

const whenWaiting = { show: { '/waitForCompletion': [true] } };

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
	...waitProperties.map((property) => ({ ...property, displayOptions: whenWaiting })),
];

/** The parameters of the operation. */
export const properties: readonly INodeProperties[] = [
	{
		displayName: 'Record Type',
		name: 'recordType',
		type: 'options',
		noDataExpression: true,
		options: recordTypes.map(({ name, displayName, description, onRepeat }) => ({
			name: displayName,
			value: name,
			description: `${description}. ${onRepeat}.`,
		})),
		default: 'customer',
		description: 'What the input items are',
	},
	{
		displayName: 'Fields',
		name: 'fields',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'autoMapInputData', value: null },
		typeOptions: {
			loadOptionsDependsOn: ['recordType'],
			resourceMapper: {
				resourceMapperMethod: 'getRecordFields',
				mode: 'add',
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: false,
				multiKeyMatch: false,
				supportAutoMap: true,
			},
		},
		description: 'How an item becomes a record',
	},
	{
		displayName:
			'Other usual names of columns are understood too, whatever their case, spaces and dashes: Member ID for Customer ID, Phone Number for Mobile and so on. For columns that are no field see the option Unknown Fields.',
		name: 'columnsNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { '/fields.mappingMode': ['autoMapInputData'] } },
	},
	{
		displayName: 'Custom Attributes',
		name: 'customAttributes',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add attribute',
		default: {},
		options: [
			{
				displayName: 'Attributes',
				name: 'attributes',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						description: 'The name of the attribute in Gameball',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description: 'The value for this customer',
					},
				],
			},
		],
		description: 'Further attributes of the customer, beside the fields above',
		displayOptions: { show: { recordType: ['customer'], '/fields.mappingMode': ['defineBelow'] } },
	},
	{
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		default: false,
		description: 'Whether to wait until the jobs are finished and see what became of them',
	},
	{ ...outputProperty, displayOptions: { show: { waitForCompletion: [true] } } },
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...optionProperties],
	},
];
