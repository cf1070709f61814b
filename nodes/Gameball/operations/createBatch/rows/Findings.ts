import type { IDataObject } from 'n8n-workflow';
import type { Unit } from '../../../text';
import type { CreateBatchParameters } from '../parameters/parameters';
import { InvalidRows } from './InvalidRows';
import { DuplicateCounter, type RowCounts } from './Rows';
import type { Validation } from './validation';

/** What a check finds, row by row. */
export class Findings implements RowCounts {
	total = 0;
	valid = 0;
	blank = 0;
	notes: readonly string[] = [];
	readonly invalid: InvalidRows;
	readonly leftOut: InvalidRows;
	/** True if there are rows that can only be validated once all cells of their columns were seen. */
	hasUndecided = false;
	private readonly duplicateCounter: DuplicateCounter;

	/** @param maxKept the maximum number of invalid rows to keep in full */
	constructor(unit: Unit, parameters: CreateBatchParameters, maxKept?: number) {
		this.invalid = new InvalidRows(unit, maxKept);
		this.leftOut = new InvalidRows(unit, maxKept);
		this.duplicateCounter = new DuplicateCounter(parameters);
	}

	get duplicates(): number {
		return this.duplicateCounter.count;
	}

	/**
	 * Adds the next row.
	 *
	 * @param json the columns to keep with an invalid row
	 * @returns the identifier of its record; undefined if there is none
	 */
	add(item: number, validation: Validation, json?: Readonly<IDataObject>): string | undefined {
		this.total++;
		if (typeof validation === 'string') return validation;
		if (validation === undefined) {
			this.blank++;
			return undefined;
		}
		this.hasUndecided ||= validation.problems.some(({ isUndecided }) => isUndecided === true);
		const rows = validation.isLeftOut === true ? this.leftOut : this.invalid;
		rows.add({ item, ...(json === undefined ? {} : { json }), ...validation });
		return undefined;
	}

	/** Counts the next record, which is made of one or several valid rows. */
	countRecord(id: string): void {
		this.valid++;
		this.duplicateCounter.add(id);
	}
}
