import type { GenericValue, IDataObject } from 'n8n-workflow';
import type { FieldValues, RecordType } from '../records/RecordType';
import { createColumnMatcher, toColumn, type Column, type Group, type Target } from './columns';
import type { DateOrder } from './dates';
import { Invalid, isEmptyCell, isPlainObject, ruleOf, type Rule } from './values';

/** What to do with columns that are no field of the record type. */
export type UnknownFields = 'custom' | 'ignore' | 'error';

/** How items become records: the options of createBatch that the mapping knows. */
export interface MappingOptions {
	readonly unknownFields: UnknownFields;
	readonly dateOrder: DateOrder;
}

/** Why a field of an item cannot be sent. */
export interface Problem {
	/** The field's label, or the name of the column that is no field. */
	readonly field: string;
	/** In the user's words, to stand behind the field's name. */
	readonly reason: string;
}

/** What the columns of an item became: the values of a record, empty ones left out. */
export interface MappedRecord {
	readonly values: FieldValues;
	/** The further attributes, by the names they had in the item; undefined if there are none. */
	readonly custom: Readonly<IDataObject> | undefined;
}

/** Why an item cannot become a record. */
export interface InvalidRecord {
	/** What identifies it, if that much is right. */
	readonly id: string | undefined;
	readonly problems: readonly Problem[];
}

/** Makes records of items. */
export interface ItemMapper {
	/**
	 * Looks whether an item can become a record. It makes no record, so that looking at all items before anything is sent
	 * costs little.
	 *
	 * @returns what identifies the record, or why there is none
	 */
	check(json: Readonly<IDataObject>): string | InvalidRecord;
	/** Makes the record of an item that passed the check. */
	toRecord(json: Readonly<IDataObject>): MappedRecord;
	/** The columns that the option `unknownFields` has left out so far. */
	readonly ignored: ReadonlySet<string>;
}

/** The groups that can stand in the item itself, and in a group. */
const GROUPS_IN: Readonly<Record<Group | 'item', readonly Group[]>> = {
	item: ['customerAttributes', 'custom'],
	customerAttributes: ['custom'],
	custom: [],
};

/** A column and what to do with its cells. */
interface Step {
	/** Where the cell is in the row. */
	readonly index: number;
	readonly column: string;
	readonly kind: Target['kind'];
	/** The field's name in the API and its label, and the rule for its values; of no use if it is no field. */
	readonly name: string;
	readonly label: string;
	readonly rule: Rule;
	/** The bit of the field in a record's required fields; 0 if a record may lack it. */
	readonly bit: number;
}

/** What to do with the rows that have the same columns. */
interface Plan {
	readonly steps: readonly Step[];
	/** Those of columns that repeat another one. */
	readonly repeats: readonly Step[];
	/** Whether columns can contradict each other, so that a check has to make the record too. */
	readonly canClash: boolean;
}

/** The cells of an item, in the order of its columns. */
type Row = readonly unknown[];

/** A record in the making. */
interface Draft {
	readonly values: IDataObject;
	custom: IDataObject | undefined;
}

