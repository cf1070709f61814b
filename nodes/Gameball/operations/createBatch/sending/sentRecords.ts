import type { IExecuteFunctions } from 'n8n-workflow';
import { countOf } from '../../../countOf';
import { Failure } from '../../../Failure';
import type { RecordSource } from '../../../mapping/duplicates';
import { addHint } from '../../addHint';
import type { TimeSlice } from '../../TimeSlice';
import type { Batch, UnsentRecord } from './batches';
import { openKeyStore, type KeyStore } from './keyStore';
import { createKeyMaker } from './recordKeys';
import type { CreateBatchParameters } from '../parameters/parameters';
import type { RecordMaker } from '../reading/recordMaker';
import { nameItem, type Unit } from '../reading/units';

/** The records that the node has sent, in this run or an earlier one (option Send Once). */
export interface SentRecords {
	/**
	 * Claims the records of a batch that is about to be sent, so that no other run sends them.
	 *
	 * @returns the records that were not sent before, and the others
	 * @throws Failure if n8n cannot store their keys: then none is claimed
	 */
	claim(batch: Batch): Promise<{ readonly batch: Batch; readonly unsent: readonly UnsentRecord[] }>;
	/** Releases the claim on records that Gameball has definitely not accepted, so that the next run sends them. */
	release(records: readonly RecordSource[]): Promise<void>;
}

/** Used if the option is off: every record is new. */
const NOTHING: SentRecords = {
	claim: async (batch) => ({ batch, unsent: [] }),
	release: async () => {},
};

/** The number of keys that are looked up at once: counting ends as soon as there are too many. */
const LOOKUP_SIZE = 1_000;

/**
 * Counts the keys that are not in the store.
 *
 * @param most the number at which counting ends
 */
async function countNew(store: KeyStore, keys: string[], most: number): Promise<number> {
	let count = 0;
	for (let start = 0; start < keys.length && count <= most; start += LOOKUP_SIZE) {
		count += await store.countNew(keys.slice(start, start + LOOKUP_SIZE));
	}
	return count;
}

/**
 * Refuses a run whose records are more than may be remembered, before anything is sent: forgetting the oldest ones could send
 * them again.
 *
 * @throws Failure if they are
 */
async function refuseTooMany(store: KeyStore, keys: string[], remember: number): Promise<void> {
	const known = await store.count();
	if (known + keys.length <= remember) return;
	const room = Math.max(0, remember - known);
	if (keys.length <= remember && (await countNew(store, keys, room)) <= room) return;
	throw new Failure(
		"Too many records for 'Send Once' to remember",
		`Nothing was sent. This run has ${countOf(keys.length, 'record')}, the node remembers ${known} from earlier runs, and 'Remember' allows a total of ${remember}. Raise 'Remember', or replace the node with a copy. The copy remembers nothing, so make sure it gets no record that was already sent.`,
	);
}

const explainSeen = (unit: Unit, { item }: RecordSource, first: number | undefined): string =>
	first === undefined || first === item
		? 'Not sent: the node already sent this record'
		: `Not sent: same record as ${nameItem(unit, first).toLowerCase()}`;

/**
 * Opens the memory of sent records.
 *
 * @param batches all batches of the run
 * @throws Failure if the workflow was never saved, or if the run has more records than may be remembered
 */
export async function openSentRecords(
	context: IExecuteFunctions,
	parameters: CreateBatchParameters,
	maker: RecordMaker,
	batches: Iterable<Batch> | AsyncIterable<Batch>,
	slice: TimeSlice,
): Promise<SentRecords> {
	const { sendOnce } = parameters;
	if (sendOnce === undefined) return NOTHING;
	const store = openKeyStore(context);
	const toKey = createKeyMaker(context, parameters, sendOnce.columns, maker);
	/** The item of the record that stands for each key: the first one. */
	const firsts = new Map<string, number>();
	for await (const { records } of batches) {
		await slice.forEach(records, (record) => {
			const key = toKey(record);
			if (!firsts.has(key)) firsts.set(key, record.item);
		});
	}
	await refuseTooMany(store, [...firsts.keys()], sendOnce.remember);

	return {
		async claim(batch) {
			const keys = batch.records.map(toKey);
			const own = keys.filter((key, index) => firsts.get(key) === batch.records[index]?.item);
			const fresh = own.length === 0 ? new Set() : await store.add(own);
			const records: RecordSource[] = [];
			const unsent: UnsentRecord[] = [];
			batch.records.forEach((record, index) => {
				const key = keys[index] ?? '';
				const first = firsts.get(key);
				if (first === record.item && fresh.has(key)) records.push(record);
				else unsent.push({ record, status: 'alreadySent', message: explainSeen(maker.unit, record, first) });
			});
			return { batch: { ...batch, records }, unsent };
		},
		async release(records) {
			if (records.length === 0) return;
			await store.remove(records.map(toKey)).catch((error: unknown) => {
				const reason = error instanceof Failure ? error.description : String(error);
				addHint(
					context,
					`${countOf(records.length, 'record')} that did not arrive will count as sent in the next run because n8n could not forget ${records.length === 1 ? 'it' : 'them'}. ${reason}`,
				);
			});
		},
	};
}
