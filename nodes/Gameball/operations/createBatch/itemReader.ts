import type { GenericValue, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { setOwn } from '../../mapping/mapItem';
import { isEmptyCell } from '../../mapping/values';
import { followPath, parsePlain } from './parameterReader';

/** Reads what the input items say of their records. */
export interface ItemReader {
	/** The columns of an item, or the error of an expression that cannot be resolved. */
	readAt(itemIndex: number): IDataObject | Error;
	/** Whether reading an item again is cheap and gives the same; otherwise what was read has to be kept. */
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

function valuesOf(definitions: readonly Definition[], itemIndex: number): IDataObject {
	const values: IDataObject = {};
	for (const { name, value } of definitions) {
		const column = name.read(itemIndex);
		if (!isEmptyCell(column)) setOwn(values, String(column), value.read(itemIndex) as GenericValue);
	}
	return values;
}

/** The reader of items whose fields the user has defined. */
function definedReader(context: IExecuteFunctions): ItemReader {
	const { fields, attributes } = readDefinitions(context);
	return {
		isRepeatable: [...fields, ...attributes].every(({ name, value }) => name.isPlain && value.isPlain),
		readAt(itemIndex) {
			try {
				const values = valuesOf(fields, itemIndex);
				return attributes.length === 0 ? values : { ...values, custom: valuesOf(attributes, itemIndex) };
			} catch (error) {
				return error instanceof Error ? error : new Error(String(error));
			}
		},
	};
}

/**
 * Builds the reader for the parameters `fields` and `customAttributes`. Auto-map takes the items as they come and asks
 * n8n for no parameter of theirs, which would take longer than the rest.
 */
export function itemReader(context: IExecuteFunctions): ItemReader {
	if (context.getNodeParameter('fields.mappingMode', 0, 'autoMapInputData') === 'defineBelow') {
		return definedReader(context);
	}
	const items = context.getInputData();
	return { isRepeatable: true, readAt: (itemIndex) => items[itemIndex]?.json ?? {} };
}
