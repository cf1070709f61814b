import { Failure, type FailureFacts } from '../../../Failure';
import type { InvalidRecord, Problem } from '../../../mapping/choosing/problems';
import type { ListItem } from '../../../mapping/reading/rows';
import { nameItem, Ranges, type Unit } from './units';

/** An input item, or a row of a file, that cannot become a record. */
export interface InvalidItem extends InvalidRecord {
	/** Its index, or the number of the row. */
	readonly item: number;
	/** The facts of Gameball's answer, if it was Gameball that refused the item. */
	readonly facts?: Readonly<FailureFacts>;
}

/** The most kinds of invalid items that an error lists. */
const MAX_LISTED = 10;

/** Describes problems in a line: what is wrong with each field, then what to do. */
function describeProblems(problems: readonly Problem[]): string {
	const reasons = problems.map(({ field, reason }) => `${field} ${reason}`).join('; ');
	const advice = new Set(problems.flatMap(({ advice: text }) => (text === undefined ? [] : [` ${text}.`])));
	return `${reasons}.${[...advice].join('')}`;
}

/** Describes in a line why an item is invalid. */
export const describeInvalidItem = (unit: Unit, { item, problems }: InvalidItem): string =>
	`${nameItem(unit, item)}: ${describeProblems(problems)}`;

/** Turns the error of an expression that n8n cannot resolve into the reason why an item is invalid. */
export const toUnresolved = ({ message }: Error): InvalidRecord => ({
	id: undefined,
	problems: [{ field: 'An expression', reason: `could not be resolved: ${message}` }],
});

/** The reason why an item is invalid that no JSON can hold, such as an object that contains itself. */
export const UNREADABLE: InvalidRecord = {
	id: undefined,
	problems: [{ field: 'The item', reason: 'cannot be read because it contains something other than plain data' }],
};

/** The reason why an item is invalid that has nothing to be told apart by (option Send Once). */
export const toKeyless = (column: string): InvalidRecord => ({
	id: undefined,
	problems: [
		{
			field: `Column '${column}'`,
			reason: "is empty, but 'Send Once' tells records apart by it",
			advice: "Fill it, or change 'Columns' under 'Send Once'",
		},
	],
});

/** Turns a list where one person is expected into the reason why an item is invalid. */
export const toListProblem = ({ list }: ListItem): InvalidRecord => ({
	id: undefined,
	problems: [
		{
			field: `'${list}'`,
			reason: 'is a list, but an item can hold only one record',
			advice: `Add a Split Out node before this one, with 'Fields To Split Out' set to ${list.split(' › ').join('.')}`,
		},
	],
});

/** Makes a key that invalid items with the same kinds of problems share, whatever their values. */
const toKind = ({ problems }: InvalidItem): string =>
	problems.map(({ field, reason, advice }) => `${field} ${advice ?? reason.replace(/"[^"]*"/g, '""')}`).join('\n');

/** Invalid items with the same kinds of problems. */
interface Group {
	readonly first: InvalidItem;
	readonly items: Ranges;
	count: number;
}

/** The most groups: where there are more, the others are only counted. */
const MAX_GROUPS = 1_000;

/** Invalid items by the kinds of their problems, for an error that lists them. */
export class InvalidItems {
	private readonly groups = new Map<string, Group>();
	private total = 0;

	constructor(private readonly unit: Unit) {}

	/** Adds the next one. */
	add(invalid: InvalidItem): void {
		this.total++;
		const kind = toKind(invalid);
		const group = this.groups.get(kind) ?? { first: invalid, items: new Ranges(), count: 0 };
		group.items.add(invalid.item);
		group.count++;
		if (this.groups.size < MAX_GROUPS) this.groups.set(kind, group);
	}

	/** The number of invalid items. */
	get count(): number {
		return this.total;
	}

	/** The first one. */
	get first(): InvalidItem | undefined {
		const [group] = this.groups.values();
		return group?.first;
	}

	/**
	 * Makes the failure of a run that sends nothing because of them.
	 *
	 * @param itemCount the number of all items
	 * @param hasOthers true if there are valid items
	 */
	toFailure(itemCount: number, hasOthers: boolean): Failure {
		const lines = [...this.groups.values()].map((group) => this.describeGroup(group));
		return new Failure(
			this.unit === 'row' ? 'Some rows cannot be sent to Gameball' : 'Some items cannot be sent to Gameball',
			[
				`${this.total} of ${itemCount} ${this.unit}${itemCount === 1 ? '' : 's'} ${this.total === 1 ? 'is' : 'are'} invalid, so nothing was sent.`,
				...lines.slice(0, MAX_LISTED),
				...(lines.length > MAX_LISTED ? ['…'] : []),
				`Correct ${this.total === 1 ? 'it' : 'them'}${hasOthers ? ", or set 'Invalid Records' to Skip" : ''}.`,
			].join('\n'),
		);
	}

	private describeGroup({ first, items, count }: Group): string {
		if (count === 1) return describeInvalidItem(this.unit, first);
		const one = nameItem(this.unit, first.item).toLowerCase();
		return `${count} ${this.unit}s (${items.toString()}), such as ${one}: ${describeProblems(first.problems)}`;
	}
}
