import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { joinDuplicates, mergeRecords, type RecordSource } from '../../mapping/duplicates';
import { ItemMapper } from '../../mapping/ItemMapper';
import type { MappedRecord } from '../../records/RecordType';
import { toBatches, type Batch } from './batches';
import { hintDuplicates, hintIgnoredColumns, hintSkippedItems } from './hints';
import { toInvalidItemsError, toUnresolved, type InvalidItem } from './invalidItems';
import { createItemReader } from './itemReader';
import type { CreateBatchParameters } from './parameters';

/** The batches of a run, and the items that are in none. */
export interface BatchPlan {
	readonly batches: readonly Batch[];
	readonly invalid: readonly InvalidItem[];
	/** True if invalid items are left out and only counted; otherwise each is an error. */
	readonly isSkipping: boolean;
	/** Makes a record anew. */
	makeRecord(source: RecordSource): MappedRecord;
	/** Makes the body of a batch's request: not before it is sent, so that only the bodies in flight take memory. */
	makeEntries(batch: Batch): Array<IDataObject | string>;
}

/**
 * Checks all input items and makes batches of the valid ones.
 *
 * @throws NodeError if there are invalid items and neither the option `invalidRecords` nor "On Error" lets the others go
 */
export function planBatches(context: IExecuteFunctions, parameters: CreateBatchParameters): BatchPlan {
	const { recordType, batchSize, duplicates, invalidRecords, payloadFormat } = parameters;
	const itemCount = context.getInputData().length;
	const mapper = new ItemMapper(recordType, parameters);
	const readRow = createItemReader(context, recordType);
	const sources: RecordSource[] = [];
	const invalid: InvalidItem[] = [];

	for (let item = 0; item < itemCount; item++) {
		const row = readRow(item);
		const checked = row instanceof Error ? toUnresolved(row) : mapper.check(row);
		if (typeof checked === 'string') sources.push({ id: checked, item });
		else invalid.push({ item, ...checked });
	}

	const makeItemRecord = (item: number): MappedRecord => {
		const row = readRow(item);
		if (row instanceof Error) throw row;
		return mapper.toRecord(row);
	};
	const { isIdentityUnique, listParts, merge = mergeRecords, toEntry } = recordType;
	const isMerging = duplicates === 'merge' && (isIdentityUnique || listParts !== undefined);
	const isJoining = isMerging || (duplicates === 'keepLast' && isIdentityUnique);
	const makeRecord = ({ item, others = [] }: RecordSource): MappedRecord => {
		if (isMerging) return others.reduce((merged, other) => merge(merged, makeItemRecord(other)), makeItemRecord(item));
		return makeItemRecord(others.at(-1) ?? item);
	};

	const isSkipping = invalidRecords === 'skip';
	if (invalid.length > 0 && !isSkipping && !context.continueOnFail()) {
		throw toInvalidItemsError(context, invalid, itemCount);
	}
	const listItemParts = listParts && ((item: number) => listParts(makeItemRecord(item)));
	const batches = toBatches(isJoining ? joinDuplicates(sources, listItemParts) : sources, batchSize);
	if (isSkipping) hintSkippedItems(context, invalid, itemCount);
	hintIgnoredColumns(context, mapper.ignored);
	if (isIdentityUnique) hintDuplicates(context, batches);
	return {
		batches,
		invalid,
		isSkipping,
		makeRecord,
		makeEntries: ({ records }) => records.map((source) => toEntry(makeRecord(source), payloadFormat)),
	};
}
