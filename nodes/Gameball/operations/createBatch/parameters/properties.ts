import type { INodeProperties } from 'n8n-workflow';
import { recordTypes } from '../../../records';
import { makeOutputProperty } from '../../jobOperations/parameters';
import { optionProperties } from './optionProperties';

const whenFile = { show: { source: ['file'] } };
const whenAutomatic = {
	show: { '/fields.mappingMode': ['autoMapInputData'] },
	hide: { recordType: ['orderTransaction'] },
};

/** The parameter that says what identifies a customer. */
export const customerIdProperty: INodeProperties = {
	displayName: 'Customer ID',
	name: 'customerId',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Automatic',
			value: 'automatic',
			description: 'The column that is named like an ID, such as Customer ID or external_id',
		},
		{ name: 'Column', value: 'column', description: 'A column that you name' },
		{ name: 'Email', value: 'email', description: 'The email address, for forms and lists that have no other ID' },
		{ name: 'Mobile', value: 'mobile', description: 'The mobile number' },
	],
	default: 'automatic',
	description:
		'What identifies a customer in Gameball. It must be the same ID as in your shop and apps, and can never change: with another one, the customer gets a second profile.',
	displayOptions: whenAutomatic,
};

/** The parameter that names the column with the customer ID. */
export const customerIdColumnProperty: INodeProperties = {
	displayName: 'Customer ID Column',
	name: 'customerIdColumn',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Shop Customer No.',
	description: 'Name of the column with the customer ID. Case, spaces and dashes do not matter.',
	displayOptions: { show: { ...whenAutomatic.show, customerId: ['column'] }, hide: whenAutomatic.hide },
};

/** The parameter that says where the records come from. */
export const sourceProperty: INodeProperties = {
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
	description: 'Where the records come from',
};

/** The parameter for the output shape of a run that waits. */
export const waitOutputProperty: INodeProperties = {
	...makeOutputProperty('records'),
	displayOptions: { show: { waitForCompletion: [true] } },
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
	sourceProperty,
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the input field containing the file (CSV or JSON Lines)',
		description: "Find the name on the Binary tab of the previous node's output",
		displayOptions: whenFile,
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
		description: 'How columns become Gameball fields',
	},
	customerIdProperty,
	customerIdColumnProperty,
	{
		displayName:
			"Exact names are not required: other common names work too, such as Member ID for Customer ID or Phone Number for Mobile, and case, spaces and dashes do not matter. To decide what happens to columns that match no field, use 'Unknown Fields' under 'Options'.",
		name: 'columnsNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { '/fields.mappingMode': ['autoMapInputData'] } },
	},
	{
		displayName: "As a tool, choose 'Map Each Column Manually' and let the model fill the fields",
		name: 'toolNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { '@tool': [true], '/fields.mappingMode': ['autoMapInputData'] } },
	},
	{
		displayName:
			'To map a field to a column of the file, use an expression that contains only the column, such as {{ $json["Customer No."] }}. The editor cannot show its value.',
		name: 'fileColumnsNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { source: ['file'], '/fields.mappingMode': ['defineBelow'] } },
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
		displayOptions: { show: { recordType: ['customer'], '/fields.mappingMode': ['defineBelow'] } },
	},
	{
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		default: false,
		description:
			"Whether to wait until the jobs finish and return their results. If you stop the execution, the jobs continue at Gameball (unless 'Stop on Cancel' is on), and n8n's log lists their IDs.",
	},
	waitOutputProperty,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...optionProperties],
	},
];
