import './environment.mts';
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DataDeduplicationService } from 'n8n-core';
import type {
	DeduplicationItemTypes,
	DeduplicationScope,
	ICheckProcessedContextData,
	IDataDeduplicator,
	IDeduplicationOutput,
} from 'n8n-workflow';

/**
 * n8n's store of processed keys, in memory. Like the one in n8n's database it keeps the MD5 hashes of each node in one list
 * that every change reads and writes as a whole, with a moment in between: two changes at once lose one. It also has that
 * one's quirk of not telling duplicates apart in the first call.
 */
class ProcessedKeys implements IDataDeduplicator {
	private readonly lists = new Map<string, readonly string[]>();
	/** Set to the message of an error that every change fails with. */
	fault: string | undefined;

	/** Forgets everything. */
	clear(): void {
		this.lists.clear();
		this.fault = undefined;
	}

	/** Counts the keys of all nodes. */
	get size(): number {
		return [...this.lists.values()].reduce((sum, list) => sum + list.length, 0);
	}

	private async read(scope: DeduplicationScope, { node, workflow }: ICheckProcessedContextData) {
		if (workflow.id === '') throw new Error('The workflow has no ID');
		const place = `${workflow.id} ${scope} ${node?.id}`;
		const list = this.lists.get(place);
		await nextTurn();
		if (this.fault !== undefined) throw new Error(this.fault);
		return { place, list };
	}

	private readonly hash = (item: DeduplicationItemTypes): string =>
		createHash('md5').update(item.toString()).digest('base64');

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		data: ICheckProcessedContextData,
	): Promise<IDeduplicationOutput> {
		const { place, list } = await this.read(scope, data);
		const hashes = items.map(this.hash);
		if (list === undefined) {
			this.lists.set(place, hashes);
			return { new: items, processed: [] };
		}
		const known = new Set(list);
		const isNew = hashes.map((hash) => !known.has(hash));
		this.lists.set(place, [...list, ...hashes.filter((_, index) => isNew[index])]);
		return { new: items.filter((_, index) => isNew[index]), processed: items.filter((_, index) => !isNew[index]) };
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		data: ICheckProcessedContextData,
	): Promise<void> {
		const { place, list = [] } = await this.read(scope, data);
		const removed = new Set(items.map(this.hash));
		this.lists.set(
			place,
			list.filter((hash) => !removed.has(hash)),
		);
	}

	async clearAllProcessedItems(scope: DeduplicationScope, data: ICheckProcessedContextData): Promise<void> {
		const { place } = await this.read(scope, data);
		this.lists.delete(place);
	}

	async getProcessedDataCount(scope: DeduplicationScope, data: ICheckProcessedContextData): Promise<number> {
		const { list = [] } = await this.read(scope, data);
		return list.length;
	}
}

/** The store of this process: n8n-core takes one only. */
export const processedKeys = new ProcessedKeys();
void DataDeduplicationService.init(processedKeys);
