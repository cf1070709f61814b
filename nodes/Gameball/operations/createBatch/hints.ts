import type { IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../../Failure';
import { describeResult, type RecordResult } from '../../jobs/results';
import { countDuplicates } from '../../mapping/duplicates';
import type { Feed, MappingReport } from '../../mapping/MappingReport';
import { isRowId } from '../../mapping/choosing/withheld';
import type { RecordType } from '../../records/RecordType';
import { addHint } from '../addHint';
import type { TimeSlice } from '../TimeSlice';
import type { AmountSums } from './dryRun';
import type { UnsentRecord } from './batches';
import { describeInvalidItem, type InvalidItem } from './invalidItems';
import { countOf, nameItem, type Unit } from './units';
import type { BatchPlan } from './plan';

/** The most column names that a hint lists. */
const MAX_LISTED = 10;

const listNames = (names: readonly string[]): string =>
	names.length > MAX_LISTED ? `${names.slice(0, MAX_LISTED).join(', ')} and others` : names.join(', ');

/** Describes which column became the customer ID, where its name does not say so. */
function describeIdColumn({ columns }: Feed): string[] {
	const named = columns.filter(({ claim }) => claim?.isOwn === false);
	if (named.length === 0) return [];
	const paths = named.map(({ path }) => `'${path}'`).join(', ');
	const isNumber = named.some(({ name, place }) => place === 'item' && isRowId(name));
	const warning = isNumber
		? ' If that is the ID of a row or page and not of the customer, map Customer ID by hand.'
		: '';
	return [`The customer ID comes from ${paths}.${warning}`];
}

/** Describes what the mapping did that a user would want to know. */
function describeMapping(report: MappingReport, unit: Unit): string[] {
	const sent = report.listSent();
	const leftOut = report.listLeftOut();
	return [
		...report.listFeeds().flatMap((feed) => (feed.name === 'customerId' ? describeIdColumn(feed) : [])),
		...report
			.listProvedOrders()
			.map(
				({ path, proof = '', order }) =>
					`Dates in '${path}' are read with the ${order === 'dmy' ? 'day' : 'month'} first, as "${proof}" proves.`,
			),
		...report
			.listUnusable()
			.map(({ path, label, reason, count }) => `'${path}' cannot be ${label} in ${countOf(count, unit)}: ${reason}.`),
		...report
			.listBareDays()
			.filter(({ count }) => count > 1)
			.map(
				({ path, count, example }) =>
					`'${path}' has no time of day in ${countOf(count, unit)}, such as "${example}", so they count as midnight. Gameball takes only one transaction of a customer for each time: send the time of day too.`,
			),
		...(sent.length === 0 ? [] : [`Sent as custom attributes: ${listNames(sent)}.`]),
		...(leftOut.length === 0
			? []
			: [`${countOf(leftOut.length, 'column was', 'columns were')} not sent: ${listNames(leftOut)}.`]),
	];
}

/** The items or rows that are in no batch. */
export interface LeftOutItems {
	readonly unit: Unit;
	readonly itemCount: number;
	readonly invalidCount: number;
	readonly firstInvalid: InvalidItem | undefined;
	readonly blankCount: number;
}

/** Describes the items that are in no batch. */
const describeItems = ({ unit, itemCount, invalidCount, firstInvalid, blankCount }: LeftOutItems): string[] => [
	...(firstInvalid === undefined
		? []
		: [
				`${invalidCount} of ${itemCount} ${unit}s were not sent because they are invalid. ${describeInvalidItem(unit, firstInvalid)}`,
			]),
	...(blankCount === 0 ? [] : [`${countOf(blankCount, `blank ${unit} was`, `blank ${unit}s were`)} passed over.`]),
];

const warnOfDuplicates = (count: number): string =>
	`${countOf(count, 'record has', 'records have')} the same ID as another one in their batch, and Gameball may refuse those.`;

/** Describes the records that have the identifier of another one in their batch. */
async function describeDuplicates(
	{ isIdentityUnique }: RecordType,
	{ batches }: BatchPlan,
	slice: TimeSlice,
): Promise<string[]> {
	let count = 0;
	if (isIdentityUnique) await slice.forEach(batches, ({ records }) => (count += countDuplicates(records)));
	return count === 0 ? [] : [`${warnOfDuplicates(count)} Set the option 'Duplicates' to Keep Last or Merge.`];
}

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
	const messages = [
		...describeItems(leftOut),
		...(await describeDuplicates(recordType, plan, slice)),
		...describeMapping(plan.report, 'item'),
	];
	for (const message of messages) addHint(context, message);
}

