import type { IExecuteFunctions } from 'n8n-workflow';
import { listRecordItems, type RecordSource } from '../../../mapping/duplicates';
import { isPlainObject } from '../../../mapping/reading/wrappings';
import type { CreateBatchParameters } from '../parameters/parameters';
import { readColumn } from '../reading/readColumn';
import type { RecordMaker } from '../reading/recordMaker';

/** Sorts the names in a value, so that the order of columns does not count. */
function sortNames(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sortNames);
	if (!isPlainObject(value)) return value;
	const names = Object.keys(value).sort();
	return Object.fromEntries(names.map((name) => [name, sortNames(value[name])]));
}

/**
 * Creates the function that makes the key of a record: two records with the same key are the same thing for the option
 * Send Once. The account counts through the node's credential, so that rows tried on a test account can still be sent to the
 * live one.
 *
 * @param columns the columns that tell records apart; empty if the whole record does
 */
export function createKeyMaker(
	context: IExecuteFunctions,
	{ recordType }: CreateBatchParameters,
	columns: readonly string[],
	{ readJson, makeRecord }: RecordMaker,
): (record: RecordSource) => string {
	const account = context.getNode().credentials?.gameballApi?.id ?? null;
	const readItem = (item: number) => columns.map((column) => readColumn(readJson(item), column));
	return (record) => {
		const content = columns.length === 0 ? makeRecord(record) : listRecordItems(record).map(readItem);
		return JSON.stringify([account, recordType.name, sortNames(content)]);
	};
}
