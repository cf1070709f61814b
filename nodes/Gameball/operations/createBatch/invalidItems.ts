import type { IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../Failure';
import type { InvalidRecord } from '../../mapping/ItemMapper';
import { toNodeError } from '../errors';

/** An input item that cannot become a record. */
export interface InvalidItem extends InvalidRecord {
	readonly item: number;
}

/** The most invalid items that an error lists. */
const MAX_LISTED = 10;

/** Describes in a line why an item is invalid. */
export const describeInvalidItem = ({ item, problems }: InvalidItem): string =>
	`Item ${item}: ${problems.map(({ field, reason }) => `${field} ${reason}`).join('; ')}.`;

/** Turns the error of an expression that n8n cannot resolve into the reason why an item is invalid. */
export const toUnresolved = ({ message }: Error): InvalidRecord => ({
	id: undefined,
	problems: [{ field: 'An expression', reason: `cannot be resolved: ${message}` }],
});

/** Makes the error of a run that sends nothing because of invalid items. */
export function toInvalidItemsError(
	context: IExecuteFunctions,
	invalid: readonly InvalidItem[],
	itemCount: number,
): Error {
	const listed = invalid.slice(0, MAX_LISTED).map(describeInvalidItem);
	const failure = new Failure(
		'Some items cannot be sent to Gameball',
		[
			`${invalid.length} of ${itemCount} items ${invalid.length === 1 ? 'is' : 'are'} invalid, so nothing was sent.`,
			...listed,
			...(invalid.length > MAX_LISTED ? ['…'] : []),
			'Correct them, or set the option Invalid Records to Skip.',
		].join('\n'),
	);
	return toNodeError(context, failure, invalid[0]?.item);
}
