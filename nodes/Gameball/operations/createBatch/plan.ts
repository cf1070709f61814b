import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../Failure';
import { joinDuplicates, mergeRecords, type RecordSource } from '../../mapping/duplicates';
import type { MappedItem, MappedRecord } from '../../mapping/mapItem';
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
	/** Makes the body of a batch's request: not before it is sent, so that only the bodies under way take memory. */
	entriesOf(batch: Batch): IDataObject[];
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

/**
 * Looks at all input items and makes batches of those that are valid.
 *
 * @throws NodeError if there are invalid items and neither the option `invalidRecords` nor "On Error" lets the others go
 */
export function planBatches(context: IExecuteFunctions, request: Request): Plan {
	const { recordType, batchSize, duplicates, invalidRecords, payloadFormat } = request;
	const itemCount = context.getInputData().length;
	const { mapAt, isRepeatable } = itemReader(context, request);
	const sources: RecordSource[] = [];
	const kept = new Map<number, MappedItem>();
	const invalid: InvalidItem[] = [];
	const ignored = new Set<string>();

	for (let item = 0; item < itemCount; item++) {
		const mapped = mapAt(item);
		if (mapped.kind === 'invalid') {
			invalid.push({ item, id: mapped.id, problems: mapped.problems });
			continue;
		}
		sources.push({ id: mapped.id, items: [item] });
		if (!isRepeatable) kept.set(item, mapped);
		for (const column of mapped.ignored) ignored.add(column);
	}

	const isSkipping = invalidRecords === 'skip';
	if (invalid.length > 0 && !isSkipping && !context.continueOnFail()) throw refusal(context, invalid, itemCount);
	const batches = toBatches(joinDuplicates(sources, duplicates), batchSize);
	if (isSkipping) hintAtSkipped(context, invalid, itemCount);
	hintAtIgnored(context, ignored);
	hintAtDuplicates(context, batches);

	const recordAt = (item: number): MappedRecord => {
		const mapped = kept.get(item) ?? mapAt(item);
		if (mapped.kind === 'record') return mapped.record;
		throw new Error(`Item ${item} was valid before it was sent and is not any more`);
	};
	const entryOf = ({ items }: RecordSource): IDataObject => {
		const { values, custom } = mergeRecords((duplicates === 'merge' ? items : items.slice(-1)).map(recordAt));
		return recordType.toEntry(values, custom, payloadFormat);
	};
	return { batches, invalid, isSkipping, entriesOf: ({ records }) => records.map(entryOf) };
}
