import type { MappedRecord, RecordType } from '../../../records/RecordType';
import { countOf } from '../../../text';
import type { Hints } from './RunHints';

/** The totals of the record type's amount fields. */
export class AmountSums {
	private readonly sums: Map<string, number>;

	constructor(private readonly recordType: RecordType) {
		this.sums = new Map((recordType.amounts ?? []).map((name) => [name, 0]));
	}

	add({ values }: MappedRecord): void {
		for (const [name, sum] of this.sums) this.sums.set(name, sum + Number(values[name] ?? 0));
	}

	/** Lists the totals by field label, rounded to a millionth: binary fractions do not add up exactly. */
	list(): string[] {
		const { fields } = this.recordType;
		const label = (name: string) => fields.find((field) => field.name === name)?.label ?? name;
		return [...this.sums].map(([name, sum]) => `${label(name)} ${Math.round(sum * 1e6) / 1e6}`);
	}
}

/**
 * Says that a dry run sent nothing, and what a real run would send.
 *
 * @param isRefused true if the invalid rows would stop a real run
 */
export const describeDryRun = (
	recordCount: number,
	requestCount: number,
	sums: AmountSums,
	isRefused: boolean,
): Hints => ({
	status: [
		isRefused
			? "Dry run: nothing was sent. A real run would not send anything either: correct what is invalid, or set 'Invalid Records' to Skip."
			: `Dry run: nothing was sent. A real run would send ${countOf(recordCount, 'record')} in ${countOf(requestCount, 'request')}.`,
		...(sums.list().length === 0 ? [] : [`Totals: ${sums.list().join(', ')}.`]),
	],
});
