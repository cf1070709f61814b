import type { IDataObject, IExecuteFunctions, ResourceMapperValue } from 'n8n-workflow';
import { createItemMapper, type MappedItem, type MappingOptions } from '../../mapping/mapItem';
import type { RecordType } from '../../records/RecordType';

/** Reads the input items as records. */
export interface ItemReader {
	/** Makes a record of an item. */
	mapAt(itemIndex: number): MappedItem;
	/** Whether reading an item again is cheap and gives the same record; otherwise what was read has to be kept. */
	readonly isRepeatable: boolean;
}

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
 * Builds the reader for the parameters `fields` and `customAttributes`. Auto-map takes the items as they come and asks
 * n8n for no parameter of theirs, which would take longer than the rest.
 */
export function itemReader(
	context: IExecuteFunctions,
	{ recordType, ...options }: MappingOptions & { recordType: RecordType },
): ItemReader {
	const mapItem = createItemMapper(recordType, options);
	const items = context.getInputData();
	if (context.getNodeParameter('fields.mappingMode', 0, 'autoMapInputData') === 'autoMapInputData') {
		return { isRepeatable: true, mapAt: (itemIndex) => mapItem(items[itemIndex]?.json ?? {}) };
	}
	return {
		isRepeatable: false,
		mapAt(itemIndex) {
			try {
				return mapItem(readDefinedValues(context, itemIndex));
			} catch (error) {
				const reason = `cannot be resolved: ${error instanceof Error ? error.message : String(error)}`;
				return { kind: 'invalid', id: undefined, problems: [{ field: 'An expression', reason }] };
			}
		},
	};
}
