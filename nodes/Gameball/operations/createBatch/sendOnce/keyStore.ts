import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../../errors';

/** n8n stores each node's keys in one row of its database, as MD5 hashes. Without a limit, it never forgets one. */
const SCOPE = 'node';
const OPTIONS: ICheckProcessedOptions = { mode: 'entries' };

/** The ID that some versions of n8n give to a workflow that was never saved. */
const UNSAVED_ID = '__EMPTY__';

/** The latest change to each node's keys, by workflow and node. */
const latestChanges = new Map<string, Promise<unknown>>();

/**
 * Changes the keys of a node one change at a time. n8n reads all keys, changes them and writes them back, so that one
 * of two simultaneous changes would be lost. Other processes can still interfere.
 */
async function inTurn<Result>(node: string, change: () => Promise<Result>): Promise<Result> {
	const turn = (latestChanges.get(node) ?? Promise.resolve()).then(change);
	const settled = turn.catch(() => {});
	latestChanges.set(node, settled);
	await settled;
	if (latestChanges.get(node) === settled) latestChanges.delete(node);
	return await turn;
}

/** The number of keys to remove at once: n8n searches all keys for each one, and does nothing else meanwhile. */
const REMOVAL_SIZE = 100;

/** The keys of a node in n8n's store. Each function throws a Failure if n8n cannot read or write them. */
export interface KeyStore {
	count(): Promise<number>;
	/** Stores keys and returns those that are new. */
	add(keys: string[]): Promise<ReadonlySet<string>>;
	/** Counts the keys that are not stored. n8n can only tell by storing them, so they are removed again. */
	countNew(keys: string[]): Promise<number>;
	remove(keys: string[]): Promise<void>;
}

/**
 * Opens the store of the node's keys.
 *
 * @throws Failure if the workflow was never saved: n8n keeps keys of saved workflows only
 */
export function openKeyStore(context: IExecuteFunctions): KeyStore {
	const { helpers } = context;
	const { id } = context.getWorkflow();
	if (id === undefined || id === '' || id === UNSAVED_ID) {
		throw new Failure(
			"Save the workflow to use 'Send Once'",
			'Nothing was sent. n8n remembers sent records only for saved workflows.',
		);
	}
	const change = async <Result>(work: () => Promise<Result>): Promise<Result> =>
		await inTurn(`${id} ${context.getNode().id}`, work).catch((error: unknown) => {
			throw new Failure(
				"n8n could not store the data for 'Send Once'",
				`Save the workflow and run it again. n8n says: ${error instanceof Error ? error.message : String(error)}`,
			);
		});
	const remove = async (keys: string[]): Promise<void> => {
		for (let start = 0; start < keys.length; start += REMOVAL_SIZE) {
			await helpers.removeProcessed(keys.slice(start, start + REMOVAL_SIZE), SCOPE, OPTIONS);
		}
	};
	return {
		count: async () => await change(async () => await helpers.getProcessedDataCount(SCOPE, OPTIONS)),
		async add(keys) {
			const found = await change(async () => await helpers.checkProcessedAndRecord(keys, SCOPE, OPTIONS));
			return new Set(found.new.map(String));
		},
		async countNew(keys) {
			return await change(async () => {
				const { new: added } = await helpers.checkProcessedAndRecord(keys, SCOPE, OPTIONS);
				await remove(added.map(String));
				return added.length;
			});
		},
		remove: async (keys) => await change(async () => await remove(keys)),
	};
}
