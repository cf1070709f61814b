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

/** What names an entry of an answer under a key, as text; undefined if nothing does. */
function nameOf(value: unknown): string | undefined {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** How an answer names the records of a kind (see `RecordType`, which has these). */
export interface ResultNaming {
	readonly resultKeys: ReadonlyArray<readonly [result: string, field: string]>;
	readonly isIdentityUnique: boolean;
}

/** Groups things by a name of theirs; those without one are left out. */
function groupBy<Thing>(things: readonly Thing[], name: (thing: Thing) => string | undefined): Map<string, Thing[]> {
	const groups = new Map<string, Thing[]>();
	for (const thing of things) {
		const known = name(thing);
		if (known === undefined) continue;
		const group = groups.get(known);
		if (group === undefined) groups.set(known, [thing]);
		else group.push(thing);
	}
	return groups;
}

/**
 * Finds the result of each record, whatever the order and the gaps of the answer. Records of the same name have the same
 * result; if the answer contradicts itself about a name, or has fewer results than there are different records of that
 * name, theirs is unknown. A result that names a record exactly is not taken for another one.
 *
 * @param records the values of each record sent, in the order they were sent
 * @returns a result for each record, in the same order
 */
export function matchResults(
	records: ReadonlyArray<Readonly<IDataObject>>,
	results: readonly RecordResult[],
	{ resultKeys, isIdentityUnique }: ResultNaming,
): RecordResult[] {
	const found = new Map<Readonly<IDataObject>, RecordResult>();
	let left = results;
	resultKeys.forEach(([key, field], rank) => {
		const isExact = rank === 0 && isIdentityUnique;
		const named = groupBy(left, ({ fields }) => nameOf(fields[key]));
		const open = records.filter((record) => !found.has(record));
		for (const [name, group] of groupBy(open, (record) => nameOf(record[field]))) {
			const [first, ...others] = named.get(name) ?? [];
			if (first === undefined) continue;
			const isUnclear = others.some(({ status }) => status !== first.status);
			const hasGaps = !isExact && others.length + 1 < group.length;
			for (const record of group) found.set(record, isUnclear ? CONTRADICTORY : hasGaps ? NOT_NAMED : first);
		}
		left = left.filter(({ fields }) => nameOf(fields[key]) === undefined);
	});
	return records.map((record) => found.get(record) ?? NOT_NAMED);
}
