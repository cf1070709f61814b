import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { toJobIdValue } from '../../../jobs/jobId';
import type { RecordResult } from '../../../jobs/recordResults';
import { listItems, listRecordItems, type RecordRef } from '../../../mapping/duplicates';
import type { FieldValues } from '../../../records/RecordType';
import { toErrorItem } from '../../../errors';
import { toJobItems, toResultJson } from '../../jobOperations/jobOutput';
import { NOT_SENT, toRecordJson, type RecordJson } from '../../recordStatus';
import type { Yielder } from '../../Yielder';
import type { CreateBatchParameters } from '../parameters/parameters';
import { describeInvalid, type InvalidRow } from '../rows/InvalidRows';
import type { ItemRows } from '../rows/ItemRows';
import type { Batch, RowCounts } from '../rows/Rows';
import { toRejectedRows, type BatchResult, type CreatedJob, type EndedJob, type Outcome } from './Outcome';
import type { Report } from './Report';
import type { Hints } from './RunHints';
import { toBatchFailure, toJobFailure } from './runFailures';

const pairWith = ({ records }: Batch): Array<{ item: number }> => listItems([records]).map((item) => ({ item }));

/** Reports input items: an item for each job, or one for each input item in input order. */
export class ItemReport implements Report {
	readonly wantsAllResults: boolean;
	private readonly shown: INodeExecutionData[] = [];
	/** The output that belongs to a single input item, by the index of the input item. */
	private readonly outputs: Array<INodeExecutionData | undefined>;

	/** @param toErrorOutput true if records that did not arrive go to the error output */
	constructor(
		private readonly rows: ItemRows,
		private readonly counts: RowCounts,
		private readonly parameters: CreateBatchParameters,
		private readonly toErrorOutput: boolean,
		private readonly yielder: Yielder,
	) {
		this.wantsAllResults = parameters.wait?.shape === 'records';
		this.outputs = new Array<undefined>(counts.total);
		for (const row of counts.invalid.kept) this.addInvalid(row);
		for (const row of counts.leftOut.kept) {
			this.addUnsent([row.item], row.id, 'leftOut', describeInvalid(rows.unit, row));
		}
	}

	/** True if invalid items are only counted. */
	private get hidesInvalid(): boolean {
		const { invalidRecords, dryRun } = this.parameters;
		const isSkipping = invalidRecords === 'skip' && this.counts.valid > 0;
		return isSkipping && !dryRun && !this.wantsAllResults && !this.toErrorOutput;
	}

	private addRecord(items: readonly number[], json: RecordJson): void {
		for (const item of items) {
			this.outputs[item] = { json: toRecordJson(json, this.toErrorOutput), pairedItem: { item } };
		}
	}

	private addInvalid(row: InvalidRow): void {
		if (this.hidesInvalid) return;
		this.addUnsent([row.item], row.id, 'invalid', describeInvalid(this.rows.unit, row), row.facts);
	}

	private addUnsent(
		items: readonly number[],
		id: string | undefined,
		status: RecordJson['status'],
		message: string,
		facts?: Readonly<IDataObject>,
	): void {
		const { identity } = this.parameters.recordType;
		this.addRecord(items, { ...(id === undefined ? {} : { [identity]: id }), ...facts, status, message });
	}

	showsBatch(): boolean {
		return true;
	}

	showRecord({ number }: Batch, record: RecordRef, entry: IDataObject): void {
		const pairedItem = listRecordItems(record).map((item) => ({ item }));
		this.shown.push({ json: { dryRun: true, batch: number, ...entry }, pairedItem });
	}

	add({ failed, rejected, alreadySent }: BatchResult): void {
		for (const each of failed) {
			const failure = toBatchFailure(this.rows, each, this.parameters.recordType);
			for (const item of listItems([each.batch.records])) {
				this.outputs[item] = toErrorItem(failure, { item });
			}
		}
		for (const row of rejected.flatMap(toRejectedRows)) this.addInvalid(row);
		for (const { record, message } of alreadySent) {
			this.addUnsent(listRecordItems(record), record.id, 'alreadySent', message);
		}
	}

	addRest({ last }: Outcome): void {
		for (const record of this.rows.listAfter(last)) {
			this.addUnsent(listRecordItems(record), record.id, NOT_SENT.status, NOT_SENT.message);
		}
	}

	addResult({ jobId, end }: EndedJob, record: RecordRef, values: FieldValues, result: RecordResult): void {
		if (!this.wantsAllResults) return;
		const own: IDataObject = {};
		for (const [, field] of [...this.parameters.recordType.resultKeys].reverse()) {
			if (values[field] !== undefined) own[field] = values[field];
		}
		const json = toResultJson(jobId, result, own);
		const items = listRecordItems(record);
		if (end.failure === undefined || json.status !== 'unknown') this.addRecord(items, json);
		else for (const item of items) this.outputs[item] = toErrorItem(end.failure, { item }, { record: json });
	}

	async makeOutput(outcome: Outcome): Promise<INodeExecutionData[]> {
		const jobs = await this.makeJobItems(outcome);
		const items = this.shown.concat(jobs);
		await this.yielder.forEach(this.outputs, (output) => {
			if (output !== undefined) items.push(output);
		});
		return items;
	}

	private async makeJobItems({ jobs, ended }: Outcome): Promise<INodeExecutionData[]> {
		const { wait, invalidRecords } = this.parameters;
		if (wait === undefined) {
			const counts = invalidRecords === 'skip' ? this.countInvalid(jobs) : [];
			return await this.yielder.map(jobs, (job, index) => this.toCreatedItem(job, counts[index] ?? 0));
		}
		if (this.wantsAllResults) return [];
		return await this.yielder.flatMap(ended, (job): INodeExecutionData[] => {
			const { batch, jobId, end } = job;
			const pairedItem = pairWith(batch);
			if (end.failure !== undefined || end.job === undefined) {
				return [toErrorItem(toJobFailure(this.rows, job), pairedItem, { jobId: toJobIdValue(jobId) })];
			}
			return toJobItems(wait.shape, jobId, end.job).map((json) => ({ json, pairedItem }));
		});
	}

	private toCreatedItem({ batch, jobId }: CreatedJob, invalidCount: number): INodeExecutionData {
		return {
			json: {
				jobId: toJobIdValue(jobId),
				recordType: this.parameters.recordType.name,
				...{ recordCount: batch.size, batch: batch.number, batches: batch.of },
				...(invalidCount === 0 ? {} : { invalidCount }),
			},
			pairedItem: pairWith(batch),
		};
	}

	/** Counts, for each job, the invalid items before the first item of the next job. */
	private countInvalid(jobs: readonly CreatedJob[]): number[] {
		const { kept } = this.counts.invalid;
		let next = 0;
		return jobs.map((_, index) => {
			const end = jobs[index + 1]?.batch.first ?? Infinity;
			const start = next;
			while ((kept[next]?.item ?? Infinity) < end) next++;
			return next - start;
		});
	}

	describeRest(): Hints {
		return {};
	}
}
