import type { IExecuteFunctions } from 'n8n-workflow';
import { Failure, type FailureFacts } from '../../Failure';
import type { InvalidRecord, Problem } from '../../mapping/choosing/problems';
import type { ListItem } from '../../mapping/reading/rows';
import { toNodeError } from '../errors';
import type { TimeSlice } from '../TimeSlice';
import { formatItems } from './formatItems';

/** An input item that cannot become a record. */
export interface InvalidItem extends InvalidRecord {
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
export const describeInvalidItem = ({ item, problems }: InvalidItem): string =>
	`Item ${item}: ${describeProblems(problems)}`;

/** Turns the error of an expression that n8n cannot resolve into the reason why an item is invalid. */
export const toUnresolved = ({ message }: Error): InvalidRecord => ({
	id: undefined,
	problems: [{ field: 'An expression', reason: `cannot be resolved: ${message}` }],
});

/** The reason why an item is invalid that no JSON can hold, such as an object that contains itself. */
export const UNREADABLE: InvalidRecord = {
	id: undefined,
	problems: [{ field: 'The item', reason: 'cannot be read: it holds something that is no plain data' }],
};

/** The reason why an item is invalid that has nothing to be told apart by (option Send Once). */
export const toKeyless = (column: string): InvalidRecord => ({
	id: undefined,
	problems: [
		{
			field: `Column '${column}'`,
			reason: "is empty, but 'Send Once' tells records apart by it",
			advice: "Fill it, or change 'Columns' of the option 'Send Once'",
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
			advice: `Put a Split Out node before this one, with 'Fields To Split Out' set to ${list.split(' › ').join('.')}`,
		},
	],
});

/** Makes a key that invalid items with the same kinds of problems share, whatever their values. */
const toKind = ({ problems }: InvalidItem): string =>
	problems.map(({ field, reason, advice }) => `${field} ${advice ?? reason.replace(/"[^"]*"/g, '""')}`).join('\n');

/** Describes items with the same kinds of problems in a line, by the first of them. */
function describeGroup(group: readonly InvalidItem[]): string {
	const [first] = group;
	if (first === undefined) return '';
	if (group.length === 1) return describeInvalidItem(first);
	const items = formatItems(group.map(({ item }) => item));
	return `${group.length} items (${items}), such as item ${first.item}: ${describeProblems(first.problems)}`;
}

/**
 * Makes the error of a run that sends nothing because of invalid items.
 *
 * @param hasOthers true if there are valid items
 */
export async function toInvalidItemsError(
	context: IExecuteFunctions,
	invalid: readonly InvalidItem[],
	hasOthers: boolean,
	slice: TimeSlice,
): Promise<Error> {
	const itemCount = context.getInputData().length;
	const groups = new Map<string, InvalidItem[]>();
	await slice.forEach(invalid, (item) => {
		const kind = toKind(item);
		const group = groups.get(kind);
		if (group === undefined) groups.set(kind, [item]);
		else group.push(item);
	});
	const lines = [...groups.values()].map(describeGroup);
	const failure = new Failure(
		'Some items cannot be sent to Gameball',
		[
			`${invalid.length} of ${itemCount} items ${invalid.length === 1 ? 'is' : 'are'} invalid, so nothing was sent.`,
			...lines.slice(0, MAX_LISTED),
			...(lines.length > MAX_LISTED ? ['…'] : []),
			hasOthers ? "Correct them, or set the option 'Invalid Records' to Skip." : 'Correct them.',
		].join('\n'),
	);
	return toNodeError(context, failure, invalid[0]?.item);
}