/** Sets a property of the object's own, whatever its name. */
export function setOwn(object: IDataObject, name: string, value: GenericValue): void {
	if (name !== '__proto__') object[name] = value;
	else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

const newDraft = (): Draft => ({ values: {}, custom: undefined });

/** The item with what stands in its groups, each column with its cell. */
function flatten(json: Readonly<IDataObject>, group?: Group): Array<{ column: Column; cell: unknown }> {
	return Object.entries(json).flatMap(([name, cell]) => {
		const inner = GROUPS_IN[group ?? 'item'].find((known) => known === name);
		if (inner !== undefined && isPlainObject(cell)) return flatten(cell, inner);
		return [{ column: toColumn(name, group), cell }];
	});
}

const hasGroup = ({ customerAttributes, custom }: Readonly<IDataObject>): boolean =>
	isPlainObject(customerAttributes) || isPlainObject(custom);

/**
 * Puts the cells of an item into a row. Engines are quickest at reading all properties of an object by such a loop.
 *
 * @returns whether the item has just these columns, in this order; otherwise the row is of no use
 */
function loadRow(json: Readonly<IDataObject>, columns: readonly string[], row: unknown[]): boolean {
	let index = 0;
	for (const name in json) {
		if (columns[index] !== name) return false;
		row[index++] = json[name];
	}
	return index === columns.length;
}

/**
 * Builds the functions that make a record of one item's values: they find the field of each column, make its value
 * right, and say what cannot be. They are called for each of hundreds of thousands of items, so what depends on the
 * columns only is done once for all items that have them, and a check makes no objects.
 */
export function createItemMapper(recordType: RecordType, { unknownFields, dateOrder }: MappingOptions): ItemMapper {
	const { identity, displayName } = recordType;
	const required = recordType.fields.filter((field) => field.required);
	const allBits = 2 ** required.length - 1;
	const matcher = createColumnMatcher(recordType);
	const rules = new Map(recordType.fields.map((field) => [field, ruleOf(field, dateOrder)]));
	const ignored = new Set<string>();

	const plans = new Map<string, Plan>();
	/** The plan for these columns, made once: the rows of a table have the same. */
	function planFor(columns: readonly Column[]): Plan {
		const key = columns.map(({ name, group = '' }) => `${group}\u0000${name}`).join('\u0001');
		const known = plans.get(key) ?? toPlan(columns);
		plans.set(key, known);
		return known;
	}

	function toPlan(columns: readonly Column[]): Plan {
		const targets = matcher.match(columns);
		const steps = columns.map((column, index): Step => {
			const target = targets[index] ?? { kind: 'unknown' };
			const step = { index, column: column.name, kind: target.kind };
			if (!('field' in target)) return { ...step, name: '', label: column.name, rule: String, bit: 0 };
			const { field } = target;
			const bit = field.required ? 2 ** required.indexOf(field) : 0;
			return { ...step, name: field.name, label: field.label, rule: rules.get(field) ?? String, bit };
		});
		const repeats = steps.filter(({ kind }) => kind === 'repeat');
		return { steps, repeats, canClash: repeats.length > 0 || columns.some(({ group }) => group !== undefined) };
	}

	/** Columns with Gameball's own name for a field have to agree, or be empty. */
	function addRepeats({ repeats }: Plan, row: Row, { values }: Draft, problems: Problem[]): void {
		for (const { index, column, name, label, rule } of repeats) {
			if (isEmptyCell(row[index])) continue;
			const value = rule(row[index]);
			if (value instanceof Invalid) {
				problems.push({ field: label, reason: value.reason });
				continue;
			}
			values[name] ??= value;
			if (JSON.stringify(values[name]) === JSON.stringify(value)) continue;
			const reason = `says something else than the other column for ${name}; remove one of them`;
			problems.push({ field: column, reason });
		}
	}

	/** What to do with a cell that is no field's; returns why it cannot be done. */
	function addOther({ kind, column }: Step, cell: unknown, draft: Draft | undefined): string | undefined {
		if (kind !== 'custom' && unknownFields === 'error') return `is no field of a ${displayName}`;
		if (kind !== 'custom' && unknownFields === 'ignore') {
			ignored.add(column);
			return undefined;
		}
		if (draft === undefined) return undefined;
		draft.custom ??= {};
		const isTwice = Object.hasOwn(draft.custom, column);
		setOwn(draft.custom, column, cell as GenericValue);
		return isTwice ? 'stands beside custom and in it; remove one' : undefined;
	}

	/**
	 * Goes through the cells of a row.
	 *
	 * @param draft takes the values; undefined where a check is enough
	 */
	function read(plan: Plan, row: Row, draft: Draft | undefined): string | InvalidRecord {
		const { steps, canClash } = plan;
		let problems: Problem[] | undefined;
		let id: unknown;
		let bits = 0;
		for (let index = 0; index < steps.length; index++) {
			const step = steps[index];
			if (step === undefined || step.kind === 'repeat') continue;
			const cell = row[index];
			if (isEmptyCell(cell)) continue;
			const value = step.kind === 'field' ? step.rule(cell) : addOther(step, cell, draft);
			if (step.kind !== 'field') {
				if (value !== undefined) (problems ??= []).push({ field: step.label, reason: String(value) });
			} else if (value instanceof Invalid) {
				(problems ??= []).push({ field: step.label, reason: value.reason });
			} else {
				bits |= step.bit;
				if (step.name === identity) id = value;
				if (draft !== undefined) draft.values[step.name] = value;
			}
		}
		if (canClash && draft !== undefined) {
			addRepeats(plan, row, draft, (problems ??= []));
			id = draft.values[identity];
			required.forEach(({ name }, index) => (bits |= draft.values[name] === undefined ? 0 : 2 ** index));
		}
		if (bits !== allBits) {
			const known = (problems ??= []);
			const missing = required.filter((_, index) => (bits & (2 ** index)) === 0);
			const unnamed = missing.filter(({ label }) => known.every(({ field }) => field !== label));
			known.push(...unnamed.map(({ label }) => ({ field: label, reason: 'is missing' })));
		}
		if (typeof id === 'string' && (problems === undefined || problems.length === 0)) return id;
		return { id: typeof id === 'string' ? id : undefined, problems: problems ?? [] };
	}

	let columns: readonly string[] = [];
	let plan = planFor([]);
	const row: unknown[] = [];
	function readItem(json: Readonly<IDataObject>, draft: Draft | undefined): string | InvalidRecord {
		if (hasGroup(json)) {
			const flat = flatten(json);
			const inGroups = planFor(flat.map(({ column }) => column));
			return read(
				inGroups,
				flat.map(({ cell }) => cell),
				draft ?? newDraft(),
			);
		}
		// Most items have the columns of the one before.
		if (!loadRow(json, columns, row)) {
			columns = Object.keys(json);
			plan = planFor(columns.map((name) => toColumn(name)));
			loadRow(json, columns, row);
		}
		return read(plan, row, draft ?? (plan.canClash ? newDraft() : undefined));
	}

	return {
		ignored,
		check: (json) => readItem(json, undefined),
		toRecord(json) {
			const draft = newDraft();
			readItem(json, draft);
			return draft;
		},
	};
}
