import type { IDataObject } from 'n8n-workflow';
import { isEmptyCell } from '../../../mapping/converting/values';
import { isPlainObject } from '../../../mapping/reading/wrappings';

/** Reads a column of an item: its own name, or a path such as `order.id`. */
export function readColumn(json: Readonly<IDataObject>, column: string): unknown {
	if (Object.hasOwn(json, column)) return json[column];
	return column
		.split('.')
		.reduce<unknown>(
			(value, name) => (isPlainObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
			json,
		);
}

/** Finds the first of the columns that is empty in an item. */
export const findEmptyColumn = (json: Readonly<IDataObject>, columns: readonly string[]): string | undefined =>
	columns.find((column) => isEmptyCell(readColumn(json, column)));
