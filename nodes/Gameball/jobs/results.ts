import type { IDataObject } from 'n8n-workflow';

/** What became of a record; `unknown` if the job's answer does not tell. */
export interface RecordResult {
	readonly status: 'successful' | 'failed' | 'unknown';
	/** The API's text about the record, or why there is none. */
	readonly message: string;
	/** What else the API says of the record: everything but its reason, which is the message. */
	readonly fields: IDataObject;
}

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the items of the node say in their own way; the API's fields of these names give way. */
const OWN_FIELDS: ReadonlySet<string> = new Set(['jobId', 'status', 'message', 'error']);

/** A failed entry carries its reason under `error` or under `message`; both occur, even in one answer (API facts, "Status"). */
function toResult(status: 'successful' | 'failed', entry: IDataObject): RecordResult {
	const text = entry.message ?? entry.error ?? '';
	return {
		status,
		message: typeof text === 'string' ? text : JSON.stringify(text),
		fields: Object.fromEntries(Object.entries(entry).filter(([name]) => !OWN_FIELDS.has(name))),
	};
}

/**
 * The results of a job in the order of the API's answer, successes first. Empty while `response` is null; an entry that
 * is no object is passed over.
 */
export function jobResults(answer: Readonly<IDataObject>): RecordResult[] {
	const { response } = answer;
	if (!isObject(response)) return [];
	return (['successful', 'failed'] as const).flatMap((status) => {
		const entries = response[status];
		return Array.isArray(entries) ? entries.filter(isObject).map((entry) => toResult(status, entry)) : [];
	});
}

/** The results of the records that were refused. */
export const failedResults = (answer: Readonly<IDataObject>): RecordResult[] =>
	jobResults(answer).filter(({ status }) => status === 'failed');

/** A result in a line: what the API calls the record, and its text about it. */
export const describeResult = ({ fields, message }: RecordResult): string =>
	`${Object.values(fields).join(' ')}: ${message}`;

const NOT_NAMED: RecordResult = {
	status: 'unknown',
	message: 'Gameball has not said what became of this record',
	fields: {},
};

const CONTRADICTORY: RecordResult = {
	status: 'unknown',
	message: 'Gameball names this ID as successful and as failed, so it is unknown what became of this record',
	fields: {},
};

/**
 * Finds the result of each record, whatever the order and the gaps of the answer. Records with the same ID have the
 * same result; if the answer contradicts itself about an ID, theirs is unknown.
 *
 * @param ids what identifies each record sent, in the order they were sent
 * @param identity the field under which the API names a record in its answer
 * @returns a result for each ID, in the same order
 */
export function matchResults(
	ids: readonly string[],
	results: readonly RecordResult[],
	identity: string,
): RecordResult[] {
	const byId = new Map<string, RecordResult>();
	for (const result of results) {
		const name = result.fields[identity];
		if (typeof name !== 'string' && typeof name !== 'number') continue;
		const id = String(name);
		const other = byId.get(id);
		if (other === undefined) byId.set(id, result);
		else if (other.status !== result.status) byId.set(id, CONTRADICTORY);
	}
	return ids.map((id) => byId.get(id) ?? NOT_NAMED);
}
