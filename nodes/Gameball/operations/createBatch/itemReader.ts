import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { toColumn } from '../../mapping/columns';
import { ItemRows, type Row } from '../../mapping/rows';
import { isEmptyCell } from '../../mapping/values';
import type { RecordType } from '../../records/RecordType';
import { followPath, parsePlain, UNCLEAR } from './parameterReader';

/**
 * Reads an item's row, or the error of an expression that cannot be resolved. A row holds only until the next one is
 * read; read again, it says the same.
 */
export type ItemReader = (itemIndex: number) => Row | Error;

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

/** The reader of items whose fields the user has defined. */
function definedReader(context: IExecuteFunctions): ItemReader {
	const { fields, attributes } = readDefinitions(context);
	const columns = fields.map(({ name }) => toColumn(name));

	function readInto(cells: unknown[], itemIndex: number): Row {
		for (let index = 0; index < fields.length; index++) cells[index] = fields[index]?.value.read(itemIndex);
		if (attributes.length === 0) return { columns, cells };
		const named = attributes
			.map(({ name, value }) => ({ name: name.read(itemIndex), cell: value.read(itemIndex) }))
			.filter(({ name }) => !isEmptyCell(name));
		return {
			columns: [...columns, ...named.map(({ name }) => ({ name: String(name), group: 'custom' as const }))],
			cells: [...cells, ...named.map(({ cell }) => cell)],
		};
	}
	function tryReadInto(cells: unknown[], itemIndex: number): Row | Error {
		try {
			return readInto(cells, itemIndex);
		} catch (error) {
			return error instanceof Error ? error : new Error(String(error));
		}
	}

	const parameters = [...fields.map(({ value }) => value), ...attributes.flatMap(({ name, value }) => [name, value])];
	const shared: unknown[] = [];
	if (parameters.every(({ isPlain }) => isPlain)) return (itemIndex) => tryReadInto(shared, itemIndex);
	// The engine takes its time, and an expression can say something else when it is resolved again.
	const known = new Map<number, Row | Error>();
	return (itemIndex) => {
		const row = known.get(itemIndex) ?? tryReadInto([], itemIndex);
		known.set(itemIndex, row);
		return row;
	};
}

/**
 * Builds the reader for the parameters `fields` and `customAttributes`. Auto-map takes the items as they come and asks
 * n8n for no parameter of theirs, which would take longer than the rest.
 */
export function itemReader(context: IExecuteFunctions, { nests }: RecordType): ItemReader {
	if (context.getNodeParameter('fields.mappingMode', 0, 'autoMapInputData') === 'defineBelow') {
		return definedReader(context);
	}
	const items = context.getInputData();
	const rows = new ItemRows(nests);
	return (itemIndex) => rows.read(items[itemIndex]?.json ?? {});
}
