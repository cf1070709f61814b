import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../../errors';
import { getColumnFactory, type ColumnFactory } from '../../../mapping/columns/columns';
import { RowReader as AutomaticReader, type Layout, type Row } from '../../../mapping/columns/rows';
import type { ListItem } from '../../../mapping/columns/unwrapItem';
import { isEmptyCell } from '../../../mapping/columns/cells';
import { normalizeAll, normalizeName } from '../../../mapping/columns/names';
import type { RecordType } from '../../../records/RecordType';
import { isPrivate } from '../../../mapping/fields/privateColumns';
import { quote } from '../../../text';
import { isManual } from '../parameters/parameters';
import { followPath, parsePlain, UNCLEAR } from '../parameters/plainExpression';

/**
 * Reads the cells of an input item or of a row of a file. If there are none, returns why: an expression that cannot be
 * resolved, or a list. The result is always the same for an item.
 */
type ReadRow = (json: Readonly<IDataObject>, item: number) => Row | ListItem | Error;

/** Reads the cells that are mapped to fields. */
export interface RowReader {
	readonly read: ReadRow;
	/** The columns that a manual mapping of a file's rows names; otherwise undefined. */
	readonly columns: ReadonlySet<string> | undefined;
	/** The fixed texts of a manual mapping, each with the field it is for. */
	readonly fixed: ReadonlyArray<{ readonly field: string; readonly text: string }>;
	/** Tells whether a manual mapping uses a column; undefined if the mapping is automatic. */
	readonly uses: ((column: string) => boolean) | undefined;
}

interface ParameterReader {
	readonly read: (json: Readonly<IDataObject>, item: number) => unknown;
	/** What the user sees of it: the names on the way to a column, or the value or expression. */
	readonly shown: readonly string[];
	readonly isPlain: boolean;
	/** The text of a fixed value. */
	readonly fixed?: string;
	/** The path of an expression that is only a path. */
	readonly path?: readonly string[];
}

/** Resolves a parameter with n8n's expression engine. */
type Resolve = (raw: unknown, parameter: string, item: number) => unknown;

/** Reads a plain parameter without the expression engine. */
function createParameterReader(raw: unknown, parameter: string, resolve: Resolve): ParameterReader {
	const plain = parsePlain(raw);
	if (plain === undefined) {
		const shown = [String(raw).slice(1)];
		return { read: (_, item) => resolve(raw, parameter, item), shown, isPlain: false };
	}
	if (plain.kind === 'fixed') {
		const { value } = plain;
		const fixed = typeof value === 'string' ? { fixed: value } : {};
		return { read: () => value, shown: [quote(value)], isPlain: true, ...fixed };
	}
	const { path } = plain;
	return {
		read(json, item) {
			const value = followPath(json, path);
			return value === UNCLEAR ? resolve(raw, parameter, item) : value;
		},
		shown: path,
		isPlain: true,
		path,
	};
}

interface FieldDefinition {
	readonly name: string;
	readonly value: ParameterReader;
}

/** An additional attribute that the user defined; its name is a parameter too. */
interface AttributeDefinition {
	readonly name: ParameterReader;
	readonly value: ParameterReader;
}

interface Definitions {
	readonly fields: readonly FieldDefinition[];
	readonly attributes: readonly AttributeDefinition[];
}

/** Reads the definitions as they are stored, with unresolved expressions. */
function readDefinitions(context: IExecuteFunctions, resolve: Resolve): Definitions {
	const raw = { rawExpressions: true };
	const fields = context.getNodeParameter('fields.value', 0, null, raw) as IDataObject | null;
	const { attributes = [] } = context.getNodeParameter('customAttributes', 0, {}, raw) as {
		attributes?: Array<{ name: unknown; value: unknown }>;
	};
	return {
		fields: Object.entries(fields ?? {}).map(([name, value]) => ({
			name,
			value: createParameterReader(value, `fields.value.${name}`, resolve),
		})),
		attributes: attributes.map(({ name, value }, index) => ({
			name: createParameterReader(name, `customAttributes.attributes[${index}].name`, resolve),
			value: createParameterReader(value, `customAttributes.attributes[${index}].value`, resolve),
		})),
	};
}

/** Creates the test whether a mapping uses a column: by the paths in it, or by the text of expressions. */
function createUseTest(definitions: Definitions): (column: string) => boolean {
	const readers = listReaders(definitions);
	const names = new Set(readers.flatMap(({ path = [] }) => path.slice(0, 1)));
	const expressions = readers.filter(({ isPlain }) => !isPlain).flatMap(({ shown }) => shown);
	return (column) => names.has(column) || expressions.some((expression) => expression.includes(column));
}

const listReaders = ({ fields, attributes }: Definitions): readonly ParameterReader[] => [
	...fields.map(({ value }) => value),
	...attributes.flatMap(({ name, value }) => [name, value]),
];

