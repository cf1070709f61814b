import type { GenericValue, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { createItemMapper, type MappedItem, type MappingOptions } from '../../mapping/mapItem';
import { isEmptyCell } from '../../mapping/values';
import type { RecordType } from '../../records/RecordType';
import { followPath, parsePlain } from './parameterReader';

/** Reads the input items as records. */
export interface ItemReader {
	/** Makes a record of an item. */
	mapAt(itemIndex: number): MappedItem;
	/** Whether reading an item again is cheap and gives the same record; otherwise what was read has to be kept. */
	readonly isRepeatable: boolean;
}

/** How to get a parameter's value for an item. */
interface ParameterReader {
	readonly read: (itemIndex: number) => unknown;
	readonly isPlain: boolean;
}

/** Builds the reader of one stored parameter: without the expression engine where it is plain, with it otherwise. */
function parameterReader(context: IExecuteFunctions, raw: unknown, path: string): ParameterReader {
	const evaluate = (itemIndex: number): unknown =>
		typeof raw === 'string'
			? context.evaluateExpression(raw.slice(1), itemIndex)
			: context.getNodeParameter(path, itemIndex, null, { skipValidation: true });
	const plain = parsePlain(raw);
	if (plain === undefined) return { read: evaluate, isPlain: false };
	if (plain.kind === 'fixed') return { read: () => plain.value, isPlain: true };
	const items = context.getInputData();
	return {
		read(itemIndex) {
			const found = followPath(items[itemIndex]?.json ?? {}, plain.path);
			return found.kind === 'value' ? found.value : evaluate(itemIndex);
		},
		isPlain: true,
	};
}

/** A field or attribute the user has defined: its name and its value, each a parameter. */
interface Definition {
	readonly name: ParameterReader;
	readonly value: ParameterReader;
}

/** The fields and further attributes the user has defined, as they are stored. */
function readDefinitions(context: IExecuteFunctions): { fields: Definition[]; attributes: Definition[] } {
	const raw = { rawExpressions: true };
	const fields = context.getNodeParameter('fields.value', 0, null, raw) as IDataObject | null;
	const { attributes = [] } = context.getNodeParameter('customAttributes', 0, {}, raw) as {
		attributes?: Array<{ name: unknown; value: unknown }>;
	};
	return {
		fields: Object.entries(fields ?? {}).map(([name, value]) => ({
			name: { read: () => name, isPlain: true },
			value: parameterReader(context, value, `fields.value.${name}`),
		})),
		attributes: attributes.map(({ name, value }, index) => ({
			name: parameterReader(context, name, `customAttributes.attributes[${index}].name`),
			value: parameterReader(context, value, `customAttributes.attributes[${index}].value`),
		})),
	};
}

const valuesOf = (definitions: readonly Definition[], itemIndex: number): IDataObject =>
	Object.fromEntries(
		definitions
			.map(({ name, value }) => [name.read(itemIndex), value.read(itemIndex) as GenericValue] as const)
			.filter(([name]) => !isEmptyCell(name))
			.map(([name, value]) => [String(name), value]),
	);

/** The reader of items whose fields the user has defined. */
function definedReader(context: IExecuteFunctions, mapItem: (json: IDataObject) => MappedItem): ItemReader {
	const { fields, attributes } = readDefinitions(context);
	return {
		isRepeatable: [...fields, ...attributes].every(({ name, value }) => name.isPlain && value.isPlain),
		mapAt(itemIndex) {
			try {
				const values = valuesOf(fields, itemIndex);
				const custom = valuesOf(attributes, itemIndex);
				return mapItem(attributes.length === 0 ? values : { ...values, custom });
			} catch (error) {
				const reason = `cannot be resolved: ${error instanceof Error ? error.message : String(error)}`;
				return { kind: 'invalid', id: undefined, problems: [{ field: 'An expression', reason }] };
			}
		},
	};
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
	if (context.getNodeParameter('fields.mappingMode', 0, 'autoMapInputData') === 'defineBelow') {
		return definedReader(context, mapItem);
	}
	const items = context.getInputData();
	return { isRepeatable: true, mapAt: (itemIndex) => mapItem(items[itemIndex]?.json ?? {}) };
}
