/** The reason why a field of an item cannot be sent. */
export interface Problem {
	/** The field's label, or the name of the column that matches no field. */
	readonly field: string;
	/** Worded for the user, to follow the field's name. */
	readonly reason: string;
	/** What the user should know and do, in sentences that are the same for all items with the problem. */
	readonly advice?: readonly string[];
	/** Set if a required field has no value. */
	readonly isMissing?: true;
	/** Set for a cell that can only be read once all cells of its column were seen. */
	readonly isUndecided?: true;
}

/** The reasons why an item cannot become a record. */
export interface InvalidRecord {
	/** The record's identifier, if it is valid. */
	readonly id: string | undefined;
	readonly problems: readonly Problem[];
	/** The record's ID, or the customer's ID or email, by which the user finds the row again. */
	readonly person?: string;
	/** The number of the row in its sheet, as n8n's nodes for sheets give it. */
	readonly rowNumber?: number;
	/** Set if it needs no correction, such as an order that was not paid: it is left out. */
	readonly isLeftOut?: true;
}
