import type { IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../../errors';
import { UnchangedFile } from '../../../files/UnchangedFile';

/** A file in the binary data of an input item. */
export interface BinaryFile {
	/** The name for messages. */
	readonly name: string;
	/** Reads the bytes from the start, a chunk at a time. Throws a FileProblem if they have changed since the first time. */
	read(): AsyncIterable<Uint8Array>;
}

/** The size in bytes of the chunks of a file that is already in memory. */
const CHUNK_SIZE = 64 * 1024;

/** The failure of a file that cannot be read. */
export const toFileFailure = (name: string, reason: unknown): Failure =>
	reason instanceof Failure
		? reason
		: new Failure(
				'The file cannot be read',
				`${name}: ${(reason instanceof Error ? reason.message : String(reason)).replace(/[^.]$/, '$&.')}`,
			);

/**
 * Finds the file of an input item. If the item has only one, its name does not matter: a form names it after a label.
 *
 * @param given the name of the item's binary data, or the data itself
 * @throws Failure if the item has no file there
 */
export function findFile(context: IExecuteFunctions, item: number, given: unknown): BinaryFile {
	const { helpers } = context;
	const names = Object.keys(context.getInputData()[item]?.binary ?? {});
	const property = typeof given === 'string' && names.length === 1 ? names[0] : given;
	let binary;
	try {
		binary = helpers.assertBinaryData(item, property as string);
	} catch {
		binary = undefined;
	}
	if (binary === undefined) {
		const advice =
			names.length === 0
				? 'Add a node before this one that outputs a file, such as Read/Write Files from Disk or HTTP Request.'
				: `Its files are in '${names.join("', '")}'. Enter one of these names.`;
		throw new Failure("No file in 'Input Binary Field'", `Item ${item} has no file in '${String(given)}'. ${advice}`);
	}
	const { id, fileName } = binary;
	async function* read(): AsyncGenerator<Uint8Array> {
		if (id !== undefined) {
			// The stream yields buffers, but its type does not say so.
			yield* (await helpers.getBinaryStream(id)) as AsyncIterable<Uint8Array>;
			return;
		}
		const buffer = await helpers.getBinaryDataBuffer(item, property as string);
		for (let start = 0; start < buffer.length; start += CHUNK_SIZE) yield buffer.subarray(start, start + CHUNK_SIZE);
	}
	const file = new UnchangedFile(read);
	return { name: fileName ?? `The file of item ${item}`, read: () => file.read() };
}
