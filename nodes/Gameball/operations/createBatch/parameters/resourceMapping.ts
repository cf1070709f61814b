import type {
	FieldType as EditorType,
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { recordTypes } from '../../../records';
import type { Field, FieldType } from '../../../records/RecordType';

/**
 * The editor's input for each field type. Types that `mapping/values/makeRule.ts` converts are text in the editor:
 * n8n's own conversion handles neither date orders nor leading zeros.
 */
const EDITOR_TYPES: Readonly<Record<FieldType, EditorType>> = {
	identifier: 'string',
	recordId: 'string',
	email: 'string',
	phone: 'string',
	personName: 'string',
	country: 'string',
	text: 'string',
	birthDate: 'string',
	dateTime: 'string',
	utcTime: 'string',
	amount: 'number',
	integer: 'number',
	boolean: 'boolean',
	gender: 'string',
	textList: 'string',
	list: 'array',
	object: 'object',
	objects: 'object',
};

function toMapperField({ name, label, required, choices, type }: Field): ResourceMapperField {
	return {
		id: name,
		displayName: label,
		required: required === true,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type: choices === undefined ? EDITOR_TYPES[type] : 'options',
		...(choices === undefined ? {} : { options: choices.map((choice) => ({ name: choice, value: choice })) }),
	};
}

/**
 * Lists the fields of the chosen record type for the editor's resource mapper. The IDs do not depend on the payload
 * format: n8n clears a field whose ID disappears.
 */
export async function getRecordFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const name = this.getNodeParameter('recordType', 'customer');
	const recordType = recordTypes.find((known) => known.name === name);
	return { fields: (recordType?.fields ?? []).map(toMapperField) };
}
