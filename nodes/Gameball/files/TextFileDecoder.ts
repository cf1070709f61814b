import { FileProblem } from './FileRow';

type Decoder = InstanceType<typeof TextDecoder>;

/** What the first bytes of a file mean: its encoding, or why it cannot be read. */
type Mark = { readonly bytes: readonly number[] } & ({ readonly encoding: string } | { readonly problem: string });

const MARKS: readonly Mark[] = [
	{ bytes: [0xff, 0xfe], encoding: 'utf-16le' },
	{ bytes: [0xfe, 0xff], encoding: 'utf-16be' },
	{
		bytes: [0x1f, 0x8b],
		problem:
			"The file is compressed with gzip. Add n8n's Compression node before this one, with 'Operation' set to Decompress.",
	},
	{
		bytes: [0x50, 0x4b, 0x03, 0x04],
		problem:
			"The file is an Excel workbook or a ZIP archive. Save a workbook as CSV, or add n8n's Extract from File node before this one. Unpack an archive with n8n's Compression node.",
	},
];

/** The number of bytes needed to recognize every mark. */
const MARK_LENGTH = Math.max(...MARKS.map(({ bytes }) => bytes.length));

function join(one: Uint8Array, other: Uint8Array): Uint8Array {
	const joined = new Uint8Array(one.length + other.length);
	joined.set(one);
	joined.set(other, one.length);
	return joined;
}

/** Chooses the decoder of a file by its first bytes; without a mark, the file is UTF-8. */
function chooseDecoder(start: Uint8Array): Decoder {
	const mark = MARKS.find(({ bytes }) => bytes.every((byte, index) => start[index] === byte));
	if (mark !== undefined && 'problem' in mark) throw new FileProblem(mark.problem);
	return new TextDecoder(mark?.encoding ?? 'utf-8', { fatal: true });
}

/** Decodes bytes; returns undefined if they are not text in this encoding. */
function tryDecode(decoder: Decoder, bytes: Uint8Array, stream: boolean): string | undefined {
	try {
		return decoder.decode(bytes, { stream });
	} catch {
		return undefined;
	}
}

/** Decodes a text file chunk by chunk, without its byte order mark: UTF-8, or UTF-16 if it starts with the mark. */
export class TextFileDecoder {
	private decoder: Decoder | undefined;
	/** The first bytes, until there are enough to know the encoding. */
	private start: Uint8Array = new Uint8Array();

	/**
	 * Decodes another chunk.
	 *
	 * @throws FileProblem if the file is not text in its encoding, or is a compressed file or a workbook
	 */
	decode(chunk: Uint8Array): string {
		if (this.decoder !== undefined) return this.run(this.decoder, chunk, true);
		this.start = join(this.start, chunk);
		if (this.start.length < MARK_LENGTH) return '';
		this.decoder = chooseDecoder(this.start);
		return this.run(this.decoder, this.start, true);
	}

	/**
	 * Ends the file.
	 *
	 * @returns the remaining text
	 * @throws FileProblem if the file ends within a character
	 */
	end(): string {
		if (this.decoder !== undefined) return this.run(this.decoder, new Uint8Array(), false);
		return this.run(chooseDecoder(this.start), this.start, false);
	}

	private run(decoder: Decoder, bytes: Uint8Array, stream: boolean): string {
		const text = tryDecode(decoder, bytes, stream);
		if (text !== undefined) return text;
		throw new FileProblem(`The file is not ${decoder.encoding.toUpperCase()}. Save it as UTF-8 (in Excel: CSV UTF-8).`);
	}
}
