import type { GenericValue, IDataObject } from 'n8n-workflow';
import type { Field, MappedRecord, RecordType } from '../records/RecordType';
import { createColumnMatcher, type Column, type ColumnMatcher, type Target } from './columns';
import type { Row } from './rows';
import { Invalid, isEmptyCell, makeRule, type Rule, type ValueOptions } from './values';

/** The handling of columns that are no field of the record type. */
export type UnknownFields = 'custom' | 'ignore' | 'error';

/** The options of the mapping. */
export interface MappingOptions extends ValueOptions {
	/** @default 'custom' */
	readonly unknownFields: UnknownFields;
}

/** The reason why a field of an item cannot be sent. */
export interface Problem {
	/** The field's label, or the name of the column that is no field. */
	readonly field: string;
	/** In the user's words, to stand behind the field's name. */
	readonly reason: string;
}

/** The reasons why an item cannot become a record. */
export interface InvalidRecord {
	/** The record's identifier, if that much is right. */
	readonly id: string | undefined;
	readonly problems: readonly Problem[];
}

/** The handling of a column's cells. */
interface ColumnStep {
	readonly column: string;
	readonly kind: Target['kind'];
	/** The field's name in the API and its label, and the rule for its values; of no use if it is no field. */
	readonly name: string;
	readonly label: string;
	readonly rule: Rule;
	/** The bit of the field among those a record may not lack; 0 if it may. */
	readonly bit: number;
}

/** The handling of rows with the same columns: a step for each column, in their order. */
interface ColumnPlan {
	readonly steps: readonly ColumnStep[];
	/** True if there is a place for columns that are no fields. */
	readonly takesCustom: boolean;
	/** True if columns can contradict each other, so that a check has to make the record too. */
	readonly canClash: boolean;
}

/** A record in the making. */
interface Draft {
	readonly values: IDataObject;
	custom: IDataObject | undefined;
}

