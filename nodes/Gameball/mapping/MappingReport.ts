import type { RecordType } from '../records/RecordType';
import type { ChoiceNotes } from './fields/choose';
import type { Column } from './columns/columns';
import type { ColumnFacts, Proof, RunFacts } from './values/runFacts';
import { MAX_LAYOUTS } from './columns/rows';
import { decideFate, type UnknownFields } from './fields/unknownColumns';
import { listLosers } from './fields/unmappedColumns';
import type { ValueOptions } from './values/rule';
import type { Candidate, UnmappedColumn, RowPlan } from './fields/rowPlan';
import { isBareDay } from './values/dates';
import { isEmptyCell, readCell } from './columns/cells';

/** The columns that fed a field. */
export interface Feed {
	readonly name: string;
	readonly label: string;
	readonly columns: readonly Column[];
}

/** A column with cells that could not become values of the field it claims. */
export interface UnusableColumn {
	readonly path: string;
	readonly label: string;
	readonly reason: string;
	readonly count: number;
}

/** A column of dates without a time of day, for a field whose time Gameball accepts only once per customer. */
export interface BareDays {
	readonly path: string;
	/** The first such cell. */
	readonly example: string;
	readonly count: number;
}

interface Usage extends ChoiceNotes {
	/** The columns that can feed the record type's `uniqueTime`. */
	readonly times: readonly Candidate[];
	/** The columns that feed no field and were empty so far. */
	readonly pending: UnmappedColumn[];
	/** The indexes of the columns that lost their field in a row and were recorded. */
	readonly noted: Set<number>;
}

/** Records what the mapping does with the columns, to report it to the user. */
export class MappingReport {
	private readonly usages = new Map<RowPlan, Usage>();
	/** The columns that fed each field in finished plans, by field name and path. */
	private readonly fed = new Map<string, Map<string, Column>>();
	private latestPlan: RowPlan | undefined;
	private latestUsage: Usage | undefined;
	/** The names of the columns that became custom attributes, by path. */
	private readonly sent = new Map<string, string>();
	/** Those that do so unless an app chose the columns of the run, which is decided once all rows were seen. */
	private readonly sentUnlessFromApp = new Map<string, string>();
	private readonly leftOut = new Set<string>();
	private readonly unusable = new Map<string, UnusableColumn>();
	private readonly bareDays = new Map<string, BareDays>();

	constructor(
		private readonly recordType: RecordType,
		private readonly unknownFields: UnknownFields,
		private readonly facts: RunFacts,
	) {}

	private getUsage(plan: RowPlan): Usage {
		if (plan === this.latestPlan && this.latestUsage !== undefined) return this.latestUsage;
		const { onUnusable } = this;
		const usage = this.usages.get(plan) ?? {
			used: [],
			hasUnusable: false,
			onUnusable,
			pending: [...plan.unmapped],
			noted: new Set<number>(),
			times: plan.fields.find(({ field }) => field.name === this.recordType.uniqueTime)?.candidates ?? [],
		};
		if (this.usages.size >= MAX_LAYOUTS) this.endPlans();
		this.usages.set(plan, usage);
		this.latestPlan = plan;
		this.latestUsage = usage;
		return usage;
	}

	/** Gets the notes of a plan for its next row. */
	getNotes(plan: RowPlan): ChoiceNotes {
		const usage = this.getUsage(plan);
		usage.hasUnusable = false;
		return usage;
	}

	private readonly onUnusable = ({ column: { path, claim } }: Candidate, reason: string): void => {
		const known = this.unusable.get(path);
		const label = claim?.field.label ?? path;
		this.unusable.set(path, { path, label, reason: known?.reason ?? reason, count: (known?.count ?? 0) + 1 });
	};

