import type { IDataObject } from 'n8n-workflow';
import { Failure, type FailureFacts } from '../../../errors';
import type { InvalidRecord, Problem } from '../../../mapping/fields/validateFields';
import type { ListItem } from '../../../mapping/columns/rows';
import { countOf, nameUnit, Ranges, type Unit } from '../../../text';

/** An input item or a row of a file that cannot become a record. */
export interface InvalidRow extends InvalidRecord {
	/** The index of the item, or the number of the row. */
	readonly item: number;
	/** The columns of a row of a file. */
	readonly json?: Readonly<IDataObject>;
	/** The facts of Gameball's answer, if it was Gameball that refused it. */
	readonly facts?: Readonly<FailureFacts>;
}

/** Copies the columns of a row: a text that was cut out of a chunk of a file would keep the whole chunk in memory. */
export const copyColumns = (json: Readonly<IDataObject>): IDataObject =>
	JSON.parse(JSON.stringify(json)) as IDataObject;

/** The most kinds of invalid rows that an error lists. */
const MAX_LISTED = 10;

/** Describes problems in a line: what is wrong with each field, then what to do. */
function describeProblems(problems: readonly Problem[]): string {
	const reasons = problems.map(({ field, reason }) => `${field} ${reason}`).join('; ');
	const advice = new Set(problems.flatMap(({ advice: text }) => (text === undefined ? [] : [` ${text}.`])));
	return `${reasons}.${[...advice].join('')}`;
}

/** Describes in a line why a row is invalid. */
export const describeInvalid = (unit: Unit, { item, problems }: InvalidRow): string =>
	`${nameUnit(unit, item)}: ${describeProblems(problems)}`;

const makeInvalid = (field: string, reason: string, advice?: string): InvalidRecord => ({
	id: undefined,
	problems: [{ field, reason, ...(advice === undefined ? {} : { advice }) }],
});

/** Turns the error of an expression that n8n cannot resolve into the reason why an item is invalid. */
export const toUnresolved = ({ message }: Error): InvalidRecord =>
	makeInvalid('An expression', `could not be resolved: ${message}`);

/** The reason why an item is invalid that no JSON can hold, such as an object that contains itself. */
export const UNREADABLE = makeInvalid('The item', 'cannot be read because it contains something other than plain data');

/** The reason why a row of a file cannot be read. */
export const toBroken = (reason: string): InvalidRecord => makeInvalid('The row', reason);

/** The reason why a row is invalid that has nothing to be told apart by (option Send Once). */
export const toKeyless = (column: string): InvalidRecord =>
	makeInvalid(
		`Column '${column}'`,
		"is empty, but 'Send Once' tells records apart by it",
		"Fill it, or change 'Columns' under 'Send Once'",
	);

/** Turns a list where one person is expected into the reason why an item is invalid. */
export const toListProblem = ({ list }: ListItem): InvalidRecord =>
	makeInvalid(
		`'${list}'`,
		'is a list, but an item can hold only one record',
		`Add a Split Out node before this one, with 'Fields To Split Out' set to ${list.split(' › ').join('.')}`,
	);

/** Makes a key that invalid rows with the same kinds of problems share, whatever their values. */
const toKind = ({ problems }: InvalidRow): string =>
	problems.map(({ field, reason, advice }) => `${field} ${advice ?? reason.replace(/"[^"]*"/g, '""')}`).join('\n');

/** Invalid rows with the same kinds of problems. */
interface Group {
	readonly first: InvalidRow;
	readonly items: Ranges;
	count: number;
}

/** The most groups: where there are more, the others are only counted. */
const MAX_GROUPS = 1_000;

/** The invalid rows of a check: the first ones as they are, and all of them by the kinds of their problems. */
export class InvalidRows {
	/** The first ones. */
	readonly kept: InvalidRow[] = [];
	private readonly groups = new Map<string, Group>();
	private total = 0;

	/** @param max the most that are kept */
	constructor(
		private readonly unit: Unit,
		private readonly max = Infinity,
	) {}

	/** Adds the next one. */
	add({ json, ...invalid }: InvalidRow): void {
		this.total++;
		if (this.kept.length < this.max) this.kept.push(json ? { ...invalid, json: copyColumns(json) } : invalid);
		const kind = toKind(invalid);
		const group = this.groups.get(kind) ?? { first: invalid, items: new Ranges(), count: 0 };
		group.items.add(invalid.item);
		group.count++;
		if (this.groups.size < MAX_GROUPS) this.groups.set(kind, group);
	}

	/** The number of invalid rows. */
	get count(): number {
		return this.total;
	}

	/** The first one. */
	get first(): InvalidRow | undefined {
		const [group] = this.groups.values();
		return group?.first;
	}

	/**
	 * Makes the failure of a run that sends nothing because of them.
	 *
	 * @param rowCount the number of all rows
	 * @param hasOthers true if there are valid rows
	 */
	toFailure(rowCount: number, hasOthers: boolean): Failure {
		const lines = [...this.groups.values()].map((group) => this.describeGroup(group));
		const [are, them] = this.total === 1 ? ['is', 'it'] : ['are', 'them'];
		return new Failure(
			this.unit === 'row' ? 'Some rows cannot be sent to Gameball' : 'Some items cannot be sent to Gameball',
			[
				`${this.total} of ${countOf(rowCount, this.unit)} ${are} invalid, so nothing was sent.`,
				...lines.slice(0, MAX_LISTED),
				...(lines.length > MAX_LISTED ? ['…'] : []),
				`Correct ${them}${hasOthers ? ", or set 'Invalid Records' to Skip" : ''}.`,
			].join('\n'),
		);
	}

	private describeGroup({ first, items, count }: Group): string {
		if (count === 1) return describeInvalid(this.unit, first);
		const one = nameUnit(this.unit, first.item).toLowerCase();
		return `${count} ${this.unit}s (${items.toString()}), such as ${one}: ${describeProblems(first.problems)}`;
	}
}
