import { throwIfCanceled } from '../../../api/cancellation';
import { abandonJobs } from '../../jobs/stopping';
import type { Batch } from '../sending/batches';
import { sendAll } from '../sending/sendBatch';
import { toImportFailure, toInterruptedFailure, toRejectedRowsFailure } from './failures';
import type { FileRun } from './run';

/**
 * Sends batches of a file.
 *
 * @throws Failure if a batch does not become a job and "On Error" stops the workflow, Failure where the file cannot be read
 * any further, ExecutionCanceled if the execution is cancelled
 */
export async function sendFileBatches(run: FileRun, batches: AsyncIterator<Batch>): Promise<void> {
	const { context, client, parameters, file, outcome, log } = run;
	const signal = context.getExecutionCancelSignal();
	const failure: unknown = await sendAll(run, batches, (batch, result) => {
		outcome.add(batch, result);
		if (result.failed.length === 0) log.finished(batch);
		file.rows.release(batch.records);
	}).catch((error: unknown) => error);
	if (signal?.aborted) {
		const jobIds = outcome.jobs.map(({ jobId }) => jobId);
		await abandonJobs(context, client, jobIds, parameters.wait?.options.stopOnCancel ?? false);
	}
	throwIfCanceled(signal);
	if (failure !== undefined) throw toInterruptedFailure(failure, outcome, log);
	if (outcome.failed.length > 0 && !context.continueOnFail()) {
		throw toImportFailure(file.rows.source.name, outcome, log, parameters.recordType);
	}
}

/**
 * Ends an import whose rows were all sent, except those that Gameball refused.
 *
 * @throws Failure if there are such rows, and neither the option `invalidRecords` nor "On Error" lets the others go on
 */
export function refuseRejectedRows({ context, file, outcome }: FileRun): void {
	if (outcome.rejected.count === 0 || file.isSkipping || context.continueOnFail()) return;
	throw toRejectedRowsFailure(file.rows.source.name, outcome);
}
