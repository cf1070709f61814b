/** The reason why a field of an item cannot be sent. */
export interface Problem {
	/** The field's label, or the name of the column that matches no field. */
	readonly field: string;
	/** In the user's words, to follow the field's name. */
	readonly reason: string;
	/** The next step for the user, where it is the same for all items with the problem. */
	readonly advice?: string;
	/** Set for a date that can only be read once the order of all its column's dates is known. */
	readonly isUnknownOrder?: true;
}

/** The reasons why an item cannot become a record. */
export interface InvalidRecord {
	/** The record's identifier, if that much is right. */
	readonly id: string | undefined;
	readonly problems: readonly Problem[];
}
