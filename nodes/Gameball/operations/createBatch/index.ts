import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { throwIfCanceled } from '../../api/cancellation';
import { connect } from '../../api/client';
import { isCanceled, toErrorItem, toNodeError } from '../../errors';
import type { Operation } from '../Operation';
import type { Yielder } from '../Yielder';
import { readParameters, type CreateBatchParameters } from './parameters/parameters';
import { properties } from './parameters/properties';
import { createReport } from './report';
import { AmountSums, describeDryRun } from './report/dryRun';
import { describeFailure, describeNext, describeRows } from './report/hints';
import { Outcome } from './report/Outcome';
import { addOutcome, toBatchFailure, toJobFailure, toRejectionFailure } from './report/runFailures';
import { nameFile, RunHints, type Hints } from './report/RunHints';
import { judgeTrial } from './report/trial';
import { openRows, type AnyRows } from './rows';
import type { Attempt, Batch, Rows } from './rows/Rows';
import { openSentRecords } from './sendOnce/sentRecords';
import { BatchLog } from './sending/BatchLog';
import {
	countBatches,
	countTrialBatches,
	makeBatches,
	spreadBatches,
	takeFirst,
	type BatchSizes,
} from './sending/batches';
import type { Part, Run } from './sending/Run';
import { sendBatches } from './sending/sendBatches';
import { waitForBatches } from './sending/waitForBatches';

/**
 * Turns all input items, or the rows of files, into records and sends them in batches, each of which becomes a job
 * (docs/api.md, "Create a batch").
 */
export const createBatch: Operation = {
	name: 'createBatch',
	displayName: 'Create Batch',
	description: 'Send input items or the rows of a file to Gameball in batches',
	action: 'Send records in batches',
	properties,
	async execute(context) {
		const parameters = readParameters(context);
		const client = await connect(context, parameters);
		const { all, yielder } = openRows(context, parameters);
		const failures = new Map<Rows, unknown>();
		const attempt: Attempt = async (rows, step) =>
			await step().catch((error: unknown) => {
				if (isCanceled(context, error) || !context.continueOnFail()) throw error;
				failures.set(rows, error);
			});

		const hints = new RunHints(parameters.dryRun);
		const tell = ({ name }: Rows, said: Hints) =>
			hints.add(name === undefined || all.length === 1 ? said : nameFile(said, name));
		const parts: Part[] = [];
		for (const rows of all) {
			await attempt(rows, async () => void parts.push(await check(context, parameters, rows, yielder)));
		}
		if (parameters.dryRun) {
			for (const part of parts) {
				await attempt(part.rows, async () => tell(part.rows, await showRecords(context, parameters, part, yielder)));
			}
		} else {
			const checked = parts.map(({ rows }) => rows);
			const sentRecords = await openSentRecords(context, parameters, checked, yielder, attempt, hints);
			await send({ context, client, parameters, yielder, sentRecords, parts, failures, attempt, hints });
		}

		let output: INodeExecutionData[] = [];
		const partOf = new Map<Rows, Part>(parts.map((part) => [part.rows, part]));
		for (const rows of all) {
			const part = partOf.get(rows);
			if (part !== undefined) {
				tell(rows, describeRows(part, parameters));
				output = output.concat(await part.report.makeOutput(part.outcome));
			}
			if (!failures.has(rows)) continue;
			const failure = part === undefined ? failures.get(rows) : addOutcome(failures.get(rows), [part]);
			hints.add(describeFailure(failure));
			output = output.concat(rows.inputItems.map((item) => toErrorItem(failure, { item })));
		}
		hints.add(describeNext(parameters, parts));
		if (context.getNode().executeOnce === true) {
			hints.add({ doubts: ["'Execute Once' is on in the node's settings, so n8n passed on only the first item."] });
		}
		hints.show(context);
		return output;
	},
};

/**
 * Checks rows before any row is sent.
 *
 * @throws NodeError if rows are invalid, unless "On Error" continues, the run is a dry run, or `invalidRecords` skips
 * them and some rows are valid; Failure if the rows cannot be read
 */
async function check(
	context: IExecuteFunctions,
	parameters: CreateBatchParameters,
	rows: AnyRows,
	yielder: Yielder,
): Promise<Part> {
	const { recordType, invalidRecords, dryRun } = parameters;
	const counts = await rows.check();
	const { total, valid, invalid } = counts;
	const isSkipping = dryRun || (invalidRecords === 'skip' && valid > 0);
	if (invalid.first !== undefined && !isSkipping && !context.continueOnFail()) {
		const failure = invalid.toFailure(total, valid > 0);
		const named = rows.name === undefined ? failure : failure.with(`${rows.name}: ${failure.description}`);
		throw toNodeError(context, named, rows.getInputItem(invalid.first.item));
	}
	const report = createReport(context, rows, counts, parameters, yielder);
	const outcome = new Outcome(rows, counts);
	return { rows, counts, report, outcome, log: new BatchLog(context, rows, recordType) };
}

const divide = ({ counts: { valid } }: Part, { batchSize, wait }: CreateBatchParameters): BatchSizes => ({
	recordCount: valid,
	batchSize,
	trialSize: Math.min(wait?.trialSize ?? 0, valid),
});

