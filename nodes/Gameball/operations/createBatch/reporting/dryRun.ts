import type { IDataObject } from 'n8n-workflow';
import type { MappedRecord, RecordType } from '../../../records/RecordType';
import type { Batch } from '../sending/batches';
import type { CreateBatchParameters } from '../parameters/parameters';
import { makeEntry, type RecordMaker } from '../reading/recordMaker';

/** The sums of the amounts of records. */
export class AmountSums {
	private readonly sums: Map<string, number>;

	constructor(private readonly recordType: RecordType) {
		this.sums = new Map((recordType.amounts ?? []).map((name) => [name, 0]));
	}

	/** Adds the amounts of a record. */
	add({ values }: MappedRecord): void {
		for (const [name, sum] of this.sums) this.sums.set(name, sum + Number(values[name] ?? 0));
	}

	/** Lists the sums with the labels of their fields, rounded to a millionth: binary fractions do not add up exactly. */
	list(): Array<readonly [label: string, sum: number]> {
		const { fields } = this.recordType;
		const label = (name: string) => fields.find((field) => field.name === name)?.label ?? name;
		return [...this.sums].map(([name, sum]) => [label(name), Math.round(sum * 1e6) / 1e6]);
	}
}

/** Shows the entries of a batch's request, each as an object: an entry may be just an identifier. */
export const showEntries = (parameters: CreateBatchParameters, maker: RecordMaker, batch: Batch): IDataObject[] =>
	batch.records.map((source) => {
		const entry = makeEntry(parameters, maker, source);
		return typeof entry === 'object' ? entry : { [parameters.recordType.identity]: entry };
	});
