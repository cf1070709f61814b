import { fingerprint } from '../text';
import { FileProblem } from './FileRow';

/** The size of the blocks that are compared, in bytes: as large as the chunks that n8n reads of a file. */
const BLOCK_SIZE = 64 * 1024;

/** Divides bytes into blocks of the same size, however they arrive; the last block can be shorter. */
async function* toBlocks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	let parts: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of chunks) {
		for (let start = 0; start < chunk.length; ) {
			const part = chunk.subarray(start, start + BLOCK_SIZE - length);
			start += part.length;
			parts.push(part);
			length += part.length;
			if (length < BLOCK_SIZE) continue;
			yield parts.length === 1 ? part : Buffer.concat(parts);
			[parts, length] = [[], 0];
		}
	}
	if (length > 0) yield Buffer.concat(parts);
}

/** A file that must be the same each time it is read: what was checked is what is sent. */
export class UnchangedFile {
	/** The fingerprints of its blocks, as far as it was read. */
	private readonly known: number[] = [];
	/** True once it was read to the end. */
	private isWhole = false;

	/** @param readChunks reads the bytes from the start */
	constructor(private readonly readChunks: () => AsyncIterable<Uint8Array>) {}

	/**
	 * Reads the file from the start, a block at a time.
	 *
	 * @throws FileProblem before the first block that is not the same as the time before
	 */
	async *read(): AsyncGenerator<Uint8Array> {
		let count = 0;
		for await (const block of toBlocks(this.readChunks())) {
			const own = fingerprint(block);
			if (!this.isWhole && count === this.known.length) this.known.push(own);
			if (this.known[count++] !== own) throw this.toProblem();
			yield block;
		}
		if (count < this.known.length) throw this.toProblem();
		this.isWhole = true;
	}

	private toProblem(): FileProblem {
		return new FileProblem('The file has changed since the node checked it. Run the workflow again.');
	}
}
