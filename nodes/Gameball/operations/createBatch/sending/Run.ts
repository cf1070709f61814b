import type { IExecuteFunctions } from 'n8n-workflow';
import type { GameballClient } from '../../../api/client';
import type { Yielder } from '../../Yielder';
import type { CreateBatchParameters } from '../parameters/parameters';
import type { ReportedRows } from '../report/Report';
import type { RunHints } from '../report/RunHints';
import type { Attempt, Rows } from '../rows/Rows';
import type { SentRecords } from '../sendOnce/sentRecords';
import type { BatchLog } from './BatchLog';

/** Everything that the steps of a run share. */
export interface Run {
	readonly context: IExecuteFunctions;
	readonly client: GameballClient;
	readonly parameters: CreateBatchParameters;
	readonly yielder: Yielder;
	readonly sentRecords: SentRecords;
	/** All input items together, or the file of each. */
	readonly parts: readonly Part[];
	/** The rows whose own step failed, and why. */
	readonly failures: ReadonlyMap<Rows, unknown>;
	readonly attempt: Attempt;
	readonly hints: RunHints;
}

/** Rows whose batches are numbered together, and everything that belongs to them. */
export interface Part extends ReportedRows {
	readonly log: BatchLog;
}
