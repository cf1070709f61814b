import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { toJobIdValue } from '../../../jobs/jobId';
import { readJobState } from '../../../jobs/jobState';
import { NOT_NAMED, type RecordResult } from '../../../jobs/recordResults';
import type { RecordRef } from '../../../mapping/duplicates';
import type { FieldValues } from '../../../records/RecordType';
import { countOf } from '../../../text';
import { toErrorItem } from '../../../errors';
import { toJobItems } from '../../jobOperations/jobOutput';
import { NOT_SENT, toRecordJson, type RecordJson } from '../../recordStatus';
import type { CreateBatchParameters } from '../parameters/parameters';
import type { FileRows } from '../rows/FileRows';
import { describeInvalid, type InvalidRow } from '../rows/InvalidRows';
import type { Batch, RowCounts } from '../rows/Rows';
import { hasUnnamed } from './jobOutcome';
import { toRejectedRows, type BatchResult, type EndedJob, type Outcome } from './Outcome';
import type { Report } from './Report';
import { RowList, type ListedRow } from './RowList';
import type { Hints } from './RunHints';
import { toBatchFailure, toJobFailure } from './runFailures';

/** Adds the cells of a row to its item. A column whose name the item already uses gets the suffix `(file)`. */
function addColumns(own: IDataObject, columns: Readonly<IDataObject>): IDataObject {
	const named = Object.entries(columns).map(([name, cell]) => [
		Object.hasOwn(own, name) ? `${name} (file)` : name,
		cell,
	]);
	return { ...own, ...(Object.fromEntries(named) as IDataObject) };
}

const toExtent = ({ size, number, of, first, last }: Batch): IDataObject => ({
	...{ recordCount: size, batch: number, batches: of, firstRow: first, lastRow: last },
});

/** Reports the rows of a file: an item for each job, and one for each row that did not arrive. */
export class FileReport implements Report {
	readonly wantsAllResults = false;
	private readonly shown: INodeExecutionData[] = [];
	private readonly missed: RowList;
	private readonly alreadySent: RowList;
	private readonly leftOut: RowList;
	private readonly rest: INodeExecutionData[] = [];
	private readonly item: number;

	/** @param toErrorOutput true if rows that did not arrive go to the error output */
	constructor(
		private readonly rows: FileRows,
		counts: RowCounts,
		private readonly parameters: CreateBatchParameters,
		private readonly toErrorOutput: boolean,
	) {
		[this.item = 0] = rows.inputItems;
		const maxReported = parameters.file?.maxReported ?? 0;
		this.missed = new RowList(maxReported);
		this.alreadySent = new RowList(maxReported);
		this.leftOut = new RowList(maxReported);
		for (const row of counts.invalid.kept) this.addInvalid(row);
		this.missed.addCount(counts.invalid.count - counts.invalid.kept.length);
		for (const row of counts.leftOut.kept) this.leftOut.add(this.toListed(row, 'leftOut'));
		this.leftOut.addCount(counts.leftOut.count - counts.leftOut.kept.length);
	}

	private addInvalid(row: InvalidRow): void {
		this.missed.add(this.toListed(row, 'invalid'));
	}

	private toListed(row: InvalidRow, status: 'invalid' | 'leftOut'): ListedRow {
		const { item, json: columns = {}, facts = {} } = row;
		return { row: item, status, message: describeInvalid(this.rows.unit, row), facts, columns };
	}

	/** Only the first batch: the file may have any number of rows. */
	showsBatch({ number }: Batch): boolean {
		return number === 1;
	}

	showRecord({ number }: Batch, { item: row }: RecordRef, entry: IDataObject): void {
		this.shown.push({ json: { dryRun: true, batch: number, row, ...entry }, pairedItem: { item: this.item } });
	}

	add({ rejected, alreadySent }: BatchResult): void {
		for (const row of rejected.flatMap(toRejectedRows)) this.addInvalid(row);
		for (const { record, message } of alreadySent) {
			const { item: row, json: columns = {} } = record;
			this.alreadySent.add({ row, status: 'alreadySent', message, facts: {}, columns });
		}
	}

	addResult(job: EndedJob, { item: row, json: columns = {} }: RecordRef, _: FieldValues, result: RecordResult): void {
		const { status, message, fields } = result;
		// The job's item already says so.
		if (status === 'successful' || (result === NOT_NAMED && !hasUnnamed(job))) return;
		this.missed.add({ row, status, message, facts: { jobId: toJobIdValue(job.jobId), ...fields }, columns });
	}

	addRest({ restCount, last }: Outcome): void {
		const json = { ...NOT_SENT, firstRow: this.rows.getNext(last), recordCount: restCount };
		this.rest.push({ json: toRecordJson(json, this.toErrorOutput), pairedItem: { item: this.item } });
	}

