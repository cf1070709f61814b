import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toJobIdValue } from '../../../jobs/jobId';
import { readJobState } from '../../../jobs/jobState';
import { hasErrorOutput, toErrorItem, toErrorJson, toRecordJson } from '../../errorItems';
import { toJobItems } from '../../jobs/items';
import type { OutputShape } from '../../jobs/parameters';
import { describeFailedJob } from '../sending/batchFailures';
import { hintDryRun, hintRefusedRecords, hintStillWorking, hintTrial } from '../reporting/hints';
import { AmountSums, showEntries } from '../reporting/dryRun';
import type { CreateBatchParameters } from '../parameters/parameters';
import { countOf } from '../../../countOf';
import { countBatches, passBatches, readBatches, type BatchSizes } from './batches';
import type { CheckedFile } from './check';
import { formatRows } from './extent';
import { toFailedRowsFailure } from './failures';
import type { FailedRows, FileJob } from './FileOutcome';
import type { ReportedRow, RowReport } from './RowReport';
import { hintArrived, hintFile, hintUnsentRows } from './hints';
import type { FileRun } from './run';
import type { FileEnd } from './trial';
import { countMissing, listRefused, type FileJobEnd } from './wait';
import type { TimeSlice } from '../../TimeSlice';

/** The headlines of rows that did not arrive, by their status. */
const MISSES: Readonly<Record<string, { readonly headline: string }>> = {
	failed: { headline: 'Gameball refused this record' },
	invalid: { headline: 'This row cannot be sent to Gameball' },
};

/** Adds the cells of a row to an item of its own; a column with one of the item's names is marked as the file's. */
function addColumns(own: IDataObject, columns: Readonly<IDataObject>): IDataObject {
	const named = Object.entries(columns).map(([name, cell]) => [
		Object.hasOwn(own, name) ? `${name} (file)` : name,
		cell,
	]);
	return { ...own, ...(Object.fromEntries(named) as IDataObject) };
}

/**
 * Makes the item of a row that did not arrive. On the error output its columns are inside `error`: n8n takes no item for an error
 * that has anything beside it. The pairing is a plain number: with an object, n8n would add the columns of the input item.
 */
function toRowItem({ row, columns, ...fate }: ReportedRow, item: number, toErrorOutput: boolean): INodeExecutionData {
	const { status, message: reason, facts } = fate;
	const miss = MISSES[status];
	if (toErrorOutput && miss !== undefined) {
		return { json: toErrorJson({ ...miss, reason, facts: { row, status, ...facts, columns } }), pairedItem: item };
	}
	return { json: addColumns({ row, status, message: reason, ...facts }, columns), pairedItem: item };
}

/** Makes the item for the number of rows that are not listed. */
function toCountItem(count: number, item: number, toErrorOutput: boolean): INodeExecutionData {
	const message = `${countOf(count, 'more row')} did not arrive. Raise 'Max Reported' to list them.`;
	return { json: toRecordJson({ status: 'notListed', message, count }, toErrorOutput), pairedItem: item };
}

/** Makes the items of the rows in a report, and one for the number of the others. */
function toRowItems(report: RowReport, { context, file }: Pick<FileRun, 'context' | 'file'>): INodeExecutionData[] {
	const { item } = file.rows.source;
	const toErrorOutput = hasErrorOutput(context);
	const items = report.rows.map((row) => toRowItem(row, item, toErrorOutput));
	const count = report.countOfOthers;
	return count === 0 ? items : [...items, toCountItem(count, item, toErrorOutput)];
}

const toExtentJson = ({ recordCount, batch, batches, firstRow, lastRow }: FileJob | FailedRows): IDataObject => ({
	recordCount,
	batch,
	batches,
	firstRow,
	lastRow,
});

/** Makes an error item for all rows of a batch, or of a part of one, that became no job. */
const makeFailedItems = ({ outcome, parameters: { recordType }, file }: FileRun): INodeExecutionData[] =>
	outcome.failed.map((failed) =>
		toErrorItem(
			toFailedRowsFailure(failed, recordType),
			{ item: file.rows.source.item },
			{ recordType: recordType.name, ...toExtentJson(failed) },
		),
	);

