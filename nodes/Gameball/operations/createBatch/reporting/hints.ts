import type { IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../../../Failure';
import { describeResult, type RecordResult } from '../../../jobs/results';
import type { Feed, MappingReport } from '../../../mapping/MappingReport';
import { isRowId } from '../../../mapping/choosing/withheld';
import { addHint } from '../../addHint';
import type { AmountSums } from './dryRun';
import { describeInvalidItem, type InvalidItem } from '../reading/invalidItems';
import { countOf } from '../../../countOf';
import { type Unit } from '../reading/units';

/** The most column names that a hint lists. */
const MAX_LISTED = 10;

const listNames = (names: readonly string[]): string =>
	names.length > MAX_LISTED ? `${names.slice(0, MAX_LISTED).join(', ')} and others` : names.join(', ');

/** Describes which column became the customer ID if its name does not say so. */
function describeIdColumn({ columns }: Feed): string[] {
	const named = columns.filter(({ claim }) => claim?.isOwn === false);
	if (named.length === 0) return [];
	const paths = named.map(({ path }) => `'${path}'`).join(', ');
	const isNumber = named.some(({ name, place }) => place === 'item' && isRowId(name));
	const warning = isNumber
		? " If this is the ID of a row or page, not of the customer, map 'Customer ID' manually."
		: '';
	return [`The customer ID comes from ${paths}.${warning}`];
}

/** Describes what the user would want to know about the mapping. */
function describeMapping(report: MappingReport, unit: Unit): string[] {
	const sent = report.listSent();
	const leftOut = report.listLeftOut();
	return [
		...report.listFeeds().flatMap((feed) => (feed.name === 'customerId' ? describeIdColumn(feed) : [])),
		...report
			.listProvedOrders()
			.map(
				({ path, proof = '', order }) =>
					`Dates in '${path}' are read with the ${order === 'dmy' ? 'day' : 'month'} first because of "${proof}".`,
			),
		...report
			.listUnusable()
			.map(
				({ path, label, reason, count }) =>
					`'${path}' could not be used as ${label} in ${countOf(count, unit)}: ${reason}.`,
			),
		...report
			.listBareDays()
			.filter(({ count }) => count > 1)
			.map(
				({ path, count, example }) =>
					`'${path}' has no time of day in ${countOf(count, unit)}, such as "${example}", so midnight is used. Gameball accepts only one transaction per customer and time, so send the time of day too.`,
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
				`${invalidCount} of ${countOf(itemCount, unit)} ${invalidCount === 1 ? 'was not sent because it is' : 'were not sent because they are'} invalid. ${describeInvalidItem(unit, firstInvalid)}`,
			]),
	...(blankCount === 0 ? [] : [`${countOf(blankCount, `blank ${unit} was`, `blank ${unit}s were`)} skipped.`]),
];

/** Warns about duplicates; those of a file cannot be joined. */
function warnOfDuplicates(count: number, unit: Unit): string {
	const [its, it] = count === 1 ? ['its', 'it'] : ['their', 'them'];
	const advice = unit === 'item' ? " Set 'Duplicates' to Keep Last or Merge." : '';
	return `${countOf(count, 'record has', 'records have')} the same ID as another record in ${its} batch, and Gameball may refuse ${it}.${advice}`;
}

/**
 * Adds hints about what was left out, and about the columns.
 *
 * @param duplicateCount the number of records with the identifier of an earlier one in their batch
 */
export function hintRecords(
	context: IExecuteFunctions,
	leftOut: LeftOutItems,
	duplicateCount: number,
	report: MappingReport,
): void {
	const { unit } = leftOut;
	const messages = [
		...describeItems(leftOut),
		...(duplicateCount === 0 ? [] : [warnOfDuplicates(duplicateCount, unit)]),
		...describeMapping(report, unit),
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
		`Dry run: nothing was sent. A real run would send ${countOf(recordCount, 'record')} in ${countOf(requestCount, 'request')}.`,
	);
	if (feeds.length > 0) addHint(context, `Mapping: ${feeds.join('; ')}.`);
	const amounts = sums.list().map(([label, sum]) => `${label} ${String(sum)}`);
	if (amounts.length > 0) addHint(context, `Totals: ${amounts.join(', ')}.`);
}

/**
 * Adds a hint that the outcome of the records is not known yet.
 *
 * @param jobCount the number of jobs
 * @param isSendingOnce true if the node remembers what was sent
 */
export const hintStillWorking = (context: IExecuteFunctions, jobCount: number, isSendingOnce: boolean): void =>
	addHint(
		context,
		`Gameball is still processing the ${jobCount === 1 ? 'job' : 'jobs'}. To see which records it refuses, turn on 'Wait for Completion'.${isSendingOnce ? " Until then, 'Send Once' counts refused records as sent." : ''}`,
	);

/** Adds a hint that the records after the trial were not sent. */
export const hintTrial = (context: IExecuteFunctions, { message, description }: Failure): void =>
	addHint(context, `${message}. ${description}`);

/** Adds a hint about records that Gameball refused. */
export function hintRefusedRecords(context: IExecuteFunctions, refused: readonly RecordResult[]): void {
	const [first] = refused;
	if (first === undefined) return;
	addHint(
		context,
		`Gameball refused ${countOf(refused.length, 'record')}${refused.length === 1 ? ':' : '. The first is'} ${describeResult(first)}`,
	);
}
