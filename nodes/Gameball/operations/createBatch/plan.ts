import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../Failure';
import { joinDuplicates, mergeRecords, type RecordSource } from '../../mapping/duplicates';
import { ItemMapper, type InvalidRecord } from '../../mapping/ItemMapper';
import type { MappedRecord } from '../../records/RecordType';
import { toNodeError } from '../onError';
import { toBatches, type Batch } from './batches';
import { hintAtDuplicates, hintAtIgnored, hintAtSkipped } from './hints';
import { describeProblems, type InvalidItem } from './output';
import { itemReader } from './itemReader';
import type { Request } from './request';

/** The most invalid items that an error names. */
const MOST_NAMED = 10;

/** What is to be sent, and what is not. */
export interface Plan {
	readonly batches: readonly Batch[];
	readonly invalid: readonly InvalidItem[];
	/** Whether invalid items are left out, and only counted; otherwise each is an error. */
	readonly isSkipping: boolean;
	/** Makes a record anew. */
	recordOf(source: RecordSource): MappedRecord;
	/** Makes the body of a batch's request: not before it is sent, so that only the bodies under way take memory. */
	entriesOf(batch: Batch): Array<IDataObject | string>;
}

/** The error of a run that sends nothing because of invalid items. */
function refusal(context: IExecuteFunctions, invalid: readonly InvalidItem[], itemCount: number): Error {
	const named = invalid.slice(0, MOST_NAMED).map(describeProblems);
	const failure = new Failure(
		'Some items cannot be sent to Gameball',
		[
			`${invalid.length} of ${itemCount} items ${invalid.length === 1 ? 'is' : 'are'} invalid, so nothing was sent.`,
			...named,
			...(invalid.length > MOST_NAMED ? ['…'] : []),
			'Correct them, or set the option Invalid Records to Skip.',
		].join('\n'),
	);
	return toNodeError(context, failure, invalid[0]?.item);
}

/** An item with an expression that n8n cannot resolve. */
const unresolved = ({ message }: Error): InvalidRecord => ({
	id: undefined,
	problems: [{ field: 'An expression', reason: `cannot be resolved: ${message}` }],
});

/**
 * Looks at all input items and makes batches of those that are valid.
 *
 * @throws NodeError if there are invalid items and neither the option `invalidRecords` nor "On Error" lets the others go
 */
export function planBatches(context: IExecuteFunctions, request: Request): Plan {
	const { recordType, batchSize, duplicates, invalidRecords, payloadFormat } = request;
	const itemCount = context.getInputData().length;
	const mapper = new ItemMapper(recordType, request);
	const readAt = itemReader(context, recordType);
	const sources: RecordSource[] = [];
	const invalid: InvalidItem[] = [];

	for (let item = 0; item < itemCount; item++) {
		const row = readAt(item);
		const checked = row instanceof Error ? unresolved(row) : mapper.check(row);
		if (typeof checked === 'string') sources.push({ id: checked, item });
		else invalid.push({ item, ...checked });
	}

	const recordAt = (item: number): MappedRecord => {
		const row = readAt(item);
		if (row instanceof Error) throw row;
		return mapper.toRecord(row);
	};
	const { isIdentityUnique, partsOf, merge = mergeRecords, toEntry } = recordType;
	const isMerging = duplicates === 'merge' && (isIdentityUnique || partsOf !== undefined);
	const isJoining = isMerging || (duplicates === 'keepLast' && isIdentityUnique);
	const recordOf = ({ item, others = [] }: RecordSource): MappedRecord => {
		if (isMerging) return others.reduce((merged, other) => merge(merged, recordAt(other)), recordAt(item));
		return recordAt(others.at(-1) ?? item);
	};

	const isSkipping = invalidRecords === 'skip';
	if (invalid.length > 0 && !isSkipping && !context.continueOnFail()) throw refusal(context, invalid, itemCount);
	const parts = partsOf && ((item: number) => partsOf(recordAt(item)));
	const batches = toBatches(isJoining ? joinDuplicates(sources, parts) : sources, batchSize);
	if (isSkipping) hintAtSkipped(context, invalid, itemCount);
	hintAtIgnored(context, mapper.ignored);
	if (isIdentityUnique) hintAtDuplicates(context, batches);
	return {
		batches,
		invalid,
		isSkipping,
		recordOf,
		entriesOf: ({ records }) => records.map((source) => toEntry(recordOf(source), payloadFormat)),
	};
}
