import type { IDataObject } from 'n8n-workflow';
import type { RecordSource } from '../../../mapping/duplicates';
import type { MappedRecord } from '../../../records/RecordType';
import type { CreateBatchParameters } from '../parameters/parameters';
import type { Unit } from './units';

/** Makes the records of a run whenever they are needed: only those of the batches in flight take memory. */
export interface RecordMaker {
	/** What they are made of. */
	readonly unit: Unit;
	/** Reads an input item by its index, or a row of a batch by its number. */
	readonly readJson: (item: number) => Readonly<IDataObject>;
	/** Makes a record anew. */
	readonly makeRecord: (source: RecordSource) => MappedRecord;
}

/** Makes the entry of a record: not before it is sent, so that only those of the requests in flight take memory. */
export const makeEntry = (
	{ recordType, payloadFormat }: CreateBatchParameters,
	{ makeRecord }: RecordMaker,
	source: RecordSource,
): IDataObject | string => recordType.toEntry(makeRecord(source), payloadFormat);
