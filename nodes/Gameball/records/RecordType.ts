import type { IDataObject } from 'n8n-workflow';

/**
 * The kinds of value a field holds. Each has one rule in `mapping/values.ts`, which makes what Gameball wants of
 * whatever a spreadsheet or CRM delivers.
 *
 * - `identifier`: text that must keep every digit and leading zero (customer IDs, phone numbers, postal codes)
 * - `text`: any other text
 * - `date`: a calendar day, `YYYY-MM-DD`; a time of day is dropped
 * - `dateTime`: a day, or a day with its time of day where the input has one; ISO 8601
 * - `textList`: a list of texts; `list`: a list of anything
 */
export type FieldType =
	| 'identifier'
	| 'text'
	| 'date'
	| 'dateTime'
	| 'number'
	| 'integer'
	| 'boolean'
	| 'gender'
	| 'textList'
	| 'list';

/** The two documented shapes of a customer record (API facts, "Customer entry"). */
export type PayloadFormat = 'flat' | 'nested';

/** One standard attribute of a record type. */
export interface Field {
	/** Its name in the API, in the flat payload. */
	readonly name: string;
	/** Its name in the nested payload, where that differs. */
	readonly nestedName?: string;
	/** What it is called in the editor and in messages. */
	readonly label: string;
	readonly description: string;
	readonly type: FieldType;
	/** A record without it is invalid. */
	readonly required?: true;
	/** The only values Gameball takes, where the API documents list them. */
	readonly choices?: readonly string[];
	/**
	 * Column names that CRMs and spreadsheets use for it, the likeliest first. Matched as field names are: case,
	 * spaces, dashes and underscores do not count.
	 */
	readonly otherNames?: readonly string[];
}

/** A record's values by the flat names of its fields, each already what the API wants. */
export type FieldValues = IDataObject;

/** One kind of record the Batch API takes, and all the program knows about it. */
export interface RecordType {
	/** Its value of the parameter `recordType`. */
	readonly name: string;
	/** What it is called in the editor and in messages. */
	readonly displayName: string;
	readonly description: string;
	/** The last part of the path of its create request: `/integrations/batch/{path}`. */
	readonly path: string;
	readonly fields: readonly Field[];
	/** The field whose value tells one record from another, in the request as in a job's results. */
	readonly identity: string;
	/**
	 * Whether sending a record twice comes to the same as sending it once (API facts, "Create", natural key). If not, a
	 * batch that Gameball may have taken is never sent again.
	 */
	readonly isRepeatHarmless: boolean;
	/**
	 * Makes the entry of the request body.
	 *
	 * @param values what the item's columns became, empty ones left out; the entry may be made of this object itself, as
	 * copying hundreds of thousands of them takes longer than all the rest
	 * @param custom the further attributes, by the names they had in the item; undefined if there are none
	 */
	toEntry(values: FieldValues, custom: Readonly<IDataObject> | undefined, format: PayloadFormat): IDataObject;
}
