import type { DateOrder } from '../columns/columns';

/** The order of day and month in a column's dates, as far as its cells prove it. */
export class ColumnOrder {
	/** The first cell that proves each order. */
	private readonly proofs = new Map<'dmy' | 'mdy', string>();

	/** @param fixed the order that the user chose; undefined if the cells decide */
	constructor(
		readonly path: string,
		readonly fixed: DateOrder | undefined,
	) {}

	/** Records a cell that can only be read in one order. */
	prove(order: 'dmy' | 'mdy', cell: string): void {
		if (!this.proofs.has(order)) this.proofs.set(order, cell);
	}

	/** The order; undefined until all cells were seen, if no cell proves it, or if cells contradict each other. */
	get order(): DateOrder | undefined {
		if (this.fixed !== undefined) return this.fixed;
		const [first] = this.proofs.keys();
		return this.isSettled && this.proofs.size === 1 ? first : undefined;
	}

	/** The cell that proves the order; undefined if none does. */
	get proof(): string | undefined {
		const { order } = this;
		return order === 'dmy' || order === 'mdy' ? this.proofs.get(order) : undefined;
	}

	/** The cells that contradict each other. */
	get contradiction(): readonly string[] {
		return this.proofs.size === 2 ? [...this.proofs.values()] : [];
	}

	/** Set once all cells were seen: proofs do not count before. */
	isSettled = false;
	/** Set once the order decided how a cell is read: only then is it reported to the user. */
	isUsed = false;
}

/** The orders of all columns of a run. */
export class DateOrders {
	private readonly byPath = new Map<string, ColumnOrder>();

	/** @param fixed the order that the user chose; undefined if the cells of each column decide */
	constructor(private readonly fixed: DateOrder | undefined) {}

	/**
	 * Gets the order of a column.
	 *
	 * @param sourceOrder the order in which the column's source writes dates, whatever the user chose
	 */
	get(path: string, sourceOrder?: DateOrder): ColumnOrder {
		const known = this.byPath.get(path) ?? new ColumnOrder(path, sourceOrder ?? this.fixed);
		this.byPath.set(path, known);
		return known;
	}

	/** Decides the orders, once all cells were seen. */
	settle(): void {
		for (const column of this.byPath.values()) column.isSettled = true;
	}

	/** Lists the columns whose order was proved and decided how a cell is read. */
	listProved(): readonly ColumnOrder[] {
		return [...this.byPath.values()].filter(({ isUsed, proof }) => isUsed && proof !== undefined);
	}
}
