import type { IDataObject } from 'n8n-workflow';
import type { JobResponse } from './JobResponse';
import { fingerprint, shorten } from '../text';

/** The outcome of a record; `unknown` if the job's response does not include it. */
export interface RecordResult {
	readonly status: 'successful' | 'failed' | 'unknown';
	/** The API's text about the record, plus our advice for its code; or the reason why there is none. */
	readonly message: string;
	/** Everything else that the API returned about the record. */
	readonly fields: IDataObject;
}

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields that the node sets itself; they take precedence over API fields with the same names. */
const OWN_FIELDS: ReadonlySet<string> = new Set(['jobId', 'status', 'message', 'error']);

/** The advice for the codes of refused records (docs/api.md, "Errors"). */
const ADVICE_BY_CODE: ReadonlyMap<unknown, string> = new Map([
	[9003, 'Gameball accepts only one transaction per customer and time, so send the time of day too'],
]);

function addAdvice(text: string, code: unknown): string {
	const advice = ADVICE_BY_CODE.get(code);
	return advice === undefined ? text : `${text.replace(/\.$/, '')}. ${advice}`;
}

/** A failed entry has its reason in `error` or in `message`; both occur (docs/api.md, "Read a job"). */
function toResult(status: 'successful' | 'failed', entry: IDataObject): RecordResult {
	const given = entry.message ?? entry.error ?? '';
	const text = typeof given === 'string' ? given : JSON.stringify(given);
	const fields: IDataObject = {};
	for (const name in entry) if (!OWN_FIELDS.has(name)) fields[name] = entry[name];
	return { status, message: status === 'failed' ? addAdvice(text, entry.code) : text, fields };
}

/** Lists the entries of one kind in the API's order. Skips entries that are not objects. */
function listEntries(
	{ response, results, errors }: Readonly<JobResponse>,
	status: 'successful' | 'failed',
): IDataObject[] {
	const lists: IDataObject = isObject(response) ? response : { successful: results, failed: errors };
	const entries = lists[status];
	return Array.isArray(entries) ? entries.filter(isObject) : [];
}

const readList = (job: Readonly<JobResponse>, status: 'successful' | 'failed'): RecordResult[] =>
	listEntries(job, status).map((entry) => toResult(status, entry));

/** Reads the results of the records that Gameball refused. */
export const readFailedResults = (job: Readonly<JobResponse>): RecordResult[] => readList(job, 'failed');

/**
 * Reads the results of a job's records, successes first.
 *
 * @returns an empty list as long as there are no results
 */
export const readResults = (job: Readonly<JobResponse>): RecordResult[] => [
	...readList(job, 'successful'),
	...readFailedResults(job),
];

/**
 * The names of some records, in whatever order, as numbers: so that the names need not be kept until the results come. A
 * sum is NaN if a record has no name.
 */
export interface NameSum {
	readonly count: number;
	readonly sum: number;
}

/** Sums up the names of a job's records, or of its results. */
function sumUp(names: ReadonlyArray<string | undefined>): NameSum {
	const sum = names.reduce((total, name) => total + (name === undefined ? NaN : fingerprint(name)), 0);
	return { count: names.length, sum };
}

/** Sums up the names of records that become a job. */
export const sumUpRecords = (
	records: ReadonlyArray<Readonly<IDataObject>>,
	{ resultKeys: [first] }: Pick<ResultNaming, 'resultKeys'>,
): NameSum => sumUp(records.map((record) => (first === undefined ? undefined : toName(record[first[1]]))));

/**
 * Drops the results of records that arrived, if the job names each of its records and nothing else. Results that share a name
 * with a refused record are kept, because they may contradict its result.
 *
 * @param records the names of the job's records
 * @returns undefined if the job names other records, or some of them only
 */
export function leaveOutArrived(
	job: Readonly<JobResponse>,
	records: NameSum,
	{ resultKeys: [first] }: Pick<ResultNaming, 'resultKeys'>,
): JobResponse | undefined {
	const [successful, failed] = [listEntries(job, 'successful'), listEntries(job, 'failed')];
	if (successful.length + failed.length !== records.count) return undefined;
	const readName = (entry: IDataObject) => (first === undefined ? undefined : toName(entry[first[0]]));
	if (sumUp([...successful, ...failed].map(readName)).sum !== records.sum) return undefined;
	const refused = new Set(failed.map(readName));
	return {
		...job,
		results: [],
		errors: [],
		response: { successful: successful.filter((entry) => refused.has(readName(entry))), failed },
	};
}

/** Counts the records that Gameball refused: the job's own count, or the number of refusals it lists if that is larger. */
export function countRefused(job: Readonly<JobResponse>): number {
	const stated = job.errorCount ?? job.failedItems;
	const named = readFailedResults(job).length;
	return typeof stated === 'number' ? Math.max(stated, named) : named;
}

/** Describes a result in one line: the API's fields for the record, and its text about it. */
export const describeResult = ({ fields, message }: RecordResult): string =>
	shorten(`${Object.values(fields).map(String).map(shorten).join(' ')}: ${message}`);

/** The result of a record that the job does not mention. */
export const NOT_NAMED: RecordResult = {
	status: 'unknown',
	message: 'Gameball returned no result for this record',
	fields: {},
};

/** The result of a record whose own result was dropped because it arrived. */
export const ARRIVED: RecordResult = { status: 'successful', message: '', fields: {} };

const CONTRADICTORY: RecordResult = {
	status: 'unknown',
	message: 'Gameball reported this ID both as successful and as failed, so it is unknown whether this record arrived',
	fields: {},
};

/** Turns the value under a key into a name, as text; returns undefined for anything else. */
function toName(value: unknown): string | undefined {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** The names of records in results (part of `RecordType`). */
export interface ResultNaming {
	readonly resultKeys: ReadonlyArray<readonly [result: string, field: string]>;
	readonly isIdentityUnique: boolean;
}

/** Groups things by name and drops those without one. */
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
 * Finds the result of each record, whatever the order and the gaps of the results. Records of the same name share a result;
 * it is unknown if the results contradict each other, or if there are fewer results than different records of that name.
 * A result that names one record exactly is not used for another.
 *
 * @param records the values of each record sent, in the order they were sent
 * @param unnamed the result of a record that has none
 * @returns a result for each record, in the same order
 */
export function matchResults(
	records: ReadonlyArray<Readonly<IDataObject>>,
	results: readonly RecordResult[],
	{ resultKeys, isIdentityUnique }: ResultNaming,
	unnamed = NOT_NAMED,
): RecordResult[] {
	const found = new Map<Readonly<IDataObject>, RecordResult>();
	let left = results;
	resultKeys.forEach(([key, field], rank) => {
		const isExact = rank === 0 && isIdentityUnique;
		const named = groupBy(left, ({ fields }) => toName(fields[key]));
		const open = records.filter((record) => !found.has(record));
		for (const [name, group] of groupBy(open, (record) => toName(record[field]))) {
			const [first, ...others] = named.get(name) ?? [];
			if (first === undefined) continue;
			const isUnclear = others.some(({ status }) => status !== first.status);
			const hasGaps = !isExact && others.length + 1 < group.length;
			for (const record of group) found.set(record, isUnclear ? CONTRADICTORY : hasGaps ? NOT_NAMED : first);
		}
		left = left.filter(({ fields }) => toName(fields[key]) === undefined);
	});
	return records.map((record) => found.get(record) ?? unnamed);
}