	/** Records what happens to the columns of a valid row that feed no field, and a day without a time of day. */
	addRow(plan: RowPlan, cells: readonly unknown[], options: ValueOptions): void {
		const usage = this.getUsage(plan);
		if (usage.times.length > 0) this.addTime(usage.times, cells);
		const { noted, pending } = usage;
		for (const loser of listLosers(plan.ranked, cells, options, usage.hasUnusable)) {
			if (!noted.has(loser.index) && this.addOther(loser, plan, cells)) noted.add(loser.index);
		}
		for (let at = 0; at < pending.length; ) {
			if (this.addOther(pending[at] as UnmappedColumn, plan, cells)) pending.splice(at, 1);
			else at++;
		}
	}

	private addTime(times: readonly Candidate[], cells: readonly unknown[]): void {
		const candidate = times.find(({ index }) => !isEmptyCell(cells[index]));
		const cell = candidate && cells[candidate.index];
		if (candidate === undefined || !isBareDay(cell)) return;
		const { path } = candidate.column;
		const { example = cell, count = 0 } = this.bareDays.get(path) ?? {};
		this.bareDays.set(path, { path, example, count: count + 1 });
	}

	/** Records what happens to a column; returns false while it is empty. */
	private addOther({ index, column, kind }: UnmappedColumn, plan: RowPlan, cells: readonly unknown[]): boolean {
		const cell = readCell(cells[index]);
		if (isEmptyCell(cell)) return false;
		const isSent = (isFromApp: boolean) =>
			decideFate(kind, cell, plan.takesCustom, this.unknownFields, isFromApp) === 'sent';
		if (isSent(true)) this.sent.set(column.path, column.name);
		else if (isSent(false)) this.sentUnlessFromApp.set(column.path, column.name);
		else this.leftOut.add(column.path);
		return true;
	}

	/** Reduces all plans so far to the columns that fed fields. */
	private endPlans(): void {
		for (const [{ fields }, { used }] of this.usages) {
			for (const { field, candidates } of fields) {
				const fed = this.fed.get(field.name) ?? new Map<string, Column>();
				this.fed.set(field.name, fed);
				for (const { index, column } of candidates) if (used[index] === true) fed.set(column.path, column);
			}
		}
		this.usages.clear();
		this.latestPlan = undefined;
	}

	/** Finds a column that fed a field in an earlier row. */
	findFeed(name: string): Column | undefined {
		const known = this.fed.get(name)?.values().next().value;
		if (known !== undefined) return known;
		for (const [{ fields }, { used }] of this.usages) {
			const plan = fields.find(({ field }) => field.name === name);
			const candidate = plan?.candidates.find(({ index }) => used[index] === true);
			if (candidate !== undefined) return candidate.column;
		}
		return undefined;
	}

	/** Lists the fields that were fed, in the order of the record type, with the columns that fed them. */
	listFeeds(): readonly Feed[] {
		this.endPlans();
		return this.recordType.fields.flatMap(({ name, label }): Feed[] => {
			const columns = [...(this.fed.get(name)?.values() ?? [])];
			return columns.length === 0 ? [] : [{ name, label, columns }];
		});
	}

	/** Lists the columns that became custom attributes. */
	listSent(): readonly string[] {
		return [...this.sent.values(), ...(this.facts.isFromApp ? [] : this.sentUnlessFromApp.values())];
	}

	/** Lists the columns that were left out in all rows. */
	listLeftOut(): readonly string[] {
		const { sent, sentUnlessFromApp, leftOut, facts } = this;
		const others = facts.isFromApp
			? [...sentUnlessFromApp.keys()]
			: [...leftOut].filter((path) => !sentUnlessFromApp.has(path));
		const all = new Set(facts.isFromApp ? [...others, ...leftOut] : others);
		return [...all].filter((path) => !sent.has(path));
	}

	/** Lists the columns with cells that could not become values and were passed over. */
	listUnusable(): readonly UnusableColumn[] {
		return [...this.unusable.values()];
	}

	/** Lists the columns of dates without a time of day, if each transaction of a customer needs its own time. */
	listBareDays(): readonly BareDays[] {
		return [...this.bareDays.values()];
	}

	/** Lists the columns whose cells decided together how others of their cells are read. */
	listUsed(kind: keyof ColumnFacts): ReadonlyArray<Proof<string>> {
		return this.facts.listUsed(kind);
	}
}
