import type { IExecuteFunctions } from 'n8n-workflow';
import { ItemMapper } from '../../../mapping/ItemMapper';
import type { TimeSlice } from '../../TimeSlice';
import { describeInvalidItem, InvalidItems } from '../reading/invalidItems';
import { createFileRowReader } from '../reading/itemReader';
import type { CreateBatchParameters, FileParameters } from '../parameters/parameters';
import { needsDateOrder } from '../reading/verdict';
import { FileRows } from './FileRows';
import { RowReport } from './RowReport';
import type { FileSource } from './source';

/** A file whose rows were all checked. */
export interface CheckedFile {
	readonly rows: FileRows;
	readonly validCount: number;
	readonly blankCount: number;
	readonly invalid: InvalidItems;
	/** The rows that did not arrive: so far the invalid ones. */
	readonly missed: RowReport;
	/** True if invalid rows are left out; otherwise they are an error. */
	readonly isSkipping: boolean;
}

/** The verdicts on all rows of a file. */
interface Verdicts extends Pick<CheckedFile, 'validCount' | 'blankCount' | 'invalid' | 'missed'> {
	/** True if rows cannot be judged before the order of their dates is known. */
	readonly hasUndecided: boolean;
}

async function judgeRows(rows: FileRows, maxReported: number): Promise<Verdicts> {
	let validCount = 0;
	let blankCount = 0;
	let hasUndecided = false;
	const invalid = new InvalidItems('row');
	const missed = new RowReport(maxReported);
	await rows.forEach((row) => {
		const verdict = rows.judge(row);
		if (typeof verdict === 'string') {
			validCount++;
		} else if (verdict === undefined) {
			blankCount++;
		} else {
			hasUndecided ||= needsDateOrder(verdict);
			const problem = { item: row.number, ...verdict };
			invalid.add(problem);
			missed.add(row, () => ({ status: 'invalid', message: describeInvalidItem('row', problem), facts: {} }));
		}
	});
	return { validCount, blankCount, invalid, missed, hasUndecided };
}

/**
 * Checks all rows of a file. Where the order of a date is not known before all others were seen, they are checked again.
 *
 * @throws Failure if the file cannot be read, if there are invalid rows and neither the option `invalidRecords` nor
 * "On Error" lets the others go, or if there are no others; ExecutionCanceled if the execution is cancelled meanwhile
 */
export async function checkFile(
	context: IExecuteFunctions,
	source: FileSource,
	parameters: CreateBatchParameters,
	file: FileParameters,
	slice: TimeSlice,
): Promise<CheckedFile> {
	const { recordType, invalidRecords, sendOnce } = parameters;
	const mapper = new ItemMapper(recordType, parameters);
	const reader = createFileRowReader(context, recordType);
	const rows = new FileRows(source, file, reader, sendOnce?.columns ?? [], mapper, slice);
	const first = await judgeRows(rows, file.maxReported);
	mapper.settleDateOrders();
	if (first.hasUndecided) rows.mapper = mapper.again();
	const verdicts = first.hasUndecided ? await judgeRows(rows, file.maxReported) : first;
	const { validCount, blankCount, invalid } = verdicts;
	const isSkipping = invalidRecords === 'skip' && validCount > 0;
	if (invalid.count > 0 && !isSkipping && !context.continueOnFail()) {
		const failure = invalid.toFailure(validCount + blankCount + invalid.count, validCount > 0);
		throw failure.with(`${source.name}: ${failure.description}`);
	}
	return { rows, isSkipping, ...verdicts };
}