/** Outputs the records that would be sent, and sends nothing. @returns what there is to say about them */
async function showRecords(
	context: IExecuteFunctions,
	parameters: CreateBatchParameters,
	part: Part,
	yielder: Yielder,
): Promise<Hints> {
	const { invalid, valid } = part.counts;
	const isSkipping = (parameters.invalidRecords === 'skip' && valid > 0) || context.continueOnFail();
	const isRefused = invalid.count > 0 && !isSkipping;
	const { rows, report } = part;
	const { recordType, payloadFormat } = parameters;
	const sizes = divide(part, parameters);
	const sums = new AmountSums(recordType);
	for await (const batch of makeBatches(rows, sizes)) {
		const isShown = report.showsBatch(batch);
		if (!isShown && sums.list().length === 0) break;
		await yielder.forEach(batch.records, (ref) => {
			const record = rows.makeRecord(ref);
			sums.add(record);
			if (!isShown) return;
			const entry = recordType.toEntry(record, payloadFormat);
			report.showRecord(batch, ref, typeof entry === 'object' ? entry : { [recordType.identity]: entry });
		});
	}
	return describeDryRun(sizes.recordCount, countBatches(sizes), sums, isRefused);
}

/**
 * Sends all records, and waits for their jobs if 'Wait for Completion' is on.
 *
 * @throws Failure if not everything arrived and "On Error" stops the workflow; ExecutionCanceled
 */
async function send(run: Run): Promise<void> {
	const { context, parameters, parts } = run;
	const { wait, sendOnce } = parameters;
	let failure: unknown = await sendParts(run).catch((error: unknown) => error);
	throwIfCanceled(context.getExecutionCancelSignal());
	// Send Once needs to know which records Gameball refused, however the run ends.
	if (wait !== undefined && (failure === undefined || sendOnce !== undefined)) {
		const waitFailure: unknown = await waitForBatches(run, wait).catch((error: unknown) => error);
		throwIfCanceled(context.getExecutionCancelSignal());
		failure ??= waitFailure;
	}
	failure ??= findEndFailure(run);
	if (failure !== undefined) throw addOutcome(failure, parts);
}

/** Finds the failure of the first job that stops the workflow. */
function findEndFailure({ context, parts }: Run): unknown {
	if (context.continueOnFail()) return undefined;
	const failures = parts.flatMap(({ rows, outcome }) =>
		outcome.ended.filter(({ end }) => end.failure !== undefined).map((job) => toJobFailure(rows, job)),
	);
	return failures[0];
}

/** Lists the parts with records that were not started, except those that cannot be read. */
const listUnsent = ({ parts, failures }: Run): Part[] =>
	parts.filter(({ rows, outcome }) => outcome.restCount > 0 && !failures.has(rows));

/**
 * Sends the batches of all parts. After a bad trial, nothing more is sent.
 *
 * @throws Failure if not everything is accepted and "On Error" stops the workflow; ExecutionCanceled
 */
async function sendParts(run: Run): Promise<void> {
	const { context, parameters, parts, failures, attempt } = run;
	let trialFailure: unknown;
	for (const part of parts) {
		if (failures.has(part.rows)) continue;
		await attempt(part.rows, async () => {
			trialFailure = await sendPart(run, part);
		});
		if (trialFailure !== undefined) break;
	}
	if (trialFailure !== undefined) {
		if (!context.continueOnFail()) throw trialFailure;
		run.hints.add(describeFailure(addOutcome(trialFailure, parts)));
		for (const part of listUnsent(run)) part.report.addRest(part.outcome);
	}
	const isSkipping = parameters.invalidRecords === 'skip' || context.continueOnFail();
	const rejection = isSkipping ? undefined : toRejectionFailure(parts.map(({ outcome }) => outcome));
	if (rejection !== undefined) throw rejection;
}

/**
 * Sends the batches of one part. Trial batches go first, and their jobs are waited for.
 *
 * @returns the failure of a bad trial if there are more records to send; otherwise undefined
 * @throws Failure if a batch does not become a job and "On Error" stops the workflow; ExecutionCanceled
 */
async function sendPart(run: Run, part: Part): Promise<unknown> {
	const { context, parameters } = run;
	const { rows, outcome } = part;
	const { recordType, wait } = parameters;
	const sizes = divide(part, parameters);
	const batches = spreadBatches(makeBatches(rows, sizes), context.getExecutionCancelSignal());
	const sendAll = async (some: AsyncIterator<Batch>): Promise<void> => {
		await sendBatches(run, part, some);
		const failed = outcome.failed.find(({ mayHaveArrived }) => mayHaveArrived) ?? outcome.failed[0];
		if (failed !== undefined && !context.continueOnFail()) throw toBatchFailure(rows, failed, recordType);
	};
	try {
		if (wait !== undefined && sizes.trialSize > 0) {
			await sendAll(takeFirst(batches, countTrialBatches(sizes)));
			await waitForBatches(run, wait);
			const failure = judgeTrial(outcome, recordType, sizes.trialSize, wait.maxRefused);
			if (failure !== undefined && (outcome.restCount > 0 || listUnsent(run).length > 0)) return failure;
		}
		await sendAll(batches);
	} finally {
		await batches.return(undefined);
	}
	return undefined;
}
