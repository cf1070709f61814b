import type { IExecuteFunctions } from 'n8n-workflow';
import type { JobId } from '../../../jobs/jobId';
import type { RecordType } from '../../../records/RecordType';
import type { Batch, Rows } from '../rows/Rows';

/** Logs which rows became which job, and how to continue: if n8n is killed, nothing else records it. */
export class BatchLog {
	/** The batches that were started but are not known to be accepted. */
	private readonly open = new Map<number, Batch>();
	private lastStarted = -1;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly rows: Rows,
		private readonly recordType: RecordType,
	) {}

	/**
	 * Says how to continue: for an idempotent record type, with the first batch that Gameball may not have accepted;
	 * otherwise after the last one that was sent.
	 */
	private adviseContinue(): string | undefined {
		const firsts = [...this.open.values()].map(({ first }) => first - 1);
		const after = this.recordType.isIdempotent
			? firsts.reduce((least, first) => Math.min(least, first), this.lastStarted)
			: this.lastStarted;
		return this.rows.adviseContinue(after);
	}

	/** Says how to send what was not sent; undefined if no parameter can do it. */
	adviseRest(): string | undefined {
		const advice = this.adviseContinue();
		if (advice === undefined || this.recordType.isIdempotent) return advice && `To continue, ${advice}.`;
		return "To send only the rows that were not sent, set 'First Row' to the first of them and 'Max Rows' to their number.";
	}

	sending(batch: Batch): void {
		if (!this.open.has(batch.number)) this.open.set(batch.number, this.rows.keep(batch));
		this.lastStarted = Math.max(this.lastStarted, batch.last);
		if (this.recordType.isIdempotent) return;
		this.write(
			`sending ${this.describe(batch)}. If n8n stops before it logs the job, check whether these ${this.rows.unit}s arrived`,
			'To continue after them,',
		);
	}

	accepted(batch: Batch, jobId: JobId): void {
		if (this.open.get(batch.number)?.size === batch.size) this.finished(batch);
		this.write(`Gameball accepted ${this.describe(batch)} as job ${jobId}`, 'To continue after a crash,');
	}

	/** Records a batch that failed before it was sent. */
	unsent(batch: Batch): void {
		this.open.set(batch.number, this.rows.keep(batch));
	}

	/** Records that all parts of a batch are done. */
	finished({ number }: Batch): void {
		this.open.delete(number);
	}

	private describe(batch: Batch): string {
		return `batch ${batch.number} of ${batch.of} (${this.rows.nameRows([batch])})`;
	}

	private write(line: string, toContinue: string): void {
		const advice = this.adviseContinue();
		const end = advice === undefined ? '' : `. ${toContinue} ${advice}`;
		this.context.logger.info(`Execution ${this.context.getExecutionId()}: ${line}${end}`);
	}
}
