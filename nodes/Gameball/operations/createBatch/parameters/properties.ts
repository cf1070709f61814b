import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { recordTypes } from '../../../records';
import { makeOutputProperty } from '../../jobOperations/parameters';
import { COUNTED_TYPES, MOST_REMEMBERED, optionsProperty, requestOptionsProperty } from './optionProperties';

const whenFile: IDisplayOptions = { show: { source: ['file'] } };
const whenManual: IDisplayOptions = { show: { mapping: ['manual'] } };
const whenCounted: IDisplayOptions = { show: { recordType: COUNTED_TYPES } };

/** Record types without fields of their own have no customer ID. */
const whenAutomatic = { show: { mapping: ['automatic'] }, hide: { recordType: ['orderTransaction'] } };

/** A second run counts again. */
const notices = recordTypes
	.filter(({ isIdempotent }) => !isIdempotent)
	.map(
		({ name, onRepeat }): INodeProperties => ({
			displayName: `${onRepeat}. A second click on Execute is enough. To send each record only once, turn on 'Send Once' before the first run: it does not recognize what was sent earlier.`,
			name: `${name}Notice`,
			type: 'notice',
			default: '',
			displayOptions: { show: { recordType: [name] }, hide: { sendOnce: [true] } },
		}),
	);

const sendOnceProperties: readonly INodeProperties[] = [
	{
		displayName: 'Send Once',
		name: 'sendOnce',
		type: 'boolean',
		default: false,
		description:
			'Whether to remember sent records so that later runs do not send them again, even after a crash. Requires a saved workflow.',
		displayOptions: whenCounted,
	},
	{
		displayName: 'Send Once Options',
		name: 'sendOnceOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Columns',
				name: 'columns',
				type: 'string',
				default: '',
				placeholder: 'e.g. Order ID, Type',
				description:
					'Columns that identify a record, separated by commas. If empty, whole records are compared: a row whose amount you correct counts as new.',
			},
			{
				displayName: 'Remember',
				name: 'remember',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: MOST_REMEMBERED, numberPrecision: 0 },
				default: 10_000,
				description: 'Maximum number of records to remember; if there are more, nothing is sent',
			},
		],
		displayOptions: { ...whenCounted, hide: { sendOnce: [false] } },
	},
];

const sourceProperties: readonly INodeProperties[] = [
	{
		displayName: 'Records From',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'File',
				value: 'file',
				description: 'Each row of a file is a record; the file can have any size',
			},
			{ name: 'Input Items', value: 'items', description: 'Each input item is a record' },
		],
		default: 'items',
		description: 'Where to take the records from',
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the input field containing the file (CSV or JSON Lines). If there is only one file, any name works.',
		description:
			"If the item has only one file, its name does not matter. Otherwise, find it on the Binary tab of the previous node's output.",
		displayOptions: whenFile,
	},
];

const mappingProperty: INodeProperties = {
	displayName: 'Mapping',
	name: 'mapping',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Automatic',
			value: 'automatic',
			description:
				'Match columns by name: Customer ID, customer_id and Member No. all work. A dry run shows the result.',
		},
		{ name: 'Manual', value: 'manual', description: 'Choose the fields and map each one yourself' },
	],
	default: 'automatic',
	description: 'How columns map to Gameball fields',
};

const mappingProperties: readonly INodeProperties[] = [
	{ ...mappingProperty, displayOptions: { hide: { '@tool': [true] } } },
	// A model fills the fields one by one.
	{ ...mappingProperty, default: 'manual', displayOptions: { show: { '@tool': [true] } } },
	{
		displayName: 'Customer ID',
		name: 'customerId',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description: 'The column with a name such as Customer ID or external_id',
			},
			{ name: 'Column', value: 'column', description: 'A column that you name' },
			{ name: 'Email', value: 'email', description: 'The email address, for forms and lists that have no other ID' },
			{ name: 'Mobile', value: 'mobile', description: 'The mobile number' },
		],
		default: 'automatic',
		description:
			'The permanent ID of a customer, the same as in your shop and apps. A customer who is sent with another ID gets a second profile.',
		displayOptions: whenAutomatic,
	},
	{
		displayName: 'Customer ID Column',
		name: 'customerIdColumn',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Shop Customer No.',
		description:
			'Name of the column with the customer ID, typed or dragged from the input. Case, spaces and dashes do not matter.',
		displayOptions: { show: { ...whenAutomatic.show, customerId: ['column'] }, hide: whenAutomatic.hide },
	},
	{
		displayName:
			'To map a field to a column of the file, use an expression that contains only the column, such as {{ $json["Customer No."] }}. The editor cannot show its value.',
		name: 'fileColumnsNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { ...whenFile.show, ...whenManual.show } },
	},
	{
		displayName: 'Fields',
		name: 'fields',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		typeOptions: {
			loadOptionsDependsOn: ['recordType'],
			resourceMapper: {
				resourceMapperMethod: 'getRecordFields',
				mode: 'add',
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: false,
				multiKeyMatch: false,
				supportAutoMap: false,
			},
		},
		description: 'The fields to send, each with its value',
		displayOptions: whenManual,
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
						description: 'Name of the attribute in Gameball',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description: 'Value for this customer',
					},
				],
			},
		],
		description: 'More attributes of the customer, in addition to the fields above',
		displayOptions: { show: { ...whenManual.show, recordType: ['customer'] } },
	},
];

/** The parameter for the output shape of a run that waits. */
export const waitOutputProperty: INodeProperties = {
	...makeOutputProperty('records'),
	displayOptions: { hide: { waitForCompletion: [false] } },
};

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
		description: 'What kind of records to send',
	},
	...notices,
	...sendOnceProperties,
	...sourceProperties,
	...mappingProperties,
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description: 'Whether to show the records and the mapping without sending anything',
	},
	{
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		default: false,
		description:
			"Whether to wait until Gameball has processed all records and return the result of each. If you stop the execution, the jobs continue at Gameball; their IDs are in n8n's log and in the execution's custom data.",
	},
	waitOutputProperty,
	optionsProperty,
	requestOptionsProperty,
];
