import type { IExecuteFunctions } from 'n8n-workflow';
import type { GameballClient } from '../../api/client';
import type { CreateBatchParameters } from './parameters';
import type { BatchPlan } from './plan';
import type { SentRecords } from './sentRecords';
import type { TimeSlice } from '../TimeSlice';

/** Everything that the steps of a run share. */
export interface Run {
	readonly context: IExecuteFunctions;
	readonly client: GameballClient;
	readonly slice: TimeSlice;
	readonly parameters: CreateBatchParameters;
	readonly plan: BatchPlan;
	readonly sentRecords: SentRecords;
}
