import type { Sending } from '../sending/Sending';
import type { BatchPlan } from './plan';

/** Everything that the steps of a run with input items share. */
export interface Run extends Sending {
	readonly plan: BatchPlan;
}
