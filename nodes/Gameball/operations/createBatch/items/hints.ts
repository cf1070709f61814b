import type { IExecuteFunctions } from 'n8n-workflow';
import { countDuplicates } from '../../../mapping/duplicates';
import type { RecordType } from '../../../records/RecordType';
import { addHint } from '../../addHint';
import type { TimeSlice } from '../../TimeSlice';
import { describeInvalidItem, type InvalidItem } from '../reading/invalidItems';
import { countOf } from '../../../countOf';
import { nameItem } from '../reading/units';
import { hintRecords, type LeftOutItems } from '../reporting/hints';
import type { UnsentRecord } from '../sending/batches';
import type { BatchPlan } from './plan';

/** Adds hints about the items and columns of a run. */
export async function hintPlan(
	context: IExecuteFunctions,
	recordType: RecordType,
	plan: BatchPlan,
	slice: TimeSlice,
): Promise<void> {
	const leftOut: LeftOutItems = {
		unit: 'item',
		itemCount: context.getInputData().length,
		invalidCount: plan.invalid.length,
		firstInvalid: plan.isSkipping ? plan.invalid[0] : undefined,
		blankCount: plan.blankCount,
	};
	let duplicateCount = 0;
	if (recordType.isIdentityUnique) {
		await slice.forEach(plan.batches, ({ records }) => (duplicateCount += countDuplicates(records)));
	}
	hintRecords(context, leftOut, duplicateCount, plan.report);
}

/** Adds hints about records that were not sent, though nothing is wrong with them. */
export function hintUnsent(context: IExecuteFunctions, unsent: readonly UnsentRecord[]): void {
	const seen = unsent.filter(({ status }) => status === 'alreadySent');
	const [first] = seen;
	if (first === undefined) return;
	const count = countOf(seen.length, 'record was', 'records were');
	addHint(context, `${count} not sent again. ${nameItem('item', first.record.item)}: ${first.message}.`);
}

/** Adds a hint about records for which Gameball refused their batch, and which were sent apart from the others. */
export function hintRejected(context: IExecuteFunctions, rejected: readonly InvalidItem[]): void {
	const [first] = rejected;
	if (first === undefined) return;
	addHint(context, `Gameball refused ${countOf(rejected.length, 'item')}. ${describeInvalidItem('item', first)}`);
}
