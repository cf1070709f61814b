import type { IDataObject } from 'n8n-workflow';
import { toColumn, type Column, type Group } from './columns';
import { isPlainObject } from './values';

/** The cells of an item, one for each column. */
export interface Row {
	/** The same list for many rows, as the rows of a table have the same columns. */
	readonly columns: readonly Column[];
	readonly cells: readonly unknown[];
}

/** The groups that can stand in the item itself, and in a group. */
const GROUPS_IN: Readonly<Record<Group | 'item', readonly Group[]>> = {
	item: ['customerAttributes', 'custom'],
	customerAttributes: ['custom'],
	custom: [],
};

/** A column with its cell. */
interface ColumnCell {
	readonly column: Column;
	readonly cell: unknown;
}

/** Lists the cells of an item, with those in its groups and in the given objects. */
function flatten(json: Readonly<IDataObject>, nests: readonly string[], group?: Group): ColumnCell[] {
	return Object.entries(json).flatMap(([name, cell]): ColumnCell[] => {
		if (!isPlainObject(cell)) return [{ column: toColumn(name, group), cell }];
		const inner = GROUPS_IN[group ?? 'item'].find((known) => known === name);
		if (inner !== undefined) return flatten(cell, [], inner);
		if (!nests.includes(name)) return [{ column: toColumn(name, group), cell }];
		return Object.entries(cell).map(([part, value]) => ({ column: { name: `${name}.${part}` }, cell: value }));
	});
}

/**
 * Loads the cells of an item into a list. Engines read all properties of an object fastest by such a loop.
 *
 * @returns true if the item has just these names, in this order; otherwise the list is of no use
 */
function loadCells(json: Readonly<IDataObject>, names: readonly string[], cells: unknown[]): boolean {
	let index = 0;
	for (const name in json) {
		if (names[index] !== name) return false;
		cells[index++] = json[name];
	}
	return index === names.length;
}

/** Reads the rows of items one after the other. Most have the columns of the one before. */
export class ItemRows {
	private names: readonly string[] = [];
	private columns: readonly Column[] = [];
	private cells: unknown[] = [];
	private canHaveGroups = false;
	/** The names of objects whose contents may be columns. */
	private readonly containers: readonly string[];

	/** @param nests the names of objects whose contents are columns such as `customer.id`, for items of this kind */
	constructor(private readonly nests: readonly string[] = []) {
		this.containers = [...GROUPS_IN.item, ...nests];
	}

	/** Reads the row of an item. It holds until the next one is read: filling one row is faster than making one an item. */
	read(json: Readonly<IDataObject>): Row {
		if (!loadCells(json, this.names, this.cells)) {
			this.names = Object.keys(json);
			this.columns = this.names.map((name) => toColumn(name));
			this.cells = Object.values(json);
			this.canHaveGroups = this.containers.some((name) => this.names.includes(name));
		}
		if (!this.canHaveGroups || !this.containers.some((name) => isPlainObject(json[name]))) {
			return { columns: this.columns, cells: this.cells };
		}
		const flat = flatten(json, this.nests);
		return { columns: flat.map(({ column }) => column), cells: flat.map(({ cell }) => cell) };
	}
}