/** Makes the output of a dry run: the records of the first request, and hints about the whole file. */
export async function makeFileDryRun(
	context: IExecuteFunctions,
	parameters: CreateBatchParameters,
	file: CheckedFile,
	sizes: BatchSizes,
	slice: TimeSlice,
): Promise<INodeExecutionData[]> {
	const { rows } = file;
	const { item } = rows.source;
	const sums = new AmountSums(parameters.recordType);
	let shown: INodeExecutionData[] = [];
	for await (const batch of passBatches(rows, readBatches(rows, sizes, slice))) {
		if (batch.number === 1) {
			shown = showEntries(parameters, rows, batch).map((entry, index) => ({
				json: { dryRun: true, batch: 1, row: batch.records[index]?.item, ...entry },
				pairedItem: { item },
			}));
		}
		// Without amounts the first request is all there is to show.
		if (sums.list().length === 0) break;
		for (const record of batch.records) sums.add(rows.makeRecord(record));
	}
	hintFile(context, file);
	hintDryRun(context, rows.mapper.report, countBatches(sizes), sizes.recordCount, sums);
	return [...shown, ...toRowItems(file.missed, { context, file })];
}

/** Makes the output of an import that does not wait: an item for each job, and those of the rows that did not arrive. */
export function makeSentOutput(run: FileRun): INodeExecutionData[] {
	const { context, parameters, file, outcome } = run;
	const { recordType, sendOnce } = parameters;
	const { item } = file.rows.source;
	const jobs = outcome.jobs.map(
		(job): INodeExecutionData => ({
			json: { jobId: toJobIdValue(job.jobId), recordType: recordType.name, ...toExtentJson(job) },
			pairedItem: { item },
		}),
	);
	hintFile(context, file, outcome.duplicateCount);
	hintUnsentRows(run);
	if (jobs.length > 0) hintStillWorking(context, jobs.length, sendOnce !== undefined);
	return [...jobs, ...makeFailedItems(run), ...listRowItems(run)];
}

const listRowItems = (run: FileRun): INodeExecutionData[] => [
	...toRowItems(run.outcome.alreadySent, run),
	...toRowItems(run.file.missed, run),
];

/** Makes the items of a job whose wait has ended. */
function toEndedItems(shape: OutputShape, ended: FileJobEnd, item: number): INodeExecutionData[] {
	const { jobId, end, firstRow, lastRow } = ended;
	const pairedItem = { item };
	if (end.failure !== undefined || end.job === undefined) {
		const failure = describeFailedJob(formatRows(ended), end.failure);
		return [toErrorItem(failure, pairedItem, { jobId: toJobIdValue(jobId), ...toExtentJson(ended) })];
	}
	if (shape !== 'records') {
		return toJobItems(shape, jobId, end.job).map((json) => ({ json: { ...json, firstRow, lastRow }, pairedItem }));
	}
	if (readJobState(end.job).isOver) return [];
	const message = `Gameball has not finished the job with ${formatRows(ended)}`;
	const json = { jobId: toJobIdValue(jobId), status: 'unknown', message, ...toExtentJson(ended) };
	return [{ json, pairedItem }];
}

/** Makes the item for the rows after a failed trial. */
function toNotSentItem({ file, log, outcome }: FileRun): INodeExecutionData {
	const { item } = file.rows.source;
	const recordCount =
		file.validCount - [...outcome.jobs, ...outcome.failed].reduce((sum, job) => sum + job.recordCount, 0);
	const message = 'Not sent: too many trial records were refused';
	return {
		json: { jobId: null, status: 'notSent', message, firstRow: log.firstUnsentRow, recordCount },
		pairedItem: { item },
	};
}

/** Makes the output of an import that waited. */
export function makeFileEndOutput(
	run: FileRun,
	shape: OutputShape,
	{ ended, trialFailure }: FileEnd,
): INodeExecutionData[] {
	const { context, file, outcome } = run;
	const { item } = file.rows.source;
	if (trialFailure !== undefined) hintTrial(context, trialFailure);
	hintRefusedRecords(
		context,
		ended.flatMap((job) => listRefused(job, run)),
	);
	hintFile(context, file, outcome.duplicateCount);
	hintUnsentRows(run);
	if (ended.length > 0 && ended.every((job) => countMissing(job, run) === 0)) hintArrived(run);
	return [
		...ended.flatMap((job) => toEndedItems(shape, job, item)),
		...makeFailedItems(run),
		...(trialFailure === undefined ? [] : [toNotSentItem(run)]),
		...listRowItems(run),
	];
}
