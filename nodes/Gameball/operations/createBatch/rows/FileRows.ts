import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { BrokenRow, FileProblem, type FileNotes, type FileRow } from '../../../files/FileRow';
import { makeNotes, readRows } from '../../../files/readRows';
import { isBlank } from '../../../mapping/fields/privateColumns';
import type { RecordRef } from '../../../mapping/duplicates';
import type { MappedRecord } from '../../../records/RecordType';
import { countOf, listTexts } from '../../../text';
import type { Yielder } from '../../Yielder';
import type { CreateBatchParameters, FileParameters } from '../parameters/parameters';
import { findFile, toFileFailure, type BinaryFile } from './binaryFile';
import { Findings } from './Findings';
import { toBroken } from './InvalidRows';
import { MappedRows } from './MappedRows';
import { createFileRowReader, refuseColumnNames } from './rowReaders';
import type { Batch, Rows } from './Rows';
import type { Validation } from './validation';

/** @example 'rows 2 to 1001' */
const nameRange = ({ first, last }: Batch): string => (first === last ? `row ${first}` : `rows ${first} to ${last}`);

/** The rows of a file, which are read again each time they are needed, so that memory does not grow with the file. */
export class FileRows extends MappedRows implements Rows {
	readonly unit = 'row';
	readonly inputItems: readonly number[];
	private file: BinaryFile | undefined;
	/** Anything unusual in the latest pass over the file. */
	private notes: FileNotes = makeNotes();

	/** @param item the index of the input item with the file */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly item: number,
		parameters: CreateBatchParameters,
		private readonly format: FileParameters,
		private readonly yielder: Yielder,
	) {
		super(parameters, createFileRowReader(context, parameters.recordType));
		this.inputItems = [item];
	}

	protected listColumns(): readonly string[] {
		return this.notes.columns ?? [];
	}

	get name(): string {
		return this.file?.name ?? `The file of item ${this.item}`;
	}

	protected async validateAll(): Promise<Findings> {
		this.file ??= findFile(this.context, this.item, this.context.getNodeParameter('binaryPropertyName', this.item));
		const findings = new Findings(this.unit, this.parameters, this.format.maxReported);
		for await (const rows of this.readAll()) {
			await this.yielder.forEach(rows, ({ number, json }) => {
				const isBroken = json instanceof BrokenRow;
				const validation = isBroken ? toBroken(json.reason) : this.validateRow(json, number);
				const id = findings.add(number, validation, isBroken ? {} : json);
				if (id !== undefined) findings.countRecord(id);
			});
		}
		findings.notes = this.describeNotes(findings.total);
		return findings;
	}

	private validateRow(json: Readonly<IDataObject>, number: number, mapper = this.mapper): Validation {
		const validation = this.validate(this.read(json, number), json, mapper);
		// A manual mapping can fill fields of a blank line too.
		return typeof validation === 'object' && isBlank(json) ? undefined : validation;
	}

	private describeNotes(rowCount: number): string[] {
		const { shortRows, nameless } = this.notes;
		const numbers = listTexts([...nameless].sort((one, other) => one - other));
		const columns =
			nameless.size === 1
				? `Column ${numbers} was not sent because it has`
				: `Columns ${numbers} were not sent because they have`;
		return [
			...(rowCount === 0 ? [`${this.name} contains no rows to send.`] : []),
			...(shortRows === 0
				? []
				: [`${countOf(shortRows, 'row has', 'rows have')} fewer cells than the header. Missing cells count as empty.`]),
			...(nameless.size === 0 ? [] : [`${columns} no name in the header.`]),
		];
	}

	/** Reads the rows within the limits of the options, one chunk of the file at a time. */
	private async *readAll(): AsyncGenerator<FileRow[]> {
		const { firstRow, maxRows } = this.format;
		const end = maxRows === 0 ? Infinity : firstRow + maxRows;
		this.notes = makeNotes();
		try {
			for await (const rows of readRows(this.file?.read() ?? [], this.format, this.notes)) {
				this.checkHeader();
				yield rows.filter(({ number }) => number >= firstRow && number < end);
				if ((rows.at(-1)?.number ?? 0) >= end - 1) return;
			}
		} catch (error) {
			throw toFileFailure(this.name, error);
		}
	}

	/** Rejects a header that repeats or lacks a column that is used. */
	private checkHeader(): void {
		const { columns: used } = this.reader;
		refuseColumnNames(this.reader, () => this.listColumns());
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

	async *listRecords(): AsyncGenerator<RecordRef[]> {
		const mapper = this.mapper.withFreshReport();
		for await (const rows of this.readAll()) {
			yield await this.yielder.flatMap(rows, ({ number, json }): RecordRef[] => {
				if (json instanceof BrokenRow) return [];
				const id = this.validateRow(json, number, mapper);
				return typeof id === 'string' ? [{ id, item: number, json }] : [];
			});
		}
	}

	/** Reads the file once more, up to the last record of the jobs. */
	async *listRecordsOf<Job extends { readonly batch: Batch }>(
		jobs: readonly Job[],
		isLeftOut: (number: number) => boolean,
	) {
		const left = jobs.values();
		let job = left.next().value;
		let records: RecordRef[] = [];
		if (job === undefined) return;
		for await (const slice of this.listRecords()) {
			for (const record of slice) {
				if (record.item < job.batch.first || isLeftOut(record.item)) continue;
				records.push(record);
				if (record.item < job.batch.last) continue;
				yield { job, records };
				records = [];
				job = left.next().value;
				if (job === undefined) return;
			}
		}
	}

	makeRecord({ item, json = {} }: RecordRef): MappedRecord {
		return this.map(json, item);
	}

	readJson({ json = {} }: RecordRef) {
		return [json];
	}

	getInputItem(): number {
		return this.item;
	}

	keep(batch: Batch): Batch {
		return { ...batch, records: [] };
	}

	/** Computes the 'First Row' that continues after a row; -1 stands for the row before the first. */
	getNext(after: number): number {
		return Math.max(after + 1, this.format.firstRow);
	}

	nameRows(batches: readonly Batch[], after?: number): string {
		const next = this.getNext(after ?? 0);
		const rest = next <= 1 ? 'all rows' : `all rows from ${next} on`;
		const named = batches.length === 0 ? [] : [listTexts(batches.map(nameRange))];
		return `${[...named, ...(after === undefined ? [] : [rest])].join(', ')} of ${this.name}`;
	}

	adviseContinue(after: number): string {
		return `set 'First Row' to ${this.getNext(after)}`;
	}
}
