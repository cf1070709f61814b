import type { IDataObject } from 'n8n-workflow';
import type { MappedRecord, RecordType } from '../records/RecordType';
import { choose } from './fields/choose';
import type { InvalidRecord } from './fields/problem';
import { validateFields, type ValidationOptions } from './fields/validateFields';
import type { DateOrder } from './products';
import { RunFacts } from './values/runFacts';
import { makeRecord } from './fields/makeRecord';
import { MappingReport } from './MappingReport';
import { findLine, findRepeatedHeader } from './fields/lines';
import { explainMissing } from './fields/missing';
import { findUnpaid } from './fields/unpaid';
import { findUnwritable } from './fields/unwritable';
import { listRequired, makeRowPlan, type RequiredFields, type RowPlan } from './fields/rowPlan';
import { MAX_LAYOUTS, readCells, type Layout, type Row } from './columns/rows';
import { isBlank } from './fields/privateColumns';

/** The options of the mapping. */
export interface MappingOptions extends ValidationOptions {
	/**
	 * The order of dates that do not start with the year; `auto` lets the cells of each column decide. @default 'auto'
	 */
	readonly dateOrder: DateOrder | 'auto';
}

/**
 * Maps rows to records. It runs for hundreds of thousands of items, so everything that depends only on the columns is
 * done once for all rows of a layout.
 */
export class ItemMapper {
	/** The columns seen so far, and how each was mapped. */
	readonly report: MappingReport;
	private readonly required: RequiredFields;
	private readonly plans = new Map<Layout, RowPlan>();
	/** The layout of the latest row and its plan: most rows have the same layout as the previous one. */
	private layout: Layout | undefined;
	private plan: RowPlan | undefined;

	/** @param facts what earlier checks found out, if there were any */
	constructor(
		private readonly recordType: RecordType,
		private readonly options: MappingOptions,
		private readonly facts = new RunFacts(options.dateOrder === 'auto' ? undefined : options.dateOrder),
	) {
		this.required = listRequired(recordType);
		this.report = new MappingReport(recordType, options.unknownFields, this.facts);
	}

	/**
	 * Checks whether a row can become a record.
	 *
	 * @param json the item that was read
	 * @returns the record's identifier, the reasons why the row is invalid or left out, or undefined for a blank row
	 */
	check(row: Row, json: Readonly<IDataObject>): string | InvalidRecord | undefined {
		const { layout, cells } = row;
		const plan = this.getPlan(layout);
		const isManual = layout.isManual === true;
		const header = isManual ? undefined : findRepeatedHeader(row);
		if (header !== undefined) return { id: undefined, problems: [header], isLeftOut: true };
		const unpaid = findUnpaid(plan.statuses, cells);
		// A hint about the columns of a row that is left out would only confuse.
		const notes = unpaid === undefined ? this.report.getNotes(plan) : undefined;
		const checked = validateFields(cells, plan, this.recordType, this.required, this.options, notes);
		const id = typeof checked === 'string' ? checked : checked.id;
		if (unpaid !== undefined) return this.name({ id, ...unpaid }, plan, row, json);
		const line = isManual ? undefined : findLine(row, id);
		if (line !== undefined) return { id: undefined, problems: [line] };
		if (typeof checked === 'string') {
			const unwritable = findUnwritable(cells, plan, this.options.unknownFields);
			if (unwritable !== undefined) return this.name({ id, problems: [unwritable] }, plan, row, json);
			this.report.addRow(plan, cells, this.options);
			return checked;
		}
		if (isManual) return this.name(checked, plan, row, json);
		if (isBlank(json)) return undefined;
		return this.name(explainMissing(checked, row, json, this.recordType, this.report), plan, row, json);
	}

	/** Adds by what the user finds an invalid row again. */
	private name(
		invalid: InvalidRecord,
		{ fields }: RowPlan,
		{ cells }: Row,
		{ row_number: rowNumber }: Readonly<IDataObject>,
	): InvalidRecord {
		const find = (name: string): unknown => {
			const plan = fields.find(({ field }) => field.name === name);
			return plan && choose(plan, cells, this.options);
		};
		const person = [invalid.id, find('customerId'), find('email')].find((value) => typeof value === 'string');
		return {
			...invalid,
			...(person === undefined ? {} : { person: String(person) }),
			...(typeof rowNumber === 'number' ? { rowNumber } : {}),
		};
	}

	/** Decides what only all rows checked so far prove together, such as the order of dates in a column. */
	settle(): void {
		this.facts.settle();
	}

	/** Creates a mapper for the same rows with a new report. It shares what all rows prove with this one. */
	withFreshReport(): ItemMapper {
		return new ItemMapper(this.recordType, this.options, this.facts);
	}

	/** Makes the record of a row that passed the check. */
	makeRecord({ layout, cells }: Row): MappedRecord {
		return makeRecord(cells, this.getPlan(layout), this.options);
	}

	/** Makes the record of an item whose row was direct and passed the check. It reads only the cells that it needs. */
	makeDirectRecord(json: Readonly<IDataObject>, layout: Layout): MappedRecord {
		const plan = this.getPlan(layout);
		return makeRecord(readCells(json, layout, plan.needed), plan, this.options);
	}

	private getPlan(layout: Layout): RowPlan {
		if (layout === this.layout && this.plan !== undefined) return this.plan;
		if (layout.author === 'app' && !this.facts.isFromApp) {
			this.facts.isFromApp = true;
			// Plans decide what is sent.
			this.plans.clear();
		}
		const { recordType, required, facts, options } = this;
		const plan = this.plans.get(layout) ?? makeRowPlan(recordType, required, facts, layout, options.unknownFields);
		if (this.plans.size >= MAX_LAYOUTS) this.plans.clear();
		this.plans.set(layout, plan);
		this.layout = layout;
		this.plan = plan;
		return plan;
	}
}
