import type { IExecuteFunctions } from 'n8n-workflow';
import type { RecordRef } from '../../../mapping/duplicates';
import { followPath } from '../../../mapping/columns/findProduct';
import { isPlainObject } from '../../../mapping/columns/wrappings';
import type { CreateBatchParameters } from '../parameters/parameters';

import type { Rows } from '../rows/Rows';

/** Sorts the names in a value, so that the order of columns does not matter. */
function sortNames(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sortNames);
	if (!isPlainObject(value)) return value;
	const names = Object.keys(value).sort();
	return Object.fromEntries(names.map((name) => [name, sortNames(value[name])]));
}

/**
 * Creates the function that makes the key of a record: for Send Once, two records with the same key are the same
 * record. The key includes the node's credential, so that rows tried on a test account can still be sent to the live
 * one.
 *
 * @param columns the columns that identify a record; if empty, whole records are compared
 */
export function createKeyMaker(
	context: IExecuteFunctions,
	{ recordType }: CreateBatchParameters,
	columns: readonly string[],
): (rows: Rows, record: RecordRef) => string {
	const account = context.getNode().credentials?.gameballApi?.id ?? null;
	return (rows, record) => {
		const content =
			columns.length === 0
				? rows.makeRecord(record)
				: rows.readJson(record).map((json) => columns.map((column) => followPath(json, column)));
		return JSON.stringify([account, recordType.name, sortNames(content)]);
	};
}
