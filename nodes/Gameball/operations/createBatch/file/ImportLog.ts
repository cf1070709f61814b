import type { IExecuteFunctions } from 'n8n-workflow';
import type { JobId } from '../../../jobs/jobId';
import type { RecordType } from '../../../records/RecordType';
import type { Batch } from '../sending/batches';
import type { BatchLog } from '../sending/Sending';
import { formatRows, toExtent } from './extent';

/** A batch that was started but is not known to be accepted. */
interface OpenBatch {
	readonly firstRow: number;
	readonly recordCount: number;
}

/** The log of an import, which says at which row to continue if n8n is killed. */
export class ImportLog implements BatchLog {
	private readonly open = new Map<number, OpenBatch>();
	private behindLast: number;

	/**
	 * @param name the name of the file
	 * @param firstRow the first row of the import
	 */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly name: string,
		private readonly recordType: RecordType,
		firstRow: number,
	) {
		this.behindLast = firstRow;
	}

	/**
	 * The row to continue with: if a repeat is harmless, the first row whose batch Gameball may not have accepted; otherwise the
	 * row after the last one that was sent.
	 */
	get nextRow(): number {
		const rows = [...this.open.values()].map(({ firstRow }) => firstRow);
		return this.recordType.isRepeatHarmless ? Math.min(...rows, this.behindLast) : this.behindLast;
	}

	/** The row after the last one that was sent. */
	get firstUnsentRow(): number {
		return this.behindLast;
	}

	sending(batch: Batch): void {
		const { firstRow, lastRow, recordCount } = toExtent(batch);
		if (!this.open.has(batch.number)) this.open.set(batch.number, { firstRow, recordCount });
		this.behindLast = Math.max(this.behindLast, lastRow + 1);
		if (this.recordType.isRepeatHarmless) return;
		this.write(
			`sending ${this.describe(batch)}. If n8n stops before it logs the job, check whether these rows arrived. To continue after them, set 'First Row' to ${this.nextRow}`,
		);
	}

	taken(batch: Batch, jobId: JobId): void {
		if (this.open.get(batch.number)?.recordCount === batch.records.length) this.finished(batch);
		this.write(
			`Gameball accepted ${this.describe(batch)} as job ${jobId}. To continue after a crash, set 'First Row' to ${this.nextRow}`,
		);
	}

	/** Records that all parts of a batch are done. */
	finished({ number }: Batch): void {
		this.open.delete(number);
	}

	private describe(batch: Batch): string {
		return `batch ${batch.number} of ${batch.of} (${formatRows(toExtent(batch))} of ${this.name})`;
	}

	private write(line: string): void {
		this.context.logger.info(`Execution ${this.context.getExecutionId()}: ${line}`);
	}
}
