import type { IDataObject } from 'n8n-workflow';
import { BrokenRow, type FileRow } from '../../../mapping/files/FileRow';

/** What became of a row that did not arrive. */
export interface RowFate {
	readonly status: 'invalid' | 'failed' | 'unknown' | 'alreadySent';
	/** The reason, in the user's words. */
	readonly message: string;
	/** Everything else that is known, such as the job. */
	readonly facts: IDataObject;
}

/** A row that did not arrive. */
export interface ReportedRow extends RowFate {
	readonly row: number;
	/** Its cells by the names of their columns. */
	readonly columns: Readonly<IDataObject>;
}

/** Copies the cells of a row: a text that was cut out of a chunk of the file would keep the whole chunk in memory. */
const copyColumns = (json: FileRow['json']): IDataObject =>
	json instanceof BrokenRow ? {} : (JSON.parse(JSON.stringify(json)) as IDataObject);

/** The rows of a file that did not arrive: the first ones with their cells, and the number of the others. */
export class RowReport {
	private readonly kept: ReportedRow[] = [];
	private total = 0;

	/** @param max the most rows that are kept */
	constructor(private readonly max: number) {}

	/** Adds a row. */
	add({ number, json }: FileRow, describe: () => RowFate): void {
		this.total++;
		if (this.kept.length < this.max) this.kept.push({ row: number, columns: copyColumns(json), ...describe() });
	}

	/** The rows that are kept, in the order of the file. */
	get rows(): readonly ReportedRow[] {
		return [...this.kept].sort((one, other) => one.row - other.row);
	}

	/** The number of rows. */
	get count(): number {
		return this.total;
	}

	/** The number of rows that are only counted. */
	get countOfOthers(): number {
		return this.total - this.kept.length;
	}
}