/** Sets a property of the object's own, whatever its name. */
function setOwn(object: IDataObject, name: string, value: GenericValue): void {
	if (name !== '__proto__') object[name] = value;
	else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

const newDraft = (): Draft => ({ values: {}, custom: undefined });

/**
 * Maps items to records: finds the field of each column, converts its value, and reports what cannot be sent.
 *
 * It runs for hundreds of thousands of items, so everything that depends on the columns only is done once for all items
 * that have them, a check makes no objects, and its functions outlive it: an engine keeps what it learnt about them.
 */
export class ItemMapper {
	/** The columns that the option `unknownFields` has left out so far. */
	readonly ignored = new Set<string>();
	private readonly matcher: ColumnMatcher;
	/** The fields a record may not lack, each with its bit: the required ones first, then those it needs one of. */
	private readonly needed: readonly Field[];
	/** The bits of all required fields, and of those of which one is enough. */
	private readonly allBits: number;
	private readonly anyBits: number;
	private readonly plans = new Map<string, ColumnPlan>();
	/** The columns of the latest item and their plan: most items have the columns of the one before. */
	private columns: readonly Column[] = [];
	private plan: ColumnPlan;

	constructor(
		private readonly recordType: RecordType,
		private readonly options: MappingOptions,
	) {
		this.matcher = createColumnMatcher(recordType);
		const { fields, oneOf = [] } = recordType;
		const required = fields.filter((field) => field.required);
		this.needed = [...required, ...fields.filter(({ name }) => oneOf.includes(name))];
		this.allBits = 2 ** required.length - 1;
		this.anyBits = 2 ** this.needed.length - 1 - this.allBits;
		this.plan = this.getPlan(this.columns);
	}

	/**
	 * Checks whether an item can become a record. It makes none, so that checking all items before anything is sent costs
	 * little.
	 *
	 * @returns the record's identifier, or the reasons why there is no record
	 */
	check(row: Row): string | InvalidRecord {
		return this.read(row, undefined);
	}

	/** Makes the record of an item that passed the check. */
	toRecord(row: Row): MappedRecord {
		const draft = newDraft();
		this.read(row, draft);
		return draft;
	}

	/** Gets the plan for these columns, made once: the rows of a table have the same columns. */
	private getPlan(columns: readonly Column[]): ColumnPlan {
		const key = columns.map(({ name, group = '' }) => `${group}\u0000${name}`).join('\u0001');
		const known = this.plans.get(key) ?? this.toPlan(columns);
		this.plans.set(key, known);
		return known;
	}

	private toPlan(columns: readonly Column[]): ColumnPlan {
		const targets = this.matcher.match(columns);
		const steps = columns.map(({ name: column }, index): ColumnStep => {
			const target = targets[index] ?? { kind: 'unknown' };
			if (!('field' in target)) return { column, kind: target.kind, name: '', label: column, rule: String, bit: 0 };
			const { kind, field } = target;
			const rank = this.needed.indexOf(field);
			const bit = rank === -1 ? 0 : 2 ** rank;
			return { column, kind, name: field.name, label: field.label, rule: makeRule(field), bit };
		});
		const { takesCustom } = this.recordType;
		return {
			steps,
			takesCustom: takesCustom === true || steps.some(({ name }) => name === takesCustom),
			canClash: steps.some(({ kind }) => kind === 'repeat') || columns.some(({ group }) => group !== undefined),
		};
	}

	/**
	 * Goes through the cells of a row.
	 *
	 * @param wanted takes the values; undefined where a check is enough
	 */
	private read({ columns, cells }: Row, wanted: Draft | undefined): string | InvalidRecord {
		if (columns !== this.columns) {
			this.columns = columns;
			this.plan = this.getPlan(columns);
		}
		const { steps, canClash, takesCustom } = this.plan;
		const { options } = this;
		const { identity } = this.recordType;
		const draft = wanted ?? (canClash ? newDraft() : undefined);
		let problems: Problem[] | undefined;
		let id: unknown;
		let bits = 0;
		for (let index = 0; index < steps.length; index++) {
			const step = steps[index];
			const cell = cells[index];
			if (step === undefined || step.kind === 'repeat' || isEmptyCell(cell)) continue;
			if (step.kind !== 'field') {
				const reason = this.addOther(step, cell, takesCustom, draft);
				if (reason !== undefined) (problems ??= []).push({ field: step.label, reason });
				continue;
			}
			const value = step.rule(cell, options);
			if (value instanceof Invalid) {
				(problems ??= []).push({ field: step.label, reason: value.reason });
				continue;
			}
			bits |= step.bit;
			if (step.name === identity) id = value;
			if (draft !== undefined) draft.values[step.name] = value;
		}
		if (canClash && draft !== undefined) {
			this.addRepeats(steps, cells, draft, (problems ??= []));
			id = draft.values[identity];
			this.needed.forEach(({ name }, index) => (bits |= draft.values[name] === undefined ? 0 : 2 ** index));
		}
		const isComplete = (bits & this.allBits) === this.allBits && (this.anyBits === 0 || (bits & this.anyBits) !== 0);
		if (!isComplete) this.addMissing(bits, (problems ??= []));
		if (typeof id === 'string' && (problems === undefined || problems.length === 0)) return id;
		return { id: typeof id === 'string' ? id : undefined, problems: problems ?? [] };
	}

	/** Handles a cell that belongs to no field; returns the reason if that is a problem. */
	private addOther(
		{ kind, column }: ColumnStep,
		cell: unknown,
		takesCustom: boolean,
		draft: Draft | undefined,
	): string | undefined {
		const { unknownFields } = this.options;
		const { displayName } = this.recordType;
		const hasPlace = takesCustom && (kind === 'custom' || unknownFields === 'custom');
		if (kind !== 'custom' && unknownFields === 'error') return `is no field of the type ${displayName}`;
		if (!hasPlace) {
			this.ignored.add(column);
			return undefined;
		}
		if (draft === undefined) return undefined;
		draft.custom ??= {};
		const isTwice = Object.hasOwn(draft.custom, column);
		setOwn(draft.custom, column, cell as GenericValue);
		return isTwice ? 'is there twice (what stands in custom counts too); remove one' : undefined;
	}

	/** Adds columns with Gameball's own name for a field, which have to agree or be empty. */
	private addRepeats(
		steps: readonly ColumnStep[],
		cells: readonly unknown[],
		{ values }: Draft,
		problems: Problem[],
	): void {
		steps.forEach(({ kind, column, name, label, rule }, index) => {
			if (kind !== 'repeat' || isEmptyCell(cells[index])) return;
			const value = rule(cells[index], this.options);
			if (value instanceof Invalid) {
				problems.push({ field: label, reason: value.reason });
				return;
			}
			values[name] ??= value;
			if (JSON.stringify(values[name]) === JSON.stringify(value)) return;
			const reason = `says something else than the other column for ${name}; remove one of them`;
			problems.push({ field: column, reason });
		});
	}

	/** Reports fields that a record needs but that have no value, unless another problem is about them already. */
	private addMissing(bits: number, problems: Problem[]): void {
		const told = new Set(problems.map(({ field }) => field));
		const isMissing = (_: Field, index: number) => (bits & (2 ** index)) === 0;
		const missing = this.needed.filter((field, index) => field.required && isMissing(field, index));
		for (const { label } of missing) if (!told.has(label)) problems.push({ field: label, reason: 'is missing' });
		if (this.anyBits === 0 || (bits & this.anyBits) !== 0) return;
		const labels = this.needed.filter(({ required = false }) => !required).map(({ label }) => label);
		if (labels.some((label) => told.has(label))) return;
		problems.push({ field: labels.join(' or '), reason: 'is missing: one of them is needed' });
	}
}
