import type { IDataObject } from 'n8n-workflow';
import type { RecordStatus } from '../../recordStatus';
import { copyColumns } from '../rows/InvalidRows';

/** A row of a file that did not arrive. */
export interface ListedRow {
	/** Counted as in a spreadsheet. */
	readonly row: number;
	readonly status: RecordStatus;
	/** The reason, worded for the user. */
	readonly message: string;
	/** Anything else that is known, such as the job. */
	readonly facts: IDataObject;
	/** The cells by column name. */
	readonly columns: Readonly<IDataObject>;
}

/** Rows of a file: the first ones with their cells, and a count of the others. */
export class RowList {
	private readonly kept: ListedRow[] = [];
	private total = 0;

	/** @param max the maximum number of rows to keep */
	constructor(private readonly max: number) {}

	/** Adds a row; beyond the maximum, it is only counted. */
	add(row: ListedRow): void {
		this.total++;
		if (this.kept.length < this.max) this.kept.push({ ...row, columns: copyColumns(row.columns) });
	}

	/** Adds rows that are only counted. */
	addCount(count: number): void {
		this.total += count;
	}

	/** The rows that were kept, in the order of the file. */
	get rows(): readonly ListedRow[] {
		return [...this.kept].sort((one, other) => one.row - other.row);
	}

	/** The number of all rows, kept or only counted. */
	get count(): number {
		return this.total;
	}

	/** The number of rows that are only counted. */
	get countOfOthers(): number {
		return this.total - this.kept.length;
	}
}
