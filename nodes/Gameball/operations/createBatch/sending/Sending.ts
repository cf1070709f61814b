import type { IExecuteFunctions } from 'n8n-workflow';
import type { GameballClient } from '../../../api/client';
import type { JobId } from '../../../jobs/jobId';
import type { TimeSlice } from '../../TimeSlice';
import type { Batch } from './batches';
import type { CreateBatchParameters } from '../parameters/parameters';
import type { RecordMaker } from '../reading/recordMaker';
import type { SentRecords } from './sentRecords';

/** Writes into n8n's log: if n8n is killed before the node is done, nothing else names the jobs. */
export interface BatchLog {
	/** Logs that a request is about to be sent. */
	sending(batch: Batch): void;
	/** Logs that Gameball accepted a batch. */
	taken(batch: Batch, jobId: JobId): void;
}

/** Everything that the steps of sending share. */
export interface Sending {
	readonly context: IExecuteFunctions;
	readonly client: GameballClient;
	readonly slice: TimeSlice;
	readonly parameters: CreateBatchParameters;
	readonly maker: RecordMaker;
	readonly sentRecords: SentRecords;
	readonly log: BatchLog;
}
