import type { IDataObject } from 'n8n-workflow';

/**
 * The types of values. Each has one rule in `mapping/values/makeRule.ts`, which converts what a spreadsheet or CRM
 * delivers into what Gameball expects.
 *
 * - `identifier`: text that must keep every digit and leading zero, such as postal codes
 * - `recordId`: an identifier of a customer, order or transaction
 * - `email`, `phone`, `personName`, `country`: text that must look like one
 * - `text`: any other text
 * - `birthDate`: a calendar day, `YYYY-MM-DD`; a time of day is dropped
 * - `dateTime`: a day, with its time of day if the input has one; ISO 8601
 * - `utcTime`: a moment, ISO 8601 in UTC; a time without a zone is in the workflow's time zone
 * - `amount`: a number; an app may deliver it in minor units, such as cents
 * - `textList`: a list of texts; `list`: a list of anything
 * - `object`: an object with names; `objects`: one whose every value is such an object
 */
export type FieldType =
	| 'identifier'
	| 'recordId'
	| 'email'
	| 'phone'
	| 'personName'
	| 'country'
	| 'text'
	| 'birthDate'
	| 'dateTime'
	| 'utcTime'
	| 'amount'
	| 'integer'
	| 'boolean'
	| 'gender'
	| 'textList'
	| 'list'
	| 'object'
	| 'objects';

/** The two documented shapes of a customer record (docs/api.md, "Customer entries"). */
export type PayloadFormat = 'flat' | 'nested';

/** One standard attribute of a record type. */
export interface Field {
	/** Its name in the flat payload. */
	readonly name: string;
	/** Its name in the nested payload, if it differs. */
	readonly nestedName?: string;
	/** Its name in the editor and in messages. */
	readonly label: string;
	readonly description: string;
	readonly type: FieldType;
	/** A record without it is invalid. */
	readonly required?: true;
	/** The only values Gameball accepts, if the API documents list them. */
	readonly choices?: readonly string[];
	/** Values that cannot be correct, each with the reason to report. */
	readonly refused?: Readonly<Record<string, string>>;
	/**
	 * Column names that CRMs, shops and spreadsheets use for it, the likeliest first. Compared by `normalizeName`. A name
	 * with a dot is a path: the object that contains it is opened for this path only. @example ['billing.email']
	 */
	readonly otherNames?: readonly string[];
	/** The only column that can feed it, if the user chose one: its name, or its path. Other fields can use it too. */
	readonly chosen?: string;
	/** The field whose columns feed it, if the user chose that (parameter `customerId`). */
	readonly sameAs?: string;
	/** Set if it is no field of the record type, but only helps to feed another one. */
	readonly isHelper?: true;
}

/** A record's values by the flat names of its fields, each converted to what the API expects. */
export type FieldValues = IDataObject;

/** The record made from an item, or from several merged ones. */
export interface MappedRecord {
	/** Empty values are left out. */
	readonly values: FieldValues;
	/** The columns that match no field, by their names in the item; undefined if there are none. */
	readonly custom: Readonly<IDataObject> | undefined;
}

/** A type of record that the Batch API accepts, with everything the node knows about it. */
export interface RecordType {
	/** Its value of the parameter `recordType`. */
	readonly name: string;
	/** Its name in the editor and in messages. */
	readonly displayName: string;
	readonly description: string;
	/** The last part of the path of its create request: `/integrations/batch/{path}`. */
	readonly path: string;
	readonly fields: readonly Field[];
	/** Fields, at least one of which a record needs. */
	readonly oneOf?: readonly string[];
	/** Set if the record describes a person, so that everything in a person's object belongs to it. */
	readonly describesPerson?: true;
	/** The required field whose value tells one record from another. */
	readonly identity: string;
	/** True if records with the same identity are the same thing, so that duplicates can become one. */
	readonly isIdentityUnique: boolean;
	/**
	 * The names that identify a record in a job's results, each with the field that has the same value, the most specific
	 * first. @example [['orderId', 'orderId'], ['customerId', 'customerId']]
	 */
	readonly resultKeys: ReadonlyArray<readonly [result: string, field: string]>;
	/**
	 * True if sending a record twice has the same effect as sending it once (docs/api.md, "Create a batch"). If not, a batch
	 * that Gameball may have accepted is never sent again.
	 */
	readonly isIdempotent: boolean;
	/** Gameball's code for a record that already exists, if it refuses such records. */
	readonly existsCode?: number;
	/** True if a record stands for something that was paid: orders that say they were not are left out. */
	readonly isSale?: true;
	/** The field whose time Gameball accepts only once per customer (code 9003). */
	readonly uniqueTime?: string;
	/** What happens if the user sends the same items again, in a sentence. */
	readonly onRepeat: string;
	/** How the user can find out whether an uncertain record arrived, in a sentence. */
	readonly howToCheck?: string;
	/**
	 * Whether an entry can hold columns that match no field, or the field that it needs for that. If not, they are left
	 * out.
	 */
	readonly takesCustom: boolean | string;
	/** The fields with amounts, whose totals a dry run shows. */
	readonly amounts?: readonly string[];
	/**
	 * Lists the names that a merged record can have only once each; records that share one are not merged. Absent if
	 * records with the same identity can always be merged.
	 */
	listParts?(record: MappedRecord): readonly string[];
	/** Merges two records with the same identity; absent if the later one's values replace the earlier one's. */
	merge?(earlier: MappedRecord, later: MappedRecord): MappedRecord;
	/** Makes the entry of the request body. It may reuse the object with the values, because copying takes time. */
	toEntry(record: MappedRecord, format: PayloadFormat): IDataObject | string;
}
