import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../Failure';
import type { RecordSource } from '../../mapping/duplicates';
import { addHint } from '../addHint';
import type { Batch, UnsentRecord } from './batches';
import { createKeyMaker } from './recordKeys';
import type { CreateBatchParameters } from './parameters';
import type { BatchPlan } from './plan';

/** The records that the node has sent, in this run or an earlier one (option Send Once). */
export interface SentRecords {
	/**
	 * Claims the records of a batch that is about to be sent, so that no other run sends them.
	 *
	 * @returns the records that were not sent before, and the others
	 * @throws Failure if n8n cannot store their keys: then none is claimed
	 */
	claim(batch: Batch): Promise<{ readonly batch: Batch; readonly unsent: readonly UnsentRecord[] }>;
	/** Gives up the claim on records that Gameball surely has not taken, so that the next run sends them. */
	release(records: readonly RecordSource[]): Promise<void>;
}

/** What holds where the option is off: every record is new. */
const NOTHING: SentRecords = {
	claim: async (batch) => ({ batch, unsent: [] }),
	release: async () => {},
};

/** n8n stores the keys of each node in one row of its database, as MD5 hashes. Without a limit it never forgets one. */
const SCOPE = 'node';
const OPTIONS: ICheckProcessedOptions = { mode: 'entries' };

/** n8n's word for the ID of a workflow that was never saved, in some versions. */
const UNSAVED_ID = '__EMPTY__';

/** The latest change of each node's keys. */
const latestChanges = new Map<string, Promise<unknown>>();

/**
 * Makes a change to a node's keys after the one before: n8n reads all keys, changes them and writes them back, so of two
 * changes at the same moment one would be lost. Other processes are not held back.
 */
async function inTurn<Result>(node: string, change: () => Promise<Result>): Promise<Result> {
	const turn = (latestChanges.get(node) ?? Promise.resolve()).then(change);
	const settled = turn.catch(() => {});
	latestChanges.set(node, settled);
	await settled;
	if (latestChanges.get(node) === settled) latestChanges.delete(node);
	return await turn;
}

/** The number of keys that n8n removes at once: it searches all keys for each, and does nothing else meanwhile. */
const REMOVAL_SIZE = 100;

/** The keys of a node in n8n's store. */
interface KeyStore {
	count(): Promise<number>;
	/** Stores keys; returns those that were not there. */
	add(keys: string[]): Promise<ReadonlySet<string>>;
	remove(keys: string[]): Promise<void>;
}

/** @throws Failure if the workflow was never saved: n8n keeps keys of saved workflows only */
function openStore(context: IExecuteFunctions): KeyStore {
	const { helpers } = context;
	const { id } = context.getWorkflow();
	if (id === undefined || id === '' || id === UNSAVED_ID) {
		throw new Failure(
			"Save the workflow to use 'Send Once'",
			'Nothing was sent. n8n remembers what was sent only for workflows that are saved.',
		);
	}
	const change = async <Result>(work: () => Promise<Result>): Promise<Result> =>
		await inTurn(`${id} ${context.getNode().id}`, work).catch((error: unknown) => {
			throw new Failure(
				"n8n cannot store what 'Send Once' has to remember",
				`Save the workflow and run it again. n8n says: ${error instanceof Error ? error.message : String(error)}`,
			);
		});
	return {
		count: async () => await change(async () => await helpers.getProcessedDataCount(SCOPE, OPTIONS)),
		async add(keys) {
			const found = await change(async () => await helpers.checkProcessedAndRecord(keys, SCOPE, OPTIONS));
			return new Set(found.new.map(String));
		},
		async remove(keys) {
			for (let start = 0; start < keys.length; start += REMOVAL_SIZE) {
				const some = keys.slice(start, start + REMOVAL_SIZE);
				await change(async () => await helpers.removeProcessed(some, SCOPE, OPTIONS));
			}
		},
	};
}

/** The number of keys that are looked up at once: counting ends as soon as there are too many. */
const LOOKUP_SIZE = 1_000;

/**
 * Counts the keys that are not in the store, which only shows when they are added.
 *
 * @param most the number at which counting ends
 */
async function countNew(store: KeyStore, keys: string[], most: number): Promise<number> {
	let count = 0;
	for (let start = 0; start < keys.length && count <= most; start += LOOKUP_SIZE) {
		const added = await store.add(keys.slice(start, start + LOOKUP_SIZE));
		await store.remove([...added]);
		count += added.size;
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
		"There are more records than 'Send Once' may remember",
		`Nothing was sent. The run has ${keys.length} records, the node remembers ${known} from earlier runs, and 'Remember' allows ${remember} in all. Raise 'Remember', or replace the node by a copy of it: a copy remembers nothing, so make sure that it gets no record that was sent before.`,
	);
}

/**
 * Opens the memory of sent records.
 *
 * @throws Failure if the workflow was never saved, or if the run has more records than may be remembered
 */
export async function openSentRecords(
	context: IExecuteFunctions,
	parameters: CreateBatchParameters,
	{ batches, makeRecord }: BatchPlan,
): Promise<SentRecords> {
	const { sendOnce } = parameters;
	if (sendOnce === undefined) return NOTHING;
	const store = openStore(context);
	const toKey = createKeyMaker(context, parameters, sendOnce.columns, makeRecord);
	/** The record that stands for each key: the first one. */
	const firsts = new Map<string, RecordSource>();
	for (const { records } of batches) {
		for (const record of records) {
			const key = toKey(record);
			if (!firsts.has(key)) firsts.set(key, record);
		}
	}
	await refuseTooMany(store, [...firsts.keys()], sendOnce.remember);

	return {
		async claim(batch) {
			const keys = batch.records.map(toKey);
			const own = keys.filter((key, index) => firsts.get(key) === batch.records[index]);
			const fresh = own.length === 0 ? new Set() : await store.add(own);
			const records: RecordSource[] = [];
			const unsent: UnsentRecord[] = [];
			batch.records.forEach((record, index) => {
				const key = keys[index] ?? '';
				const first = firsts.get(key);
				if (first === record && fresh.has(key)) records.push(record);
				else unsent.push({ record, status: 'alreadySent', message: explainSeen(record, first) });
			});
			return { batch: { ...batch, records }, unsent };
		},
		async release(records) {
			if (records.length === 0) return;
			await store.remove(records.map(toKey)).catch((error: unknown) => {
				const reason = error instanceof Failure ? error.description : String(error);
				addHint(
					context,
					`${records.length} records that did not arrive will count as sent in the next run, because n8n could not forget them. ${reason}`,
				);
			});
		},
	};
}

const explainSeen = (record: RecordSource, first: RecordSource | undefined): string =>
	first === undefined || first === record
		? 'Not sent: the node has sent this record before'
		: `Not sent: it is the same record as item ${first.item}`;
