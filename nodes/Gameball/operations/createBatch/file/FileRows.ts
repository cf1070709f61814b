import type { IDataObject } from 'n8n-workflow';
import type { RecordSource } from '../../../mapping/duplicates';
import { BrokenRow, FileProblem, type FileNotes, type FileRow } from '../../../mapping/files/FileRow';
import { makeNotes, readRows } from '../../../mapping/files/readRows';
import type { ItemMapper } from '../../../mapping/ItemMapper';
import { isBlank } from '../../../mapping/choosing/withheld';
import type { MappedRecord } from '../../../records/RecordType';
import type { TimeSlice } from '../../TimeSlice';
import type { FileRowReader } from '../reading/itemReader';
import type { FileParameters } from '../parameters/parameters';
import type { RecordMaker } from '../reading/recordMaker';
import { judge, type Verdict } from '../reading/verdict';
import { toFileFailure, type FileSource } from './source';

/** The rows of a file that a run takes, which are read from its start whenever they are needed. */
export class FileRows implements RecordMaker {
	readonly unit = 'row';
	/** What was odd about the file when it was read last. */
	notes: FileNotes = makeNotes();
	/** The rows of the batches in flight, by their numbers. */
	private readonly held = new Map<number, Readonly<IDataObject>>();

	constructor(
		readonly source: FileSource,
		private readonly format: FileParameters,
		private readonly reader: FileRowReader,
		private readonly keyColumns: readonly string[],
		/** Maps the rows; its report knows those that were checked. */
		public mapper: ItemMapper,
		private readonly slice: TimeSlice,
	) {}

	/**
	 * Reads the rows one after the other.
	 *
	 * @throws Failure where the file cannot be read any further, ExecutionCanceled if the execution was cancelled meanwhile
	 */
	async forEach(work: (row: FileRow) => void): Promise<void> {
		for await (const rows of this.read()) await this.slice.forEach(rows, work);
	}

	/**
	 * Reads the rows, those of a chunk of the file at once.
	 *
	 * @throws Failure where the file cannot be read any further
	 */
	async *read(): AsyncGenerator<FileRow[]> {
		const { firstRow, maxRows } = this.format;
		const end = maxRows === 0 ? Infinity : firstRow + maxRows;
		this.notes = makeNotes();
		let problem: unknown;
		try {
			for await (const rows of readRows(this.source.read(), this.format, this.notes)) {
				this.checkHeader();
				yield rows.filter(({ number }) => number >= firstRow && number < end);
				if ((rows.at(-1)?.number ?? 0) >= end - 1) return;
			}
		} catch (error) {
			problem = error;
		}
		if (problem !== undefined) throw toFileFailure(this.source.name, problem);
	}

	/** Refuses a header in which it is not clear which column is meant. */
	private checkHeader(): void {
		const { columns: used } = this.reader;
		const { columns, repeated } = this.notes;
		const unclear = repeated.filter((name) => used === undefined || used.has(name));
		if (unclear.length > 0) {
			throw new FileProblem(`The header contains '${unclear.join("', '")}' more than once. Rename all but one.`);
		}
		const missing = columns === undefined ? [] : [...(used ?? [])].filter((name) => !columns.includes(name));
		if (missing.length > 0) {
			throw new FileProblem(
				`The file has no column '${missing.join("', '")}', but a field is mapped to it. Its columns are ${columns?.join(', ')}.`,
			);
		}
	}

	/** Judges a row. */
	judge({ number, json }: FileRow, mapper = this.mapper): Verdict {
		if (json instanceof BrokenRow) return { id: undefined, problems: [{ field: 'The row', reason: json.reason }] };
		const { read, columns } = this.reader;
		const verdict = judge(json, number, read, mapper, columns !== undefined, this.keyColumns);
		return typeof verdict === 'object' && isBlank(json) ? undefined : verdict;
	}

	/** Holds a row until it is released, so that its record can be made. */
	hold({ number, json }: FileRow): void {
		if (!(json instanceof BrokenRow)) this.held.set(number, json);
	}

	/** Releases the rows of records. */
	release(records: readonly RecordSource[]): void {
		for (const { item } of records) this.held.delete(item);
	}

	readonly readJson = (number: number): Readonly<IDataObject> => this.held.get(number) ?? {};

	readonly makeRecord = ({ item }: RecordSource): MappedRecord => {
		const row = this.reader.read(this.readJson(item), item);
		if (row instanceof Error || 'list' in row) throw new Error(`Row ${item} has no record`);
		return this.mapper.makeRecord(row);
	};
}
