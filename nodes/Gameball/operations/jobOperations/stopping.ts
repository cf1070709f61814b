import type { IExecuteFunctions } from 'n8n-workflow';
import type { GameballClient } from '../../api/client';
import { Failure } from '../../errors';
import { listTexts } from '../../text';
import type { JobId } from '../../jobs/jobId';
import type { JobResponse } from '../../jobs/JobResponse';
import { readJobState } from '../../jobs/jobState';

/** The HTTP statuses with which Gameball may refuse to stop a job that has ended. */
const REFUSALS: ReadonlySet<number | undefined> = new Set([400, 409, 422]);

const isRefusal = (error: unknown): boolean => error instanceof Failure && REFUSALS.has(error.facts.httpStatus);

/**
 * Stops a job and reads it back. It is not an error if the job has already ended.
 *
 * @throws Failure if the job continues or a request fails
 */
export async function stopAndRead(client: GameballClient, jobId: JobId): Promise<JobResponse> {
	const error: unknown = await client.stopJob(jobId).catch((reason: unknown) => reason);
	if (error !== undefined && !isRefusal(error)) throw error;
	const job = await client.getJob(jobId);
	if (error !== undefined && !readJobState(job).isFinished) throw error;
	return job;
}

/** The maximum number of jobs that fit into the value of an execution's custom data, which n8n limits to 512 characters. */
const MAX_KEPT = 40;

/** Keeps the IDs of jobs in the execution's custom data: n8n drops the output of a node that is canceled. */
function keepInExecution(context: IExecuteFunctions, jobs: readonly JobId[]): void {
	const { $execution } = context.getWorkflowDataProxy(0) as {
		readonly $execution?: { readonly customData?: { set(name: string, value: string): void } };
	};
	$execution?.customData?.set('gameballJobs', listTexts(jobs, MAX_KEPT));
}

/**
 * Logs which jobs of a canceled execution continue at Gameball, and keeps their IDs in the execution.
 *
 * @param shouldStop stops the jobs first, with one attempt each: nobody is left to handle a failure
 */
export async function abandonJobs(
	context: IExecuteFunctions,
	client: GameballClient,
	jobs: readonly JobId[],
	shouldStop: boolean,
): Promise<void> {
	const cleanup = client.forCleanup();
	const stops = shouldStop ? await Promise.allSettled(jobs.map(async (jobId) => await cleanup.stopJob(jobId))) : [];
	const stillRunning = jobs.filter((_, index) => stops[index]?.status !== 'fulfilled');
	if (stillRunning.length === 0) return;
	keepInExecution(context, stillRunning);
	const they = stillRunning.length === 1 ? 'This job continues' : 'These jobs continue';
	context.logger.info(
		`Execution ${context.getExecutionId()} was canceled. ${they} at Gameball: ${stillRunning.join(', ')}`,
	);
}
