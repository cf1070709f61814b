import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../../Failure';
import type { JobResponse } from '../../jobs/JobResponse';
import { describeResult, readFailedResults } from '../../jobs/results';
import { countDuplicates } from '../../mapping/duplicates';
import type { Feed, MappingReport } from '../../mapping/MappingReport';
import { isRowId } from '../../mapping/choosing/withheld';
import type { RecordType } from '../../records/RecordType';
import { addHint } from '../addHint';
import type { TimeSlice } from '../TimeSlice';
import type { UnsentRecord } from './batches';
import { describeInvalidItem, type InvalidItem } from './invalidItems';
import type { BatchPlan } from './plan';

/** The most column names that a hint lists. */
const MAX_LISTED = 10;

const listNames = (names: readonly string[]): string =>
	names.length > MAX_LISTED ? `${names.slice(0, MAX_LISTED).join(', ')} and others` : names.join(', ');

const countOf = (count: number, singular: string, plural = `${singular}s`): string =>
	`${count.toLocaleString('en-US')} ${count === 1 ? singular : plural}`;

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
function describeMapping(report: MappingReport): string[] {
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
			.map(({ path, label, reason, count }) => `'${path}' cannot be ${label} in ${countOf(count, 'item')}: ${reason}.`),
		...report
			.listBareDays()
			.filter(({ count }) => count > 1)
			.map(
				({ path, count, example }) =>
					`'${path}' has no time of day in ${countOf(count, 'item')}, such as "${example}", so they count as midnight. Gameball takes only one transaction of a customer for each time: send the time of day too.`,
			),
		...(sent.length === 0 ? [] : [`Sent as custom attributes: ${listNames(sent)}.`]),
		...(leftOut.length === 0
			? []
			: [`${countOf(leftOut.length, 'column was', 'columns were')} not sent: ${listNames(leftOut)}.`]),
	];
}

/** Describes the items that are in no batch. */
function describeItems({ invalid, isSkipping, blankCount }: BatchPlan, itemCount: number): string[] {
	const [first] = invalid;
	return [
		...(isSkipping && first !== undefined
			? [
					`${invalid.length} of ${itemCount} items were not sent because they are invalid. ${describeInvalidItem(first)}`,
				]
			: []),
		...(blankCount === 0 ? [] : [`${countOf(blankCount, 'blank item was', 'blank items were')} passed over.`]),
	];
}

/** Describes the records that have the identifier of another one in their batch. */
async function describeDuplicates(
	{ isIdentityUnique }: RecordType,
	{ batches }: BatchPlan,
	slice: TimeSlice,
): Promise<string[]> {
	let count = 0;
	if (isIdentityUnique) await slice.forEach(batches, ({ records }) => (count += countDuplicates(records)));
	return count === 0
		? []
		: [
				`${countOf(count, 'record has', 'records have')} the same ID as another one in their batch, and Gameball may refuse those. Set the option 'Duplicates' to Keep Last or Merge.`,
			];
}

/** Adds hints about the items and columns of a run. */
export async function hintPlan(
	context: IExecuteFunctions,
	recordType: RecordType,
	plan: BatchPlan,
	slice: TimeSlice,
): Promise<void> {
	const messages = [
		...describeItems(plan, context.getInputData().length),
		...(await describeDuplicates(recordType, plan, slice)),
		...describeMapping(plan.report),
	];
	for (const message of messages) addHint(context, message);
}

/**
 * Adds hints about a dry run: how much would be sent, and which column feeds which field.
 *
 * @param sums the sums of the amounts, by the labels of their fields
 */
export function hintDryRun(context: IExecuteFunctions, { batches, report }: BatchPlan, sums: IDataObject): void {
	const recordCount = batches.reduce((sum, { records }) => sum + records.length, 0);
	const feeds = report
		.listFeeds()
		.map(({ label, columns }) => `${label} ← ${columns.map(({ path }) => path).join(', ')}`);
	addHint(
		context,
		`Nothing was sent: this was a dry run. It would be ${countOf(batches.length, 'request')} with ${countOf(recordCount, 'record')}.`,
	);
	if (feeds.length > 0) addHint(context, `Mapping: ${feeds.join('; ')}.`);
	const amounts = Object.entries(sums).map(([label, sum]) => `${label} ${String(sum)}`);
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
	addHint(context, `${count} not sent again. Item ${first.record.item}: ${first.message}.`);
}

/** Adds a hint that the records behind the trial were not sent. */
export const hintTrial = (context: IExecuteFunctions, { message, description }: Failure): void =>
	addHint(context, `${message}. ${description}`);

/** Adds a hint about records for which Gameball refused their batch, and which were sent apart from the others. */
export function hintRejected(context: IExecuteFunctions, rejected: readonly InvalidItem[]): void {
	const [first] = rejected;
	if (first === undefined) return;
	addHint(context, `Gameball does not accept ${countOf(rejected.length, 'item')}. ${describeInvalidItem(first)}`);
}

/** Adds a hint about records that Gameball refused. */
export function hintRefusedRecords(context: IExecuteFunctions, jobs: readonly JobResponse[]): void {
	const refused = jobs.flatMap(readFailedResults);
	const [first] = refused;
	if (first === undefined) return;
	addHint(context, `Gameball refused ${refused.length} of the records. The first is ${describeResult(first)}`);
}
