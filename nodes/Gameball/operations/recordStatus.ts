import type { IDataObject } from 'n8n-workflow';
import { countOf } from '../text';
import { toErrorJson } from '../errors';

interface StatusMeaning {
	/** The headline of the error; without one, the record goes to the main output. */
	readonly headline?: string;
	/** True if the record is not in any job. */
	readonly isUnsent?: true;
	/** Says in a hint how many records have this status. @param rows all rows, such as "7 items" */
	readonly hint?: (count: number, rows: string) => string;
}

/** The statuses of records. `successful`, `failed` and `unknown` come from Gameball's results, the others are ours. */
const STATUSES = {
	successful: {},
	failed: {
		headline: 'Gameball refused this record',
		hint: (count) => `Gameball refused ${countOf(count, 'record')}`,
	},
	unknown: {},
	invalid: {
		headline: 'This record cannot be sent to Gameball',
		isUnsent: true,
		hint: (count, rows) =>
			`${count} of ${rows} ${count === 1 ? 'was not sent because it is' : 'were not sent because they are'} invalid`,
	},
	alreadySent: {
		isUnsent: true,
		hint: (count) => `${countOf(count, 'record was', 'records were')} not sent again`,
	},
	leftOut: {
		isUnsent: true,
		hint: (count, rows) => `${count} of ${rows} ${count === 1 ? 'was' : 'were'} left out`,
	},
	notSent: { headline: 'This record was not sent to Gameball', isUnsent: true },
	notListed: { headline: 'More rows did not arrive' },
} satisfies Readonly<Record<string, StatusMeaning>>;

/** The status of a record. */
export type RecordStatus = keyof typeof STATUSES;

const meanings: Readonly<Record<string, StatusMeaning | undefined>> = STATUSES;

/** Says in a hint how many records have a status. */
export const describeStatus = (status: RecordStatus, count: number, rows = ''): string =>
	meanings[status]?.hint?.(count, rows) ?? '';

/** The outcome of a record as an item reports it. */
export interface RecordJson extends IDataObject {
	status: RecordStatus;
	/** The reason, worded for the user. */
	message: string;
}

/** The outcome of records that are not sent after a bad trial (option Trial). */
export const NOT_SENT = {
	status: 'notSent',
	message: 'Not sent: too many trial records were refused',
} as const satisfies RecordJson;

/** Makes the JSON of a record's item: of an error if the record did not arrive and there is an error output. */
export function toRecordJson(record: RecordJson, toErrorOutput: boolean): IDataObject {
	const headline = meanings[record.status]?.headline;
	if (!toErrorOutput || headline === undefined) return record;
	const { message: reason, ...facts } = record;
	return toErrorJson(headline, reason, facts);
}

/** Tells whether an item is a record that Create Batch did not send, and that is therefore in no job. */
export const isUnsent = ({ status }: Readonly<IDataObject>): boolean =>
	typeof status === 'string' && Object.hasOwn(STATUSES, status) && meanings[status]?.isUnsent === true;