/** Adds hints about the rows and columns of a file. */
export function hintFile(
	context: IExecuteFunctions,
	leftOut: LeftOutItems,
	duplicateCount: number,
	report: MappingReport,
): void {
	const messages = [
		...describeItems(leftOut),
		...(duplicateCount === 0 ? [] : [warnOfDuplicates(duplicateCount)]),
		...describeMapping(report, leftOut.unit),
	];
	for (const message of messages) addHint(context, message);
}

/** Adds hints about a dry run: how much would be sent, and which column feeds which field. */
export function hintDryRun(
	context: IExecuteFunctions,
	report: MappingReport,
	requestCount: number,
	recordCount: number,
	sums: AmountSums,
): void {
	const feeds = report
		.listFeeds()
		.map(({ label, columns }) => `${label} ← ${columns.map(({ path }) => path).join(', ')}`);
	addHint(
		context,
		`Nothing was sent: this was a dry run. It would be ${countOf(requestCount, 'request')} with ${countOf(recordCount, 'record')}.`,
	);
	if (feeds.length > 0) addHint(context, `Mapping: ${feeds.join('; ')}.`);
	const amounts = sums.list().map(([label, sum]) => `${label} ${String(sum)}`);
	if (amounts.length > 0) addHint(context, `Sums: ${amounts.join(', ')}.`);
}

/**
 * Adds a hint that the outcome of the records is not known yet.
 *
 * @param isSendingOnce true if the node remembers what was sent
 */
export const hintStillWorking = (context: IExecuteFunctions, isSendingOnce: boolean): void =>
	addHint(
		context,
		`Gameball is still processing the jobs. To see which records it refuses, turn on 'Wait for Completion'.${isSendingOnce ? " Until then, 'Send Once' counts refused records as sent." : ''}`,
	);

/** Adds hints about records that were not sent, though nothing is wrong with them. */
export function hintUnsent(context: IExecuteFunctions, unsent: readonly UnsentRecord[]): void {
	const seen = unsent.filter(({ status }) => status === 'alreadySent');
	const [first] = seen;
	if (first === undefined) return;
	const count = countOf(seen.length, 'record was', 'records were');
	addHint(context, `${count} not sent again. ${nameItem('item', first.record.item)}: ${first.message}.`);
}

/** Adds a hint that the records behind the trial were not sent. */
export const hintTrial = (context: IExecuteFunctions, { message, description }: Failure): void =>
	addHint(context, `${message}. ${description}`);

/** Adds a hint about records for which Gameball refused their batch, and which were sent apart from the others. */
export function hintRejected(context: IExecuteFunctions, rejected: readonly InvalidItem[]): void {
	const [first] = rejected;
	if (first === undefined) return;
	addHint(
		context,
		`Gameball does not accept ${countOf(rejected.length, 'item')}. ${describeInvalidItem('item', first)}`,
	);
}

/** Adds a hint about records that Gameball refused. */
export function hintRefusedRecords(context: IExecuteFunctions, refused: readonly RecordResult[]): void {
	const [first] = refused;
	if (first === undefined) return;
	addHint(context, `Gameball refused ${refused.length} of the records. The first is ${describeResult(first)}`);
}
