import type { IExecuteFunctions } from 'n8n-workflow';
import { JoinedRecords, mergeRecords, type RecordSource } from '../../../mapping/duplicates';
import { ItemMapper } from '../../../mapping/ItemMapper';
import type { MappingReport } from '../../../mapping/MappingReport';
import type { MappedRecord } from '../../../records/RecordType';
import { toNodeError } from '../../errors';
import type { TimeSlice } from '../../TimeSlice';
import { toBatches, type Batch } from '../sending/batches';
import { InvalidItems, type InvalidItem } from '../reading/invalidItems';
import { createItemReader, isMappedByHand, type ItemReader } from '../reading/itemReader';
import type { CreateBatchParameters } from '../parameters/parameters';
import type { RecordMaker } from '../reading/recordMaker';
import { judge, needsDateOrder } from '../reading/verdict';

/** The batches of a run, and the items that are in none. */
export interface BatchPlan extends RecordMaker {
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
}

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
	const undecided: number[] = [];
	const sort = async (indexes: readonly number[], isLast: boolean): Promise<CheckedItems> => {
		const sources: RecordSource[] = [];
		const invalid: InvalidItem[] = [];
		let blankCount = 0;
		await slice.forEach(indexes, (item) => {
			const verdict = judge(items[item]?.json ?? {}, item, readRow, mapper, isByHand, keyColumns);
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

/** Creates the maker of the records of items, each of one or of several. */
function createRecordMaker(
	context: IExecuteFunctions,
	readRow: ItemReader,
	mapper: ItemMapper,
	{ recordType: { merge = mergeRecords } }: CreateBatchParameters,
	isMerging: boolean,
): RecordMaker {
	const items = context.getInputData();
	const readJson = (item: number) => items[item]?.json ?? {};
	const makeItemRecord = (item: number): MappedRecord => {
		const row = readRow(readJson(item), item);
		if (row instanceof Error || 'list' in row) throw new Error(`Item ${item} has no record`);
		return mapper.makeRecord(row);
	};
	return {
		unit: 'item',
		readJson,
		makeRecord({ item, others = [] }) {
			if (isMerging)
				return others.reduce((merged, other) => merge(merged, makeItemRecord(other)), makeItemRecord(item));
			return makeItemRecord(others.at(-1) ?? item);
		},
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
	const { recordType, batchSize, duplicates, invalidRecords, sendOnce, wait } = parameters;
	const { isIdentityUnique, listParts } = recordType;
	const mapper = new ItemMapper(recordType, parameters);
	const readRow = createItemReader(context, recordType);

	const keyColumns = sendOnce?.columns ?? [];
	const { sources, invalid, blankCount } = await checkItems(context, readRow, mapper, keyColumns, slice);

	const isSkipping = invalidRecords === 'skip' && sources.length > 0;
	if (invalid.length > 0 && !isSkipping && !context.continueOnFail()) {
		const problems = new InvalidItems('item');
		await slice.forEach(invalid, (item) => problems.add(item));
		const failure = problems.toFailure(context.getInputData().length, sources.length > 0);
		throw toNodeError(context, failure, problems.first?.item);
	}
	const isMerging = duplicates === 'merge' && (isIdentityUnique || listParts !== undefined);
	const isJoining = isMerging || (duplicates === 'keepLast' && isIdentityUnique);
	const maker = createRecordMaker(context, readRow, mapper, parameters, isMerging);
	const joined = new JoinedRecords(listParts && ((item) => listParts(maker.makeRecord({ id: '', item }))));
	if (isJoining) await slice.forEach(sources, (source) => joined.add(source));
	const records = isJoining ? joined.records : sources;
	const trialSize = Math.min(wait?.trialSize ?? 0, records.length);
	return {
		...maker,
		batches: toBatches(records, batchSize, trialSize),
		trialCount: Math.ceil(trialSize / batchSize),
		invalid,
		blankCount,
		isSkipping,
		report: mapper.report,
	};
}
