import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../../errors';

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

/** The keys of a node in n8n's store. Each function throws a Failure if n8n cannot read or write them. */
export interface KeyStore {
	/** Counts the keys. */
	count(): Promise<number>;
	/** Stores keys; returns those that were not there. */
	add(keys: string[]): Promise<ReadonlySet<string>>;
	/** Counts the keys that are not there, which only shows when they are added: it removes them again. */
	countNew(keys: string[]): Promise<number>;
	/** Removes keys. */
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
