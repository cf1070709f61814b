import type { DateOrder } from '../products';

/** The sign before the decimals of a number. */
export type DecimalSign = '.' | ',';

/** How the ambiguous cells of a column are read, as far as its other cells prove it. */
export class Proof<Reading extends string> {
	/** The first cell that proves each reading. */
	private readonly cells = new Map<Reading, string>();
	/** Set once all cells were seen: proofs do not count before. */
	isSettled = false;
	/** Set once the proof decided how a cell is read: only then is it reported to the user. */
	isUsed = false;

	/** @param fixed the reading that is known without a proof; undefined if the cells decide */
	constructor(
		readonly path: string,
		readonly fixed: Reading | undefined,
	) {}

	/** Records a cell that can only be read in one way. Once the proofs count, nothing changes them. */
	prove(reading: Reading, cell: string): void {
		if (!this.isSettled && !this.cells.has(reading)) this.cells.set(reading, cell);
	}

	/** The reading; undefined until all cells were seen, if no cell proves one, or if cells contradict each other. */
	get reading(): Reading | undefined {
		if (this.fixed !== undefined) return this.fixed;
		const [first] = this.cells.keys();
		return this.isSettled && this.cells.size === 1 ? first : undefined;
	}

	/** The cell that proves the reading; undefined if none does. */
	get provingCell(): string | undefined {
		const { fixed, reading } = this;
		return reading === undefined || fixed !== undefined ? undefined : this.cells.get(reading);
	}

	/** The cells that contradict each other. */
	get contradiction(): readonly string[] {
		return this.cells.size > 1 ? [...this.cells.values()] : [];
	}
}

/** What the cells of a column prove together. */
export interface ColumnFacts {
	readonly dateOrder: Proof<DateOrder>;
	readonly decimalSign: Proof<DecimalSign>;
	/** Decimals in any amount prove that no amount of the column is in minor units, such as cents. */
	readonly unit: Proof<'major'>;
	/**
	 * A cell with H proves that M is a woman, as in Spanish and Portuguese (hombre and mujer, homem and mulher); one with F
	 * proves that M is a man.
	 */
	readonly genders: Proof<'HM' | 'MF'>;
}

/** What is decided once for all rows of a run, and not row by row. */
export class RunFacts {
	private readonly byPath = new Map<string, ColumnFacts>();
	/** True if an app chose the columns, as the objects in at least one item show. */
	isFromApp = false;
	/** True if an app wrote the amounts: also if an ID and a program's time beside one show that. */
	areAmountsFromApp = false;
	/** True once all rows were seen. */
	isSettled = false;

	/** @param dateOrder the order that the user chose; undefined if the cells of each column decide */
	constructor(private readonly dateOrder: DateOrder | undefined) {}

	/**
	 * Gets the facts of a column.
	 *
	 * @param productOrder the order in which the column's product writes dates, whatever the user chose
	 */
	getColumn(path: string, productOrder?: DateOrder): ColumnFacts {
		const known = this.byPath.get(path) ?? {
			dateOrder: new Proof<DateOrder>(path, productOrder ?? this.dateOrder),
			decimalSign: new Proof<DecimalSign>(path, undefined),
			unit: new Proof<'major'>(path, undefined),
			genders: new Proof<'HM' | 'MF'>(path, undefined),
		};
		this.byPath.set(path, known);
		return known;
	}

	/** Decides everything, once all cells were seen. */
	settle(): void {
		this.isSettled = true;
		for (const proofs of this.byPath.values()) for (const proof of Object.values(proofs)) proof.isSettled = true;
	}

	/** Lists what decided how a cell is read: a proof, or cells that contradict each other. */
	listUsed(kind: keyof ColumnFacts): ReadonlyArray<Proof<string>> {
		return [...this.byPath.values()]
			.map((facts) => facts[kind])
			.filter(({ isUsed, provingCell, contradiction }) => isUsed && (provingCell ?? contradiction[0]) !== undefined);
	}
}
