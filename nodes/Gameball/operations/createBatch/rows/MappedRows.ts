import type { IDataObject } from 'n8n-workflow';
import type { Layout, Row } from '../../../mapping/columns/rows';
import type { InvalidRecord } from '../../../mapping/fields/problem';
import { ItemMapper } from '../../../mapping/ItemMapper';
import type { MappedRecord } from '../../../records/RecordType';
import type { CreateBatchParameters } from '../parameters/parameters';
import type { Findings } from './Findings';
import { listUnmapped, type RowReader } from './rowReaders';
import type { RowCounts } from './Rows';
import { readRow, validateRow, type Validation } from './validation';

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

	protected read(json: Readonly<IDataObject>, number: number): Row | InvalidRecord {
		return readRow(json, number, this.reader);
	}

	protected validate(row: Row | InvalidRecord, json: Readonly<IDataObject>, mapper = this.mapper): Validation {
		return validateRow(row, json, mapper, this.parameters.sendOnce?.columns ?? []);
	}

	/**
	 * Makes the record of a valid row.
	 *
	 * @param layout the layout of its row, if that was direct
	 */
	protected map(json: Readonly<IDataObject>, number: number, layout?: Layout): MappedRecord {
		if (layout !== undefined) return this.mapper.makeDirectRecord(json, layout);
		const row = this.read(json, number);
		if ('problems' in row) throw new Error(`Number ${number} has no record`);
		return this.mapper.makeRecord(row);
	}
}