/** Creates the reader for a manual mapping. */
function createDefinedReader({ makeColumn }: ColumnFactory, definitions: Definitions): ReadRow {
	const { fields, attributes } = definitions;
	const fieldColumns = fields.map(({ name, value }) => makeColumn(name, 'item', value.shown));
	const layouts = new Map<string, Layout>();

	/** Gets the layout with these attributes, whose names can differ from item to item. */
	function getLayout(names: readonly string[]): Layout {
		const key = names.join('\u0000');
		const known = layouts.get(key);
		if (known !== undefined) return known;
		const columns = [...fieldColumns, ...names.map((name) => makeColumn(name, 'attribute', [name]))];
		const layout: Layout = { columns, author: 'person', isManual: true };
		layouts.set(key, layout);
		return layout;
	}

	const plainLayout = getLayout([]);

	function readItem(json: Readonly<IDataObject>, item: number): Row | Error {
		try {
			const cells = fields.map(({ value }) => value.read(json, item));
			if (attributes.length === 0) return { layout: plainLayout, cells };
			const named = attributes
				.map(({ name, value }) => ({ name: name.read(json, item), cell: value.read(json, item) }))
				.filter(({ name }) => !isEmptyCell(name));
			const names = named.map(({ name }) => String(name));
			return { layout: getLayout(names), cells: [...cells, ...named.map(({ cell }) => cell)] };
		} catch (error) {
			return error instanceof Error ? error : new Error(String(error));
		}
	}

	if (listReaders(definitions).every(({ isPlain }) => isPlain)) return readItem;
	// The engine is slow, and an expression can return another value the next time.
	const known = new Map<number, Row | Error>();
	return (json, item) => {
		const row = known.get(item) ?? readItem(json, item);
		known.set(item, row);
		return row;
	};
}

function listFixed({ fields }: Definitions, recordType: RecordType): RowReader['fixed'] {
	const label = (field: string) => recordType.fields.find(({ name }) => name === field)?.label ?? field;
	return fields.flatMap(({ name, value: { fixed } }) =>
		fixed === undefined ? [] : [{ field: label(name), text: fixed }],
	);
}

/**
 * Rejects a field with the name of a column as a fixed text: it would be the same for every record.
 *
 * @throws Failure
 */
export function refuseColumnNames({ fixed }: RowReader, listColumns: () => Iterable<string>): void {
	if (fixed.length === 0) return;
	const names = normalizeAll([...listColumns()]);
	const wrong = fixed.find(({ text }) => names.has(normalizeName(text)));
	if (wrong === undefined) return;
	throw new Failure(
		'A field contains the name of a column instead of its value',
		`Nothing was sent. ${wrong.field} is the text ${quote(wrong.text)} for every record, and there is a column of this name. Drag the column into the field, or use {{ $json[${JSON.stringify(wrong.text)}] }}.`,
	);
}

/** Lists the columns that a manual mapping does not use; none if the mapping is automatic. */
export const listUnmapped = ({ uses }: RowReader, columns: Iterable<string>): string[] =>
	uses === undefined ? [] : [...columns].filter((name) => !uses(name) && !isPrivate(name));

/** Creates the reader for automatic mapping. Reading a parameter per item would take longer than everything else. */
function createAutomaticReader(recordType: RecordType): RowReader {
	const rows = new AutomaticReader(recordType);
	return { read: (json) => rows.read(json), columns: undefined, fixed: [], uses: undefined };
}

/** Creates the reader of input items, from the parameters `fields` and `customAttributes`. */
export function createItemReader(context: IExecuteFunctions, recordType: RecordType): RowReader {
	if (!isManual(context)) return createAutomaticReader(recordType);
	const definitions = readDefinitions(context, (raw, parameter, item) =>
		typeof raw === 'string'
			? context.evaluateExpression(raw.slice(1), item)
			: context.getNodeParameter(parameter, item, null, { skipValidation: true }),
	);
	return {
		read: createDefinedReader(getColumnFactory(recordType), definitions),
		columns: undefined,
		fixed: listFixed(definitions, recordType),
		uses: createUseTest(definitions),
	};
}

/**
 * Creates the reader of a file's rows, from the same parameters. An expression can only be a column of the row: n8n
 * resolves expressions for input items, not for rows.
 *
 * @throws Failure if an expression is anything else
 */
export function createFileRowReader(context: IExecuteFunctions, recordType: RecordType): RowReader {
	if (!isManual(context)) return createAutomaticReader(recordType);
	const definitions = readDefinitions(context, (raw) => {
		throw new Error(`${String(raw).slice(1)} is not a column of the row`);
	});
	const label = (field: string) => recordType.fields.find(({ name }) => name === field)?.label ?? field;
	const complex = [
		...definitions.fields.flatMap(({ name, value }) => (value.isPlain ? [] : [label(name)])),
		...definitions.attributes.flatMap(({ name, value }) =>
			name.isPlain && value.isPlain ? [] : ['Custom Attributes'],
		),
	];
	if (complex.length > 0) {
		throw new Failure(
			'The rows of a file can only be mapped with simple expressions',
			`Change ${complex.join(', ')} to a fixed value, or to an expression that contains only a column, such as {{ $json["Column Name"] }}. n8n evaluates other expressions only for input items.`,
		);
	}
	return {
		read: createDefinedReader(getColumnFactory(recordType), definitions),
		columns: new Set(listReaders(definitions).flatMap(({ path = [] }) => path.slice(0, 1))),
		fixed: listFixed(definitions, recordType),
		uses: createUseTest(definitions),
	};
}
