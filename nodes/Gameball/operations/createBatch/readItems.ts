import type { IDataObject, IExecuteFunctions, ResourceMapperValue } from 'n8n-workflow';
import { createItemMapper, type MappedItem, type MappingOptions } from '../../mapping/mapItem';
import type { RecordType } from '../../records/RecordType';

/** The further attributes of one item in "define below", as a group `custom` of Gameball's own shape. */
function readCustomAttributes(context: IExecuteFunctions, itemIndex: number): IDataObject {
	const { attributes = [] } = context.getNodeParameter('customAttributes', itemIndex, {}) as {
		attributes?: Array<{ name: string; value: IDataObject[string] }>;
	};
	const custom = attributes.filter(({ name }) => name !== '').map(({ name, value }) => [name, value] as const);
	return custom.length === 0 ? {} : { custom: Object.fromEntries(custom) };
}

/** The values the user has defined for one item. */
function readDefinedValues(context: IExecuteFunctions, itemIndex: number): IDataObject {
	const { value } = context.getNodeParameter('fields', itemIndex) as ResourceMapperValue;
	return { ...value, ...readCustomAttributes(context, itemIndex) };
}

/**
 * Makes a record of each input item, by the parameters `fields` and `customAttributes`. Auto-map takes the items as they
 * come and asks n8n for no parameter of theirs, which would take longer than the rest.
 *
 * @returns what each item became, in order
 */
export function readItems(context: IExecuteFunctions, recordType: RecordType, options: MappingOptions): MappedItem[] {
	const mapItem = createItemMapper(recordType, options);
	const items = context.getInputData();
	if (context.getNodeParameter('fields.mappingMode', 0, 'autoMapInputData') === 'autoMapInputData') {
		return items.map(({ json }) => mapItem(json));
	}
	return items.map((_, itemIndex): MappedItem => {
		try {
			return mapItem(readDefinedValues(context, itemIndex));
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			return {
				kind: 'invalid',
				id: undefined,
				problems: [{ field: 'An expression', reason: `cannot be resolved: ${reason}` }],
			};
		}
	});
}
