import type { GenericValue, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { setOwn } from '../../mapping/mapItem';
import { isEmptyCell } from '../../mapping/values';
import { followPath, parsePlain, UNCLEAR } from './parameterReader';

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
			const value = followPath(items[itemIndex]?.json ?? {}, plain.path);
			return value === UNCLEAR ? evaluate(itemIndex) : value;
		},
		isPlain: true,
	};
}

/** A field the user has defined. */
interface FieldDefinition {
	readonly name: string;
	readonly value: ParameterReader;
}

/** A further attribute the user has defined: its name is a parameter too. */
interface AttributeDefinition {
	readonly name: ParameterReader;
	readonly value: ParameterReader;
}

/** The fields and further attributes the user has defined, as they are stored. */
function readDefinitions(context: IExecuteFunctions): {
	fields: FieldDefinition[];
	attributes: AttributeDefinition[];
} {
	const raw = { rawExpressions: true };
	const fields = context.getNodeParameter('fields.value', 0, null, raw) as IDataObject | null;
	const { attributes = [] } = context.getNodeParameter('customAttributes', 0, {}, raw) as {
		attributes?: Array<{ name: unknown; value: unknown }>;
	};
	return {
		fields: Object.entries(fields ?? {}).map(([name, value]) => ({
			name,
			value: parameterReader(context, value, `fields.value.${name}`),
		})),
		attributes: attributes.map(({ name, value }, index) => ({
			name: parameterReader(context, name, `customAttributes.attributes[${index}].name`),
			value: parameterReader(context, value, `customAttributes.attributes[${index}].value`),
		})),
	};
}

/** The further attributes of an item, by their names; one without a name is left out. */
const attributesOf = (definitions: readonly AttributeDefinition[], itemIndex: number): IDataObject =>
	Object.fromEntries(
		definitions
			.map(({ name, value }) => [name.read(itemIndex), value.read(itemIndex) as GenericValue] as const)
			.filter(([name]) => !isEmptyCell(name))
			.map(([name, value]) => [String(name), value]),
	);

/** The reader of items whose fields the user has defined. */
function definedReader(context: IExecuteFunctions): ItemReader {
	const { fields, attributes } = readDefinitions(context);
	return {
		isRepeatable:
			fields.every(({ value }) => value.isPlain) &&
			attributes.every(({ name, value }) => name.isPlain && value.isPlain),
		readAt(itemIndex) {
			try {
				const columns: IDataObject = {};
				for (const { name, value } of fields) setOwn(columns, name, value.read(itemIndex) as GenericValue);
				if (attributes.length > 0) columns.custom = attributesOf(attributes, itemIndex);
				return columns;
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
