import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { JoinedRecords, mergeRecords, type RecordSource } from '../../mapping/duplicates';
import { ItemMapper } from '../../mapping/ItemMapper';
import type { MappingReport } from '../../mapping/MappingReport';
import type { InvalidRecord } from '../../mapping/choosing/problems';
import type { MappedRecord } from '../../records/RecordType';
import type { TimeSlice } from '../TimeSlice';
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

/** Merges two lists in the order of their items into one. */
function mergeByItem<Thing extends { readonly item: number }>(
	some: readonly Thing[],
	others: readonly Thing[],
): Thing[] {
	const merged: Thing[] = [];
	let next = 0;
	for (const thing of some) {
		for (let other = others[next]; other !== undefined && other.item < thing.item; other = others[++next]) {
			merged.push(other);
		}
		merged.push(thing);
	}
	for (let other = others[next]; other !== undefined; other = others[++next]) merged.push(other);
	return merged;
}

/** The input items, sorted by whether they can become records, in their order. */
interface CheckedItems {
	readonly sources: readonly RecordSource[];
	readonly invalid: readonly InvalidItem[];
	readonly blankCount: number;
}

/** Checks all input items. Where the order of a date is not known yet, all others are seen before it is decided. */
async function checkItems(
	context: IExecuteFunctions,
	readRow: ItemReader,
	mapper: ItemMapper,
	keyColumns: readonly string[],
	slice: TimeSlice,
): Promise<CheckedItems> {
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
	const undecided: number[] = [];
	const sort = async (indexes: readonly number[], isLast: boolean): Promise<CheckedItems> => {
		const sources: RecordSource[] = [];
		const invalid: InvalidItem[] = [];
		let blankCount = 0;
		await slice.forEach(indexes, (item) => {
			const verdict = check(item);
			if (typeof verdict === 'string') sources.push({ id: verdict, item });
			else if (verdict === undefined) blankCount++;
			else if (!isLast && needsDateOrder(verdict)) undecided.push(item);
			else invalid.push({ item, ...verdict });
		});
		return { sources, invalid, blankCount };
	};
	const first = await sort([...items.keys()], false);
	mapper.settleDateOrders();
	const second = await sort(undecided, true);
	return {
		sources: mergeByItem(first.sources, second.sources),
		invalid: mergeByItem(first.invalid, second.invalid),
		blankCount: first.blankCount + second.blankCount,
	};
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
 * @throws ExecutionCanceled if the execution is cancelled meanwhile, NodeError if there are invalid items and neither the option `invalidRecords` nor "On Error" lets the others go,
 * or if there are no others
 */
export async function planBatches(
	context: IExecuteFunctions,
	parameters: CreateBatchParameters,
	slice: TimeSlice,
): Promise<BatchPlan> {
	const { recordType, batchSize, duplicates, invalidRecords, payloadFormat, sendOnce, wait } = parameters;
	const { isIdentityUnique, listParts, toEntry } = recordType;
	const mapper = new ItemMapper(recordType, parameters);
	const readRow = createItemReader(context, recordType);

	const keyColumns = sendOnce?.columns ?? [];
	const { sources, invalid, blankCount } = await checkItems(context, readRow, mapper, keyColumns, slice);

	const isSkipping = invalidRecords === 'skip' && sources.length > 0;
	if (invalid.length > 0 && !isSkipping && !context.continueOnFail()) {
		throw await toInvalidItemsError(context, invalid, sources.length > 0, slice);
	}
	const isMerging = duplicates === 'merge' && (isIdentityUnique || listParts !== undefined);
	const isJoining = isMerging || (duplicates === 'keepLast' && isIdentityUnique);
	const makeRecord = createRecordMaker(readRow, mapper, parameters, isMerging);
	const joined = new JoinedRecords(listParts && ((item) => listParts(makeRecord({ id: '', item }))));
	if (isJoining) await slice.forEach(sources, (source) => joined.add(source));
	const records = isJoining ? joined.records : sources;
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
