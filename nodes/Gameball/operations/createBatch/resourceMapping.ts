import type {
	FieldType as EditorType,
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { recordTypes } from '../../records';
import type { Field, FieldType, PayloadFormat } from '../../records/RecordType';

/**
 * The editor's input for each type of value. Everything with a rule in `mapping/values.ts` is text in the editor: n8n's own
 * conversion knows neither the date order nor leading zeros.
 */
const EDITOR_TYPES: Readonly<Record<FieldType, EditorType>> = {
	identifier: 'string',
	text: 'string',
	date: 'string',
	dateTime: 'string',
	utcTime: 'string',
	number: 'number',
	integer: 'number',
	boolean: 'boolean',
	gender: 'string',
	textList: 'string',
	list: 'array',
	object: 'object',
	objects: 'object',
};

function toMapperField(field: Field, format: PayloadFormat): ResourceMapperField {
	const { name, nestedName, label, required = false, choices, type } = field;
	return {
		id: format === 'nested' && nestedName !== undefined ? nestedName : name,
		displayName: label,
		required,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type: choices === undefined ? EDITOR_TYPES[type] : 'options',
		...(choices === undefined ? {} : { options: choices.map((choice) => ({ name: choice, value: choice })) }),
	};
}

/** Lists the fields of the chosen record type, in the chosen payload format, for the editor's resource mapper. */
export async function getRecordFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const name = this.getNodeParameter('recordType', 'customer');
	const format = this.getNodeParameter('options.payloadFormat', 'flat') === 'nested' ? 'nested' : 'flat';
	const recordType = recordTypes.find((known) => known.name === name);
	return { fields: (recordType?.fields ?? []).map((field) => toMapperField(field, format)) };
}
