import type { IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../../errors';
import { describeResult } from '../../../jobs/recordResults';
import { normalizeName } from '../../../mapping/columns/names';
import type { Feed, MappingReport } from '../../../mapping/MappingReport';
import type { ColumnFacts } from '../../../mapping/values/runFacts';
import type { MappedRecord, RecordType } from '../../../records/RecordType';
import { countOf, nameUnit, quote, type Unit } from '../../../text';
import { addHint } from '../../addHint';
import { describeStatus } from '../../recordStatus';
import type { CreateBatchParameters } from '../parameters/parameters';
import { describeInvalid } from '../rows/InvalidRows';
import type { Rows } from '../rows/Rows';
import { listRefused } from './jobOutcome';
import type { SeenRecord } from './Outcome';
import type { Hints, ReportedRows } from './Report';

/** The maximum number of column names in a hint. */
const MAX_LISTED = 10;

const listNames = (names: readonly string[]): string =>
	names.length > MAX_LISTED ? `${names.slice(0, MAX_LISTED).join(', ')} and others` : names.join(', ');

/** The names under which apps and tables keep their own number of a person, which the shop does not know. */
const OWN_NUMBERS: ReadonlySet<string> = new Set([
	'id',
	'recordid',
	'vid',
	'hsobjectid',
	'euid',
	'contactid',
	'userid',
]);

const OTHER_ID =
	"If your shop or apps use another ID for these customers, choose it under 'Customer ID'; otherwise, they get a second profile.";

/** Names the columns that the customer ID comes from if their names do not say so. */
function describeIdColumn({ columns }: Feed, unit: Unit): Hints {
	const paths = columns.map(({ path }) => `'${path}'`);
	const [first, ...others] = paths;
	if (others.length > 0) {
		const where = `from ${first} in some ${unit}s and from ${others.join(', ')} in others`;
		const advice = "Make sure that all of them are the same kind of ID; otherwise, choose one under 'Customer ID'";
		return { warnings: [`The customer ID comes ${where}. ${advice}.`], facts: [] };
	}
	if (columns.every(({ claim }) => claim?.isOwn === true)) return { warnings: [], facts: [] };
	const fact = `The customer ID comes from ${first}.`;
	const isOwnNumber = columns.some(({ name }) => OWN_NUMBERS.has(normalizeName(name)));
	return isOwnNumber ? { warnings: [`${fact} ${OTHER_ID}`], facts: [] } : { warnings: [], facts: [fact] };
}

/** How the cells of a column are read, by what its other cells prove. */
const READINGS: ReadonlyArray<readonly [kind: keyof ColumnFacts, texts: Readonly<Record<string, string>>]> = [
	['dateOrder', { dmy: 'Dates are read with the day first', mdy: 'Dates are read with the month first' }],
	['decimalSign', { '.': 'Numbers are read with a decimal point', ',': 'Numbers are read with a decimal comma' }],
	['unit', { major: 'Amounts are in whole currency units, not in cents,' }],
	['genders', { HM: 'M means female (mujer, mulher)' }],
];

const describeReadings = (report: MappingReport): string[] =>
	READINGS.flatMap(([kind, texts]) =>
		report.listUsed(kind).map(({ path, provingCell, contradiction, reading = '' }) => {
			const how = texts[reading] ?? 'M is left out';
			const cells = provingCell === undefined ? contradiction : [provingCell];
			return `'${path}': ${how} because of ${cells.map(quote).join(' and ')}.`;
		}),
	);

function describeMapping(report: MappingReport, unit: Unit, isIdChosen: boolean): Hints {
	const sent = report.listSent();
	const leftOut = report.listLeftOut();
	const feed = isIdChosen ? undefined : report.listFeeds().find(({ name }) => name === 'customerId');
	const id = feed === undefined ? undefined : describeIdColumn(feed, unit);
	return {
		warnings: [
			...(id?.warnings ?? []),
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
		],
		facts: [
			...(id?.facts ?? []),
			...describeReadings(report),
			...(sent.length === 0 ? [] : [`Sent as custom attributes: ${listNames(sent)}.`]),
			...(leftOut.length === 0
				? []
				: [`${countOf(leftOut.length, 'column was', 'columns were')} not sent: ${listNames(leftOut)}.`]),
		],
	};
}

function warnOfDuplicates(count: number, unit: Unit): string {
	const [its, it] = count === 1 ? ['its', 'it'] : ['their', 'them'];
	const advice = unit === 'item' ? " Set 'Duplicates' to Keep Last or Merge." : '';
	return `${countOf(count, 'record has', 'records have')} the same ID as another record in ${its} batch, and Gameball may refuse ${it}.${advice}`;
}

/** Describes the rows that were not sent, and those that Gameball refused. */
function describeMissed({ rows, counts, outcome }: ReportedRows, recordType: RecordType): Hints {
	const { unit } = rows;
	const { total, blank, invalid, leftOut } = counts;
	const { alreadySent, rejected, ended } = outcome;
	const refused = ended.flatMap((job) => listRefused(job, recordType));
	const [firstRefused] = refused;
	const all = countOf(total, unit);
	const describeFirst = ({ record, message }: SeenRecord) => `${nameUnit(unit, record.item)}: ${message}`;
	return {
		warnings: [
			...(firstRefused === undefined
				? []
				: [
						`${describeStatus('failed', refused.length)}${refused.length === 1 ? ':' : '. The first is'} ${describeResult(firstRefused)}`,
					]),
			...(rejected.count === 0 ? [] : [`${describeStatus('failed', rejected.count)}. ${rejected.lines[0]}`]),
			...(invalid.first === undefined
				? []
				: [`${describeStatus('invalid', invalid.count, all)}. ${describeInvalid(unit, invalid.first)}`]),
		],
		facts: [
			...(alreadySent.first === undefined
				? []
				: [`${describeStatus('alreadySent', alreadySent.count)}. ${describeFirst(alreadySent.first)}.`]),
			...(leftOut.first === undefined
				? []
				: [`${describeStatus('leftOut', leftOut.count, all)}. ${leftOut.describeKinds().join(' ')}`]),
			...(blank === 0 ? [] : [`${countOf(blank, `blank ${unit} was`, `blank ${unit}s were`)} skipped.`]),
		],
	};
}

/** Adds the hints about rows, the most important first: what did not arrive, what may be wrong, how columns were mapped. */
export function hintRows(context: IExecuteFunctions, reported: ReportedRows, recordType: RecordType): void {
	const { rows, counts, outcome, report } = reported;
	const isIdChosen = recordType.fields.some(({ chosen, sameAs }) => (chosen ?? sameAs) !== undefined);
	const missed = describeMissed(reported, recordType);
	const mapping = describeMapping(rows.columns, rows.unit, isIdChosen);
	const rest = report.describeRest(outcome);
	const duplicates = counts.duplicates === 0 ? [] : [warnOfDuplicates(counts.duplicates, rows.unit)];
	for (const message of [...missed.warnings, ...duplicates, ...mapping.warnings, ...rest.warnings]) {
		addHint(context, message, 'warning');
	}
	for (const message of [...missed.facts, ...mapping.facts, ...rest.facts]) addHint(context, message);
}

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

/** Adds hints about a dry run: how much would be sent, and which column feeds which field. */
export function hintDryRun(
	context: IExecuteFunctions,
	{ columns }: Rows,
	recordCount: number,
	requestCount: number,
	sums: AmountSums,
): void {
	const feeds = columns
		.listFeeds()
		.map(({ label, columns: fed }) => `${label} ← ${fed.map(({ path }) => path).join(', ')}`);
	addHint(
		context,
		`Dry run: nothing was sent. A real run would send ${countOf(recordCount, 'record')} in ${countOf(requestCount, 'request')}.`,
	);
	if (feeds.length > 0) addHint(context, `Mapping: ${feeds.join('; ')}.`);
	const amounts = sums.list();
	if (amounts.length > 0) addHint(context, `Totals: ${amounts.join(', ')}.`);
}

/** Adds a hint that the records after the trial were not sent. */
export function hintTrial(context: IExecuteFunctions, failure: unknown): void {
	if (failure instanceof Failure) addHint(context, `${failure.message}. ${failure.description}`, 'warning');
}

/** Adds a hint that the results are not known yet if the run does not wait for its jobs. */
export function hintStillWorking(
	context: IExecuteFunctions,
	{ wait, sendOnce }: CreateBatchParameters,
	reported: readonly ReportedRows[],
): void {
	const jobCount = reported.reduce((sum, { outcome }) => sum + outcome.jobs.length, 0);
	if (wait !== undefined || jobCount === 0) return;
	addHint(
		context,
		`Gameball is still processing the ${jobCount === 1 ? 'job' : 'jobs'}. To see which records it refuses, turn on 'Wait for Completion'.${sendOnce === undefined ? '' : " Until then, 'Send Once' counts refused records as sent."}`,
	);
}
