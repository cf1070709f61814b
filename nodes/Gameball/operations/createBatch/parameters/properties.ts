import type { INodeProperties } from 'n8n-workflow';
import { recordTypes } from '../../../records';
import { makeOutputProperty } from '../../jobs/parameters';
import { optionProperties } from './optionProperties';

const whenFile = { show: { source: ['file'] } };

/** The parameter for where the records come from. */
export const sourceProperty: INodeProperties = {
	displayName: 'Records From',
	name: 'source',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'File',
			value: 'file',
			description: 'Each row of the file in an input item is a record; files of any size',
		},
		{ name: 'Input Items', value: 'items', description: 'Each input item is a record' },
	],
	default: 'items',
	description: 'Where the records come from',
};

/** The parameter for the shape in which the jobs of a run that waits come out. */
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
		description: 'What the input items are',
	},
	sourceProperty,
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the input field that has the file: a CSV or JSON Lines',
		description: 'The field is under Binary in the output of the node before',
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
		displayName:
			'Map a field to a column of the file with an expression that is nothing but the column, such as {{ $json["Customer No."] }}. The editor cannot show its value.',
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
