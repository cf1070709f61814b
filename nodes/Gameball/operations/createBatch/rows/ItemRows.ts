import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { JoinedRecords, listItems, listRecordItems, mergeRecords, type RecordRef } from '../../../mapping/duplicates';
import { ItemMapper } from '../../../mapping/ItemMapper';
import type { MappedRecord } from '../../../records/RecordType';
import { formatRanges } from '../../../text';
import type { Yielder } from '../../Yielder';
import type { CreateBatchParameters } from '../parameters/parameters';
import { InvalidRows } from './InvalidRows';
import { createItemReader, listUnmapped, refuseColumnNames, type RowReader } from './rowReaders';
import { DuplicateCounter, type Batch, type RowCounts, type Rows } from './Rows';
import { isUndecided, validateRow } from './validation';

/** The number of items whose columns are compared with a manual mapping. */
const MAX_SEEN = 100;

/** The input items of a run, each a row. Duplicates can become one record. */
export class ItemRows implements Rows {
	readonly unit = 'item';
	readonly name = undefined;
	readonly inputItems: readonly number[];
	private readonly items: readonly INodeExecutionData[];
	private readonly reader: RowReader;
	/** Its report covers the items that were checked. */
	private mapper: ItemMapper;
	private readonly isMerging: boolean;
	private records: readonly RecordRef[] = [];

	constructor(
		context: IExecuteFunctions,
		private readonly parameters: CreateBatchParameters,
		private readonly yielder: Yielder,
	) {
		const { recordType, duplicates } = parameters;
		this.items = context.getInputData();
		this.inputItems = [...this.items.keys()];
		this.reader = createItemReader(context, recordType);
		this.mapper = new ItemMapper(recordType, parameters);
		this.isMerging = duplicates === 'merge' && (recordType.isIdentityUnique || recordType.listParts !== undefined);
	}

	get columns() {
		return this.mapper.report;
	}

	private listColumns(): ReadonlySet<string> {
		return new Set(this.items.slice(0, MAX_SEEN).flatMap(({ json }) => Object.keys(json)));
	}

	listUnmapped(): string[] {
		return listUnmapped(this.reader, this.listColumns());
	}

	/** Checks the items again if some cells could not be read before all items were seen. */
	async check(): Promise<RowCounts> {
		refuseColumnNames(this.reader, this.listColumns());
		const first = await this.validateAll();
		this.mapper.settle();
		if (!first.hasUndecided) return first;
		this.mapper = this.mapper.withFreshReport();
		return await this.validateAll();
	}

	private async validateAll(): Promise<RowCounts & { readonly hasUndecided: boolean }> {
		const records: RecordRef[] = [];
		const [invalid, leftOut] = [new InvalidRows(this.unit), new InvalidRows(this.unit)];
		let blank = 0;
		let hasUndecided = false;
		const keyColumns = this.parameters.sendOnce?.columns ?? [];
		await this.yielder.forEach(this.inputItems, (item) => {
			const validation = validateRow(this.readItem(item), item, this.reader, this.mapper, keyColumns);
			if (typeof validation === 'string') records.push({ id: validation, item });
			else if (validation === undefined) blank++;
			else (validation.isLeftOut === true ? leftOut : invalid).add({ item, ...validation });
			hasUndecided ||= isUndecided(validation);
		});
		this.records = await this.join(records);
		const duplicates = new DuplicateCounter(this.parameters);
		await this.yielder.forEach(this.records, ({ id }) => duplicates.add(id));
		const [total, valid] = [this.items.length, this.records.length];
		return { total, valid, blank, invalid, leftOut, duplicates: duplicates.count, notes: [], hasUndecided };
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

	makeRecord({ item, others = [] }: RecordRef): MappedRecord {
		const { merge = mergeRecords } = this.parameters.recordType;
		if (!this.isMerging) return this.makeItemRecord(others.at(-1) ?? item);
		return others.reduce((merged, other) => merge(merged, this.makeItemRecord(other)), this.makeItemRecord(item));
	}

	private makeItemRecord(item: number): MappedRecord {
		const row = this.reader.read(this.readItem(item), item);
		if (row instanceof Error || 'list' in row) throw new Error(`Item ${item} has no record`);
		return this.mapper.makeRecord(row);
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
