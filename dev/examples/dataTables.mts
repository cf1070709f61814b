import type { INodeParameters } from 'n8n-workflow';
import type { NodeSpec } from '../engine/workflows.mts';

/** A data table of n8n's. */
export interface Table {
	readonly name: string;
	readonly columns: ReadonlyArray<{ readonly name: string; readonly type: string }>;
}

/** Takes the reason out of an item, without the number of the item: it means nothing in a table. */
export const GET_REASON = "$json.message.replace(/^Item \\d+(?: \\(.*?\\))?: /, '')";

const dataTable = (name: string, position: [number, number], parameters: INodeParameters): NodeSpec => ({
	name,
	type: 'n8n-nodes-base.dataTable',
	position,
	parameters,
});

/** Makes a node that creates a table unless there is one of its name. */
export const createTable = (table: Table, name: string, position: [number, number]): NodeSpec =>
	dataTable(name, position, {
		resource: 'table',
		operation: 'create',
		tableName: table.name,
		columns: { column: table.columns.map((column) => ({ ...column })) },
		options: { createIfNotExists: true },
	});

/** Makes values for columns of a table, as the editor saves them. */
export const columnValues = (
	{ columns }: Table,
	value: Readonly<Record<string, string | number>>,
): INodeParameters => ({
	mappingMode: 'defineBelow',
	value: { ...value },
	matchingColumns: [],
	schema: columns.map(({ name, type }) => ({
		id: name,
		displayName: name,
		required: false,
		defaultMatch: false,
		display: true,
		type,
		readOnly: false,
		removed: !Object.hasOwn(value, name),
	})),
	// Otherwise n8n refuses a customer whose ID comes as a number.
	attemptToConvertTypes: true,
	convertFieldsToString: false,
});

/** Makes a condition on a column of a table. */
export const where = (keyName: string, condition: string, keyValue: string | number): INodeParameters => ({
	keyName,
	condition,
	keyValue,
});

/** Makes a node that works on the rows of a table. */
export const onRows = (
	table: Table,
	name: string,
	position: [number, number],
	operation: string,
	parameters: INodeParameters,
	conditions: INodeParameters[] = [],
): NodeSpec =>
	dataTable(name, position, {
		operation,
		dataTableId: { __rl: true, mode: 'name', value: table.name },
		...(conditions.length === 0 ? {} : { matchType: 'allConditions', filters: { conditions } }),
		...parameters,
	});
