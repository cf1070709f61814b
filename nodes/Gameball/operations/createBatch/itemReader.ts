import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { getColumnFactory, type ColumnFactory } from '../../mapping/reading/columns';
import { RowReader, type Layout, type ListItem, type Row } from '../../mapping/reading/rows';
import { isEmptyCell } from '../../mapping/converting/values';
import type { RecordType } from '../../records/RecordType';
import { followPath, parsePlain, UNCLEAR } from './plainExpression';

/** Reads an item's row, or why there is none: an expression that cannot be resolved, or a list. Always the same for an item. */
export type ItemReader = (itemIndex: number) => Row | ListItem | Error;

/** Tells whether the user mapped the fields by hand. */
export const isMappedByHand = (context: IExecuteFunctions): boolean =>
	context.getNodeParameter('fields.mappingMode', 0, 'autoMapInputData') === 'defineBelow';

/** Reads a parameter's value for an item. */
interface ParameterReader {
	readonly read: (itemIndex: number) => unknown;
	readonly isPlain: boolean;
}

/** Creates the reader of one stored parameter: without the expression engine where it is plain, with it otherwise. */
function createParameterReader(context: IExecuteFunctions, raw: unknown, path: string): ParameterReader {
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

/** Reads the fields and further attributes the user has defined, as they are stored. */
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
			value: createParameterReader(context, value, `fields.value.${name}`),
		})),
		attributes: attributes.map(({ name, value }, index) => ({
			name: createParameterReader(context, name, `customAttributes.attributes[${index}].name`),
			value: createParameterReader(context, value, `customAttributes.attributes[${index}].value`),
		})),
	};
}

/** Creates the reader of items whose fields the user has defined. */
function createDefinedReader(context: IExecuteFunctions, { makeColumn }: ColumnFactory): ItemReader {
	const { fields, attributes } = readDefinitions(context);
	const fieldColumns = fields.map(({ name }) => makeColumn(name, 'item', [name]));
	const layouts = new Map<string, Layout>();

	/** Gets the layout with these attributes, whose names are parameters of each item. */
	function getLayout(names: readonly string[]): Layout {
		const key = names.join('\u0000');
		const known = layouts.get(key);
		if (known !== undefined) return known;
		const columns = [...fieldColumns, ...names.map((name) => makeColumn(name, 'attribute', [name]))];
		const layout = { columns, isFromApi: false };
		layouts.set(key, layout);
		return layout;
	}

	const plainLayout = getLayout([]);

	function readItem(itemIndex: number): Row | Error {
		try {
			const cells = fields.map(({ value }) => value.read(itemIndex));
			if (attributes.length === 0) return { layout: plainLayout, cells };
			const named = attributes
				.map(({ name, value }) => ({ name: name.read(itemIndex), cell: value.read(itemIndex) }))
				.filter(({ name }) => !isEmptyCell(name));
			const names = named.map(({ name }) => String(name));
			return { layout: getLayout(names), cells: [...cells, ...named.map(({ cell }) => cell)] };
		} catch (error) {
			return error instanceof Error ? error : new Error(String(error));
		}
	}

	const parameters = [...fields.map(({ value }) => value), ...attributes.flatMap(({ name, value }) => [name, value])];
	if (parameters.every(({ isPlain }) => isPlain)) return readItem;
	// The engine is slow, and an expression can give another value when it is resolved again.
	const known = new Map<number, Row | Error>();
	return (itemIndex) => {
		const row = known.get(itemIndex) ?? readItem(itemIndex);
		known.set(itemIndex, row);
		return row;
	};
}

/**
 * Creates the reader for the parameters `fields` and `customAttributes`. Automatic mapping takes the items as they are and
 * reads no parameter per item, which would take longer than everything else.
 */
export function createItemReader(context: IExecuteFunctions, recordType: RecordType): ItemReader {
	if (isMappedByHand(context)) return createDefinedReader(context, getColumnFactory(recordType));
	const items = context.getInputData();
	const rows = new RowReader(recordType);
	return (itemIndex) => rows.read(items[itemIndex]?.json ?? {});
}
