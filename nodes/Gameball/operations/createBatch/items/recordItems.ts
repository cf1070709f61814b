import type { INodeExecutionData } from 'n8n-workflow';
import { NOT_NAMED } from '../../../jobs/results';
import { listRecordItems, type RecordSource } from '../../../mapping/duplicates';
import type { MappedRecord, RecordType } from '../../../records/RecordType';
import { toErrorItem, toRecordJson, type RecordJson } from '../../errorItems';
import { toResultJson } from '../../jobs/items';
import { describeInvalidItem, type InvalidItem } from '../reading/invalidItems';
import type { UnsentRecord } from '../sending/batches';
import { findResults } from '../sending/results';
import type { EndedJob } from './wait';

/** An output item that belongs to one input item. */
export type ItemOutput = INodeExecutionData & { pairedItem: { item: number } };

/** The options for the items of records. */
export interface RecordItemOptions {
	readonly recordType: RecordType;
	/** Sends failed and invalid records to the error output. */
	readonly toErrorOutput: boolean;
}

const toRecordItem = (item: number, json: RecordJson, { toErrorOutput }: RecordItemOptions): ItemOutput => ({
	json: toRecordJson(json, toErrorOutput),
	pairedItem: { item },
});

/** Makes the item of an input item that was rejected before sending. */
export function toInvalidRecordItem(invalid: InvalidItem, options: RecordItemOptions): ItemOutput {
	const json = {
		jobId: null,
		[options.recordType.identity]: invalid.id ?? null,
		status: 'invalid',
		message: describeInvalidItem('item', invalid),
	};
	return toRecordItem(invalid.item, json, options);
}

/** Makes the items of a record that was not sent, though nothing is wrong with it. */
export function toUnsentItems({ record, status, message }: UnsentRecord, options: RecordItemOptions): ItemOutput[] {
	const json = { jobId: null, [options.recordType.identity]: record.id, status, message };
	return listRecordItems(record).map((item) => toRecordItem(item, json, options));
}

/**
 * Makes the items of a job's records, each paired with its own input item. If the wait for the job failed, the records
 * without a result report that failure.
 *
 * @param makeRecord makes a record anew
 */
export function toRecordItems(
	ended: EndedJob,
	options: RecordItemOptions,
	makeRecord: (source: RecordSource) => MappedRecord,
): ItemOutput[] {
	const { recordType } = options;
	const { batch, jobId, end } = ended;
	const records = batch.records.map((source) => makeRecord(source).values);
	const results = findResults(ended, records, recordType);
	return batch.records.flatMap((source, index) => {
		const names = recordType.resultKeys.map(([, field]) => [field, records[index]?.[field]] as const);
		const own = Object.fromEntries(names.filter(([, value]) => value !== undefined).reverse());
		const json = toResultJson(jobId, results[index] ?? NOT_NAMED, own);
		const isKnown = end.failure === undefined || json.status !== 'unknown';
		return listRecordItems(source).map((item) =>
			isKnown ? toRecordItem(item, json, options) : toErrorItem(end.failure, { item }, { record: json }),
		);
	});
}
