import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { joinDuplicates, mergeRecords, type RecordSource } from '../../mapping/duplicates';
import { ItemMapper } from '../../mapping/ItemMapper';
import type { MappingReport } from '../../mapping/MappingReport';
import type { InvalidRecord } from '../../mapping/choosing/problems';
import type { MappedRecord } from '../../records/RecordType';
import { toBatches, type Batch } from './batches';
import {
	toInvalidItemsError,
	toKeyless,
	toListProblem,
	toUnresolved,
	UNREADABLE,
	type InvalidItem,
} from './invalidItems';
import { createItemReader, isMappedByHand, type ItemReader } from './itemReader';
import type { CreateBatchParameters } from './parameters';
import { findEmptyColumn } from './recordKeys';

/** The batches of a run, and the items that are in none. */
export interface BatchPlan {
	readonly batches: readonly Batch[];
	/** The number of batches, the first ones, that are the trial; 0 without one. */
	readonly trialCount: number;
	readonly invalid: readonly InvalidItem[];
	/** The number of input items with nothing in them, which are passed over. */
	readonly blankCount: number;
	/** True if invalid items are left out and only counted; otherwise each is an error. */
	readonly isSkipping: boolean;
	/** The columns of all items and where each went. */
	readonly report: MappingReport;
	/** Makes a record anew. */
	makeRecord(source: RecordSource): MappedRecord;
	/** Makes the body of a batch's request: not before it is sent, so that only the bodies in flight take memory. */
	makeEntries(batch: Batch): Array<IDataObject | string>;
}

/** The verdict on an item: the identifier of its record, the reasons why there is none, or undefined for a blank one. */
type Verdict = string | InvalidRecord | undefined;

const needsDateOrder = (verdict: Verdict): boolean =>
	typeof verdict === 'object' && verdict.problems.some(({ isUnknownOrder }) => isUnknownOrder === true);

const byItem = (one: { readonly item: number }, other: { readonly item: number }): number => one.item - other.item;

/** The input items, sorted by whether they can become records. */
interface CheckedItems {
	readonly sources: RecordSource[];
	readonly invalid: InvalidItem[];
	blankCount: number;
}

/** Checks all input items. Where the order of a date is not known yet, all others are seen before it is decided. */
function checkItems(
	context: IExecuteFunctions,
	readRow: ItemReader,
	mapper: ItemMapper,
	keyColumns: readonly string[],
): CheckedItems {
	const items = context.getInputData();
	const isByHand = isMappedByHand(context);
	const check = (item: number): Verdict => {
		try {
			const row = readRow(item);
			if (row instanceof Error) return toUnresolved(row);
			if ('list' in row) return toListProblem(row);
			const json = items[item]?.json ?? {};
			const verdict = mapper.check(row, isByHand ? undefined : json);
			const column = typeof verdict === 'string' ? findEmptyColumn(json, keyColumns) : undefined;
			return column === undefined ? verdict : toKeyless(column);
		} catch {
			return UNREADABLE;
		}
	};
	const checked: CheckedItems = { sources: [], invalid: [], blankCount: 0 };
	const add = (item: number, verdict: Verdict) => {
		if (typeof verdict === 'string') checked.sources.push({ id: verdict, item });
		else if (verdict !== undefined) checked.invalid.push({ item, ...verdict });
		else checked.blankCount++;
	};
	const undecided: number[] = [];
	for (const item of items.keys()) {
		const verdict = check(item);
		if (needsDateOrder(verdict)) undecided.push(item);
		else add(item, verdict);
	}
	mapper.settleDateOrders();
	if (undecided.length === 0) return checked;
	for (const item of undecided) add(item, check(item));
	checked.sources.sort(byItem);
	checked.invalid.sort(byItem);
	return checked;
}

/** Creates the function that makes the record of one or several items. */
function createRecordMaker(
	readRow: ItemReader,
	mapper: ItemMapper,
	{ recordType: { merge = mergeRecords } }: CreateBatchParameters,
	isMerging: boolean,
): BatchPlan['makeRecord'] {
	const makeItemRecord = (item: number): MappedRecord => {
		const row = readRow(item);
		if (row instanceof Error || 'list' in row) throw new Error(`Item ${item} has no record`);
		return mapper.makeRecord(row);
	};
	return ({ item, others = [] }) => {
		if (isMerging) return others.reduce((merged, other) => merge(merged, makeItemRecord(other)), makeItemRecord(item));
		return makeItemRecord(others.at(-1) ?? item);
	};
}

/**
 * Checks all input items and makes batches of the valid ones.
 *
 * @throws NodeError if there are invalid items and neither the option `invalidRecords` nor "On Error" lets the others go,
 * or if there are no others
 */
export function planBatches(context: IExecuteFunctions, parameters: CreateBatchParameters): BatchPlan {
	const { recordType, batchSize, duplicates, invalidRecords, payloadFormat, sendOnce, wait } = parameters;
	const { isIdentityUnique, listParts, toEntry } = recordType;
	const mapper = new ItemMapper(recordType, parameters);
	const readRow = createItemReader(context, recordType);

	const { sources, invalid, blankCount } = checkItems(context, readRow, mapper, sendOnce?.columns ?? []);

	const isSkipping = invalidRecords === 'skip' && sources.length > 0;
	if (invalid.length > 0 && !isSkipping && !context.continueOnFail()) {
		throw toInvalidItemsError(context, invalid, context.getInputData().length, sources.length > 0);
	}
	const isMerging = duplicates === 'merge' && (isIdentityUnique || listParts !== undefined);
	const isJoining = isMerging || (duplicates === 'keepLast' && isIdentityUnique);
	const makeRecord = createRecordMaker(readRow, mapper, parameters, isMerging);
	const listItemParts = listParts && ((item: number) => listParts(makeRecord({ id: '', item })));
	const records = isJoining ? joinDuplicates(sources, listItemParts) : sources;
	const trialSize = Math.min(wait?.trialSize ?? 0, records.length);
	return {
		batches: toBatches(records, batchSize, trialSize),
		trialCount: Math.ceil(trialSize / batchSize),
		invalid,
		blankCount,
		isSkipping,
		report: mapper.report,
		makeRecord,
		makeEntries: (batch) => batch.records.map((source) => toEntry(makeRecord(source), payloadFormat)),
	};
}
