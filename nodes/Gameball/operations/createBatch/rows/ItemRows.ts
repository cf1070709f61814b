import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { JoinedRecords, listItems, listRecordItems, mergeRecords, type RecordRef } from '../../../mapping/duplicates';
import type { Layout } from '../../../mapping/columns/rows';
import type { MappedRecord } from '../../../records/RecordType';
import { formatRanges } from '../../../text';
import type { Yielder } from '../../Yielder';
import type { CreateBatchParameters } from '../parameters/parameters';
import { Findings } from './Findings';
import { MappedRows } from './MappedRows';
import { createItemReader, refuseColumnNames } from './rowReaders';
import type { Batch, Rows } from './Rows';

/** The number of items whose columns are compared with a manual mapping. */
const MAX_SEEN = 100;

/** The input items of a run, each a row. Duplicates can become one record. */
export class ItemRows extends MappedRows implements Rows {
	readonly unit = 'item';
	readonly name = undefined;
	private readonly items: readonly INodeExecutionData[];
	private readonly isMerging: boolean;
	private records: readonly RecordRef[] = [];

	constructor(
		context: IExecuteFunctions,
		parameters: CreateBatchParameters,
		private readonly yielder: Yielder,
	) {
		super(parameters, createItemReader(context, parameters.recordType));
		const { recordType, duplicates } = parameters;
		this.items = context.getInputData();
		this.isMerging = duplicates === 'merge' && (recordType.isIdentityUnique || recordType.listParts !== undefined);
	}

	get inputItems(): readonly number[] {
		return this.items.map((_, index) => index);
	}

	protected listColumns(): ReadonlySet<string> {
		return new Set(this.items.slice(0, MAX_SEEN).flatMap(({ json }) => Object.keys(json)));
	}

	protected async validateAll(): Promise<Findings> {
		refuseColumnNames(this.reader, () => this.listColumns());
		const findings = new Findings(this.unit, this.parameters);
		const records: RecordRef[] = [];
		await this.yielder.forEach(this.items, ({ json }, item) => {
			const row = this.read(json, item);
			const id = findings.add(item, this.validate(row, json));
			if (id === undefined || 'problems' in row) return;
			records.push({ id, item, layout: row.isDirect === true ? row.layout : undefined });
		});
		this.records = await this.join(records);
		await this.yielder.forEach(this.records, ({ id }) => findings.countRecord(id));
		return findings;
	}

	private async join(records: readonly RecordRef[]): Promise<readonly RecordRef[]> {
		const { duplicates, recordType } = this.parameters;
		const { listParts, isIdentityUnique } = recordType;
		if (!this.isMerging && !(duplicates === 'keepLast' && isIdentityUnique)) return records;
		const joined = new JoinedRecords(listParts && ((item) => listParts(this.makeItemRecord(item))));
		await this.yielder.forEach(records, (record) => joined.add(record));
		return joined.records;
	}

	async *listRecords() {
		yield this.records;
	}

	async *listRecordsOf<Job extends { readonly batch: Batch }>(jobs: readonly Job[]) {
		for (const job of jobs) yield { job, records: job.batch.records };
	}

	makeRecord({ item, others = [], layout }: RecordRef): MappedRecord {
		const last = others.at(-1);
		if (last === undefined) return this.makeItemRecord(item, layout);
		if (!this.isMerging) return this.makeItemRecord(last);
		const { merge = mergeRecords } = this.parameters.recordType;
		return others.reduce((merged, other) => merge(merged, this.makeItemRecord(other)), this.makeItemRecord(item));
	}

	private makeItemRecord(item: number, layout?: Layout): MappedRecord {
		return this.map(this.readItem(item), item, layout);
	}

	private readItem(item: number): Readonly<IDataObject> {
		return this.items[item]?.json ?? {};
	}

	readJson(record: RecordRef) {
		return listRecordItems(record).map((item) => this.readItem(item));
	}

	getInputItem(number: number): number {
		return number;
	}

	/** Keeps everything: the records stay in memory as long as the items do. */
	keep(batch: Batch): Batch {
		return batch;
	}

	/** Lists the records after the one with a number. */
	listAfter(after: number): readonly RecordRef[] {
		return this.records.filter(({ item }) => item > after);
	}

	nameRows(batches: readonly Batch[], after?: number): string {
		const rest = after === undefined ? [] : this.listAfter(after);
		return formatRanges(this.unit, listItems([...batches.map(({ records }) => records), rest]));
	}

	adviseContinue(): undefined {
		return undefined;
	}
}
