import { createBatch } from './createBatch';
import { getJobStatus } from './getJobStatus';
import type { Operation } from './Operation';
import { stopJob } from './stopJob';
import { waitForCompletion } from './waitForCompletion';

/** What the node can do, in the order of the editor's list. A new operation is a file beside this one and a line here. */
export const operations: readonly Operation[] = [createBatch, getJobStatus, stopJob, waitForCompletion];
