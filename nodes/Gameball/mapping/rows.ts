import type { IDataObject } from 'n8n-workflow';
import { toColumn, type Column, type Group } from './columns';
import { isPlainObject } from './values';

/** What an item says of its record: a cell for each column. */
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

const hasGroup = (json: Readonly<IDataObject>): boolean => GROUPS_IN.item.some((group) => isPlainObject(json[group]));

/** The cells of an item, with those that stand in its groups. */
function flatten(json: Readonly<IDataObject>, group?: Group): Array<{ column: Column; cell: unknown }> {
	return Object.entries(json).flatMap(([name, cell]) => {
		const inner = GROUPS_IN[group ?? 'item'].find((known) => known === name);
		if (inner !== undefined && isPlainObject(cell)) return flatten(cell, inner);
		return [{ column: toColumn(name, group), cell }];
	});
}

/**
 * Puts the cells of an item into a list. Engines are quickest at reading all properties of an object by such a loop.
 *
 * @returns whether the item has just these names, in this order; otherwise the list is of no use
 */
function loadCells(json: Readonly<IDataObject>, names: readonly string[], cells: unknown[]): boolean {
	let index = 0;
	for (const name in json) {
		if (names[index] !== name) return false;
		cells[index++] = json[name];
	}
	return index === names.length;
}

/** Reads items as they come, one after the other. Most have the columns of the one before. */
export class ItemRows {
	private names: readonly string[] = [];
	private columns: readonly Column[] = [];
	private cells: unknown[] = [];
	private canHaveGroups = false;

	/** The row of an item. It holds until the next one is read: making hundreds of thousands takes longer than filling one. */
	read(json: Readonly<IDataObject>): Row {
		if (!loadCells(json, this.names, this.cells)) {
			this.names = Object.keys(json);
			this.columns = this.names.map((name) => toColumn(name));
			this.cells = Object.values(json);
			this.canHaveGroups = GROUPS_IN.item.some((group) => this.names.includes(group));
		}
		if (!this.canHaveGroups || !hasGroup(json)) return { columns: this.columns, cells: this.cells };
		const flat = flatten(json);
		return { columns: flat.map(({ column }) => column), cells: flat.map(({ cell }) => cell) };
	}
}
