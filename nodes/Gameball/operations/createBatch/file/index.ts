import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { GameballClient } from '../../../api/client';
import { Failure } from '../../../Failure';
import { toErrorItem } from '../../errorItems';
import { isCanceled } from '../../errors';
import { SHORT_SLICE, TimeSlice } from '../../TimeSlice';
import type { CreateBatchParameters, FileParameters } from '../parameters/parameters';
import { openSentRecords } from '../sending/sentRecords';
import { passBatches, readBatches, spreadBatches, type BatchSizes } from './batches';
import { checkFile, type CheckedFile } from './check';
import { FileOutcome } from './FileOutcome';
import { ImportLog } from './ImportLog';
import { makeFileDryRun, makeFileEndOutput, makeSentOutput } from './output';
import type { FileRun } from './run';
import { refuseRejectedRows, sendFileBatches } from './send';
import { findFile } from './source';
import { refuseFailedEnd, sendFileAndWait } from './trial';
import { findMissedRows } from './wait';

/**
 * Refuses options that need all records of a file in memory.
 *
 * @throws Failure if one is set
 */
function refuseDuplicates({ duplicates }: CreateBatchParameters): void {
	if (duplicates === 'sendAll') return;
	throw new Failure(
		"Set 'Duplicates' to Send All for a file",
		'Nothing was sent. The node reads a file row by row, and duplicates can be anywhere in it. Remove them beforehand, or let Gameball update the customer with each one.',
	);
}

/** Divides the records of a file. */
function divide({ validCount }: CheckedFile, { batchSize, wait }: CreateBatchParameters): BatchSizes {
	return { recordCount: validCount, batchSize, trialSize: Math.min(wait?.trialSize ?? 0, validCount) };
}

/** Sends a file whose rows were checked. */
async function sendFile(run: FileRun): Promise<INodeExecutionData[]> {
	const { context, parameters, file, slice } = run;
	const { wait } = parameters;
	const sizes = divide(file, parameters);
	const batches = spreadBatches(readBatches(file.rows, sizes, slice), context.getExecutionCancelSignal());
	try {
		if (wait === undefined) {
			await sendFileBatches(run, batches);
			refuseRejectedRows(run);
			return makeSentOutput(run);
		}
		const end = await sendFileAndWait(run, batches, sizes, wait);
		await findMissedRows(run, end.ended);
		refuseFailedEnd(run, end);
		return makeFileEndOutput(run, wait.shape, end);
	} finally {
		await batches.return(undefined);
	}
}

/**
 * Sends the files of all input items: all are checked before the first is sent. Each is read again for every step, so that memory
 * does not grow with them.
 *
 * @throws Failure for the first file that cannot be sent as a whole, if "On Error" stops the workflow
 */
export async function importFiles(
	context: IExecuteFunctions,
	client: GameballClient,
	parameters: CreateBatchParameters,
	options: FileParameters,
): Promise<INodeExecutionData[]> {
	refuseDuplicates(parameters);
	const slice = new TimeSlice(context.getExecutionCancelSignal(), SHORT_SLICE);
	const output: INodeExecutionData[][] = context.getInputData().map(() => []);

	/** Works on the file of an item. Its failure is the item's, where "On Error" lets the others go on. */
	async function work(item: number, step: () => Promise<void>): Promise<void> {
		await step().catch((error: unknown) => {
			if (isCanceled(context, error) || !context.continueOnFail()) throw error;
			output[item]?.push(toErrorItem(error, { item }));
		});
	}

	const checked: CheckedFile[] = [];
	for (const item of output.keys()) {
		await work(item, async () => {
			const source = findFile(context, item, context.getNodeParameter('binaryPropertyName', item));
			checked.push(await checkFile(context, source, parameters, options, slice));
		});
	}
	for (const file of checked) {
		const { rows, validCount } = file;
		const { source } = rows;
		await work(source.item, async () => {
			const sizes = divide(file, parameters);
			if (parameters.dryRun) {
				output[source.item]?.push(...(await makeFileDryRun(context, parameters, file, sizes, slice)));
				return;
			}
			const all = passBatches(rows, readBatches(rows, sizes, slice));
			const sentRecords = await openSentRecords(context, parameters, rows, all, slice);
			const log = new ImportLog(context, source.name, parameters.recordType, options.firstRow);
			const { maxReported } = options;
			const outcome = new FileOutcome(file, maxReported, parameters.recordType.isIdentityUnique && validCount > 0);
			const run: FileRun = { context, client, slice, parameters, maker: rows, sentRecords, log, file, outcome };
			output[source.item]?.push(...(await sendFile(run)));
		});
	}
	return output.flat();
}