	async makeOutput(outcome: Outcome): Promise<INodeExecutionData[]> {
		const { recordType, wait } = this.parameters;
		const pairedItem = { item: this.item };
		const created = (wait === undefined ? outcome.jobs : []).map(({ batch, jobId }) => ({
			json: { jobId: toJobIdValue(jobId), recordType: recordType.name, ...toExtent(batch) },
			pairedItem,
		}));
		const failed = outcome.failed.map((each) =>
			toErrorItem(toBatchFailure(this.rows, each, recordType), pairedItem, {
				recordType: recordType.name,
				...toExtent(each.batch),
			}),
		);
		const output = [
			...[this.shown, created, outcome.ended.flatMap((job) => this.toEndedItems(job)), failed].flat(),
			...[this.rest, this.toAlreadySentItems(), this.toLeftOutItems(), this.toMissedItems()].flat(),
		];
		const sent = outcome.jobs.reduce((sum, { batch }) => sum + batch.size, 0);
		return output.length === 0 && sent > 0 && outcome.arrivedCount === sent ? this.toArrivedItems(outcome) : output;
	}

	private toEndedItems(ended: EndedJob): INodeExecutionData[] {
		const { batch, jobId, end } = ended;
		const pairedItem = { item: this.item };
		const own = { jobId: toJobIdValue(jobId), ...toExtent(batch) };
		if (end.failure !== undefined || end.job === undefined) {
			return [toErrorItem(toJobFailure(this.rows, ended), pairedItem, own)];
		}
		const { shape = 'records' } = this.parameters.wait ?? {};
		if (shape !== 'records') {
			const [firstRow, lastRow] = [batch.first, batch.last];
			return toJobItems(shape, jobId, end.job).map((json) => ({ json: { ...json, firstRow, lastRow }, pairedItem }));
		}
		if (readJobState(end.job).isOver) return [];
		return [
			this.toUnknownItem(
				ended,
				`Gameball has not finished the job with ${this.rows.nameRows([batch])}. Check it later with 'Get Job Status'.`,
			),
		];
	}

	/** Reports that every row arrived: without an item, n8n would not run the next node. */
	private toArrivedItems({ jobs }: Outcome): INodeExecutionData[] {
		const json = {
			...{ status: 'successful', recordCount: jobs.reduce((sum, { batch }) => sum + batch.size, 0) },
			...{ jobs: jobs.length, firstRow: jobs[0]?.batch.first ?? null, lastRow: jobs.at(-1)?.batch.last ?? null },
		};
		return [{ json, pairedItem: { item: this.item } }];
	}

	private toUnknownItem({ jobId, batch }: EndedJob, message: string): INodeExecutionData {
		const json = { status: 'unknown', message, jobId: toJobIdValue(jobId), ...toExtent(batch) };
		return { json, pairedItem: { item: this.item } };
	}

	private toMissedItems(): INodeExecutionData[] {
		const count = this.missed.countOfOthers;
		const message = `${countOf(count, 'more row')} did not arrive. Raise 'Max Rows Listed' to list them.`;
		return this.toRowItems(this.missed, { status: 'notListed', message, count });
	}

	private toAlreadySentItems(): INodeExecutionData[] {
		const count = this.alreadySent.countOfOthers;
		const message = `${countOf(count, 'more row was', 'more rows were')} not sent again`;
		return this.toRowItems(this.alreadySent, { status: 'alreadySent', message, count });
	}

	private toLeftOutItems(): INodeExecutionData[] {
		const count = this.leftOut.countOfOthers;
		const message = `${countOf(count, 'more row was', 'more rows were')} left out`;
		return this.toRowItems(this.leftOut, { status: 'leftOut', message, count });
	}

	/** @param others the item that counts the rows that are not listed */
	private toRowItems({ rows, countOfOthers }: RowList, others: RecordJson): INodeExecutionData[] {
		const items = rows.map((row) => this.toRowItem(row));
		if (countOfOthers === 0) return items;
		return [...items, { json: toRecordJson(others, this.toErrorOutput), pairedItem: this.item }];
	}

	/**
	 * On the error output, the columns are inside `error`: n8n does not treat an item as an error if `error` has anything
	 * beside it. The pairing is a plain number: with an object, n8n would add the columns of the input item.
	 */
	private toRowItem({ columns, facts, ...own }: ListedRow): INodeExecutionData {
		const record = { ...own, ...facts };
		const json = toRecordJson({ ...record, columns }, this.toErrorOutput);
		return { json: 'columns' in json ? addColumns(record, columns) : json, pairedItem: this.item };
	}

	describeRest(): Hints {
		const listed = this.missed.rows.length;
		const are = listed === 1 ? 'is' : 'are';
		const missed =
			this.missed.countOfOthers === 0
				? []
				: [
						`${listed.toLocaleString('en-US')} of ${countOf(this.missed.count, 'row')} that did not arrive ${are} listed. Raise 'Max Rows Listed' to list more.`,
					];
		return { missed, status: this.describeLimits() };
	}

	/** Names the rows that were read if the options limit them. */
	private describeLimits(): string[] {
		const { firstRow = 1, maxRows = 0 } = this.parameters.file ?? {};
		if (maxRows > 0) return [`Only rows ${firstRow} to ${firstRow + maxRows - 1} were read.`];
		return firstRow > 1 ? [`Only the rows from ${firstRow} on were read.`] : [];
	}
}
