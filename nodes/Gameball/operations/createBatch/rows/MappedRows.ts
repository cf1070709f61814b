import type { IDataObject } from 'n8n-workflow';
import { ItemMapper } from '../../../mapping/ItemMapper';
import type { MappedRecord } from '../../../records/RecordType';
import type { CreateBatchParameters } from '../parameters/parameters';
import type { Findings } from './Findings';
import { listUnmapped, type RowReader } from './rowReaders';
import type { RowCounts } from './Rows';
import { validateRow, type Validation } from './validation';

/** The mapping and the check of rows of any kind. */
export abstract class MappedRows {
	/** Its report covers the rows that were checked. */
	protected mapper: ItemMapper;

	protected constructor(
		protected readonly parameters: CreateBatchParameters,
		protected readonly reader: RowReader,
	) {
		this.mapper = new ItemMapper(parameters.recordType, parameters);
	}

	get columns() {
		return this.mapper.report;
	}

	/** Lists the names of the columns, at least those of the first rows. */
	protected abstract listColumns(): Iterable<string>;

	listUnmapped(): string[] {
		return listUnmapped(this.reader, this.listColumns());
	}

	protected abstract validateAll(): Promise<Findings>;

	/** Validates the rows, and once more if some cells could not be read before all rows were seen. */
	async check(): Promise<RowCounts> {
		const findings = await this.validateAll();
		this.mapper.settle();
		if (!findings.hasUndecided) return findings;
		this.mapper = this.mapper.withFreshReport();
		return await this.validateAll();
	}

	protected validate(json: Readonly<IDataObject>, number: number, mapper = this.mapper): Validation {
		return validateRow(json, number, this.reader, mapper, this.parameters.sendOnce?.columns ?? []);
	}

	/** Makes the record of a valid row. */
	protected map(json: Readonly<IDataObject>, number: number): MappedRecord {
		const row = this.reader.read(json, number);
		if (row instanceof Error || 'list' in row) throw new Error(`Number ${number} has no record`);
		return this.mapper.makeRecord(row);
	}
}
