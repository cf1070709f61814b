import type { IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../../errors';
import type { RecordRef } from '../../../mapping/duplicates';
import { countOf } from '../../../text';
import type { Yielder } from '../../Yielder';
import { MOST_REMEMBERED } from '../parameters/optionProperties';
import type { CreateBatchParameters } from '../parameters/parameters';
import type { SeenRecord } from '../report/Outcome';
import type { RunHints } from '../report/RunHints';
import { makeBatch, type Attempt, type Batch, type Rows } from '../rows/Rows';
import { openKeyStore, type KeyStore } from './keyStore';
import { createKeyMaker } from './recordKeys';

/** The records that the node has sent, in this run or an earlier one (option Send Once). */
export interface SentRecords {
	/**
	 * Claims the records of a batch before it is sent, so that no other run sends them.
	 *
	 * @returns the records that were not sent before, and those that were
	 * @throws Failure if n8n cannot store their keys; then no record is claimed
	 */
	claim(rows: Rows, batch: Batch): Promise<{ readonly batch: Batch; readonly alreadySent: readonly SeenRecord[] }>;
	/** Releases the claim on records that Gameball definitely did not accept, so that the next run sends them. */
	release(rows: Rows, records: readonly RecordRef[]): Promise<void>;
}

/** Used if the option is off: every record is new. */
const NOTHING: SentRecords = {
	claim: async (_, batch) => ({ batch, alreadySent: [] }),
	release: async () => {},
};

/** The number of keys to look up at once: counting stops as soon as there are too many. */
const LOOKUP_SIZE = 1_000;

/**
 * Counts the keys that are not in the store.
 *
 * @param most counting stops beyond this number
 */
async function countNew(store: KeyStore, keys: string[], most: number): Promise<number> {
	let count = 0;
	for (let start = 0; start < keys.length && count <= most; start += LOOKUP_SIZE) {
		count += await store.countNew(keys.slice(start, start + LOOKUP_SIZE));
	}
	return count;
}

/**
 * Refuses a run with more records than may be remembered, before anything is sent: forgetting the oldest ones could
 * send them again.
 *
 * @throws Failure if there are too many records
 */
async function refuseTooMany(store: KeyStore, keys: string[], remember: number, known: number): Promise<void> {
	if (known + keys.length <= remember) return;
	const room = Math.max(0, remember - known);
	if (keys.length <= remember && (await countNew(store, keys, room)) <= room) return;
	throw new Failure(
		"Too many records for 'Send Once' to remember",
		`Nothing was sent. This run has ${keys.length > MOST_REMEMBERED ? 'at least ' : ''}${countOf(keys.length, 'record')}, the node remembers ${known} from earlier runs, and 'Remember' allows a total of ${remember}. Raise 'Remember', or replace the node with a copy. The copy remembers nothing, so make sure it gets no record that was already sent.`,
	);
}

interface FirstRecord {
	readonly rows: Rows;
	readonly item: number;
}

/**
 * Finds the first record with each key. Stops at more keys than can be remembered: memory must not grow with a file.
 */
async function findFirsts(
	all: readonly Rows[],
	toKey: (rows: Rows, record: RecordRef) => string,
	yielder: Yielder,
	attempt: Attempt,
): Promise<Map<string, FirstRecord>> {
	const firsts = new Map<string, FirstRecord>();
	const addAll = async (rows: Rows): Promise<void> => {
		for await (const records of rows.listRecords()) {
			await yielder.forEach(records, (record) => {
				const key = toKey(rows, record);
				if (!firsts.has(key)) firsts.set(key, { rows, item: record.item });
			});
			if (firsts.size > MOST_REMEMBERED) return;
		}
	};
	for (const rows of all) await attempt(rows, async () => await addAll(rows));
	return firsts;
}

/**
 * Opens the memory of sent records.
 *
 * @param all the checked rows of the run
 * @throws Failure if the workflow was never saved, or if the run has more records than may be remembered
 */
export async function openSentRecords(
	context: IExecuteFunctions,
	parameters: CreateBatchParameters,
	all: readonly Rows[],
	yielder: Yielder,
	attempt: Attempt,
	hints: RunHints,
): Promise<SentRecords> {
	const { sendOnce } = parameters;
	if (sendOnce === undefined) return NOTHING;
	const { columns, remember } = sendOnce;
	const store = openKeyStore(context);
	const toKey = createKeyMaker(context, parameters, columns);
	const firsts = await findFirsts(all, toKey, yielder, attempt);
	const known = await store.count();
	await refuseTooMany(store, [...firsts.keys()], remember, known);
	if (known === 0)
		hints.add({ status: ["'Send Once' is on for the first time: it remembers nothing from earlier runs."] });

	return {
		async claim(rows, batch) {
			const keys = batch.records.map((record) => toKey(rows, record));
			const isFirst = batch.records.map(({ item }, index) => {
				const key = keys[index] ?? '';
				const first = firsts.get(key);
				// The first record was released: this one takes its place.
				if (first === undefined) firsts.set(key, { rows, item });
				return first === undefined || (first.rows === rows && first.item === item);
			});
			const own = keys.filter((_, index) => isFirst[index]);
			const fresh = own.length === 0 ? new Set() : await store.add(own);
			const records: RecordRef[] = [];
			const alreadySent: SeenRecord[] = [];
			batch.records.forEach((record, index) => {
				const key = keys[index] ?? '';
				const first = firsts.get(key);
				if (isFirst[index] && fresh.has(key)) records.push(record);
				else if (first === undefined || isFirst[index]) {
					alreadySent.push({ record, message: 'Not sent: the node already sent this record' });
				} else {
					const name = first.rows.nameRows([makeBatch(1, 1, [{ id: '', item: first.item }])]);
					alreadySent.push({ record, message: `Not sent: same record as ${name}` });
				}
			});
			return { batch: makeBatch(batch.number, batch.of, records), alreadySent };
		},
		async release(rows, records) {
			if (records.length === 0) return;
			const keys = records.map((record) => toKey(rows, record));
			for (const key of keys) firsts.delete(key);
			await store.remove(keys).catch((error: unknown) => {
				const reason = error instanceof Failure ? error.description : String(error);
				const it = records.length === 1 ? 'it' : 'them';
				const will = `${countOf(records.length, 'record')} that did not arrive will count as sent in the next run`;
				hints.add({ doubts: [`${will} because n8n could not forget ${it}. ${reason}`] });
			});
		},
	};
}
