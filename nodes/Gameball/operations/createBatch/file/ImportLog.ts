import type { IExecuteFunctions } from 'n8n-workflow';
import type { JobId } from '../../../jobs/jobId';
import type { RecordType } from '../../../records/RecordType';
import type { Batch } from '../sending/batches';
import type { BatchLog } from '../sending/Sending';
import { toExtent } from './extent';

/** A batch that was started, but is not known as taken. */
interface OpenBatch {
	readonly firstRow: number;
	readonly recordCount: number;
}

/** The log of an import, which says with which row to go on if n8n is killed. */
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
	 * The row to go on with: where a repeat is harmless, the first one of which Gameball may not have taken the batch; otherwise the
	 * one behind the last that was sent.
	 */
	get nextRow(): number {
		const rows = [...this.open.values()].map(({ firstRow }) => firstRow);
		return this.recordType.isRepeatHarmless ? Math.min(...rows, this.behindLast) : this.behindLast;
	}

	/** The row behind the last one that was sent. */
	get firstUnsentRow(): number {
		return this.behindLast;
	}

	sending(batch: Batch): void {
		const { firstRow, lastRow, recordCount } = toExtent(batch);
		if (!this.open.has(batch.number)) this.open.set(batch.number, { firstRow, recordCount });
		this.behindLast = Math.max(this.behindLast, lastRow + 1);
		if (this.recordType.isRepeatHarmless) return;
		this.write(
			`sends ${this.describe(batch)}. If n8n ends before it logs the job, check whether these rows have arrived. To go on behind them, set 'First Row' to ${this.nextRow}`,
		);
	}

	taken(batch: Batch, jobId: JobId): void {
		if (this.open.get(batch.number)?.recordCount === batch.records.length) this.finished(batch);
		this.write(
			`Gameball has taken ${this.describe(batch)}, as job ${jobId}. To go on after a crash, set 'First Row' to ${this.nextRow}`,
		);
	}

	/** Records that a batch is done, in whatever parts. */
	finished({ number }: Batch): void {
		this.open.delete(number);
	}

	private describe(batch: Batch): string {
		const { firstRow, lastRow } = toExtent(batch);
		return `batch ${batch.number} of ${batch.of}, with the rows ${firstRow} to ${lastRow} of ${this.name}`;
	}

	private write(line: string): void {
		this.context.logger.info(`Execution ${this.context.getExecutionId()}: ${line}`);
	}
}
