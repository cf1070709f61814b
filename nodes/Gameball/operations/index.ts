import { createBatch } from './createBatch';
import { getJobStatus } from './jobOperations/getJobStatus';
import { stopJob } from './jobOperations/stopJob';
import { waitForCompletion } from './jobOperations/waitForCompletion';
import type { Operation } from './Operation';

/** The node's operations in the order of the editor's list. To add one, write a file like these and add a line here. */
export const operations: readonly Operation[] = [createBatch, getJobStatus, stopJob, waitForCompletion];
