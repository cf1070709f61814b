import type { GenericValue, IDataObject } from 'n8n-workflow';
import type { ColumnFacts } from './runFacts';

/** A value of a field, as the API accepts it. */
export type FieldValue = string | number | boolean | GenericValue[] | IDataObject;

/** The options of the rules for values. */
export interface ValueOptions {
	/** The time zone of times without one. @example 'Africa/Cairo' */
	readonly timezone: string;
}

/** The reason why a cell cannot become a value. */
export class Invalid {
	/**
	 * @param reason worded for the user, to follow the field's name
	 * @param advice says what to do, if it is the same for all such cells
	 */
	constructor(
		readonly reason: string,
		readonly advice = '',
	) {}
}

/** The reason why a cell with two readings cannot be read until its column proves one of them. */
export class Undecided extends Invalid {}

/**
 * The reason why a cell does not count: it says that there is no value, or it is of another kind, as a name among email
 * addresses. Only a record that needs a value is invalid without it.
 */
export class NoValue extends Invalid {}

/** The result of a rule: a value for the API, or the reason why there is none. */
export type Coerced = FieldValue | Invalid;

/** Converts a cell that is not empty into a value for the API. */
export type Rule = (cell: unknown, options: ValueOptions) => Coerced;

/** The facts about a column that its rule depends on. */
export interface RuleColumn extends ColumnFacts {
	/** True if times without a zone are in UTC. */
	readonly isUtc: boolean;
}
