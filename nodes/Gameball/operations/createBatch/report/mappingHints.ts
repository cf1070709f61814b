import { normalizeAll, normalizeName } from '../../../mapping/columns/names';
import type { Feed, MappingReport } from '../../../mapping/MappingReport';
import type { ColumnFacts } from '../../../mapping/values/runFacts';
import { POINTS } from '../../../mapping/words';
import type { RecordType } from '../../../records/RecordType';
import { countOf, quote, type Unit } from '../../../text';
import type { CreateBatchParameters } from '../parameters/parameters';
import type { Rows } from '../rows/Rows';

/** The maximum number of column names in a hint. */
const MAX_LISTED = 10;

const listNames = (names: readonly string[]): string =>
	names.length > MAX_LISTED ? `${names.slice(0, MAX_LISTED).join(', ')} and others` : names.join(', ');

/** What there is to say about the mapping: what may be wrong, and what is so. */
interface MappingHints {
	readonly doubts: readonly string[];
	readonly facts: readonly string[];
}

/** The names under which apps and tables keep their own number of a person, which the shop does not know. */
const OWN_NUMBERS = new Set(['id', 'recordid', 'vid', 'hsobjectid', 'euid', 'contactid', 'userid']);

const OTHER_ID =
	"If your shop or apps use another ID for these customers, choose it under 'Customer ID'; otherwise, they get a second profile.";

/** Names the columns that the customer ID comes from if their names do not say so. */
function describeIdColumn({ columns }: Feed, unit: Unit): MappingHints {
	const paths = columns.map(({ path }) => `'${path}'`);
	const [first, ...others] = paths;
	if (others.length > 0) {
		const where = `from ${first} in some ${unit}s and from ${others.join(', ')} in others`;
		const advice = "Make sure that all of them are the same kind of ID; otherwise, choose one under 'Customer ID'";
		return { doubts: [`The customer ID comes ${where}. ${advice}.`], facts: [] };
	}
	if (columns.every(({ claim }) => claim?.isOwn === true)) return { doubts: [], facts: [] };
	const fact = `The customer ID comes from ${first}.`;
	const isOwnNumber = columns.some(({ name }) => OWN_NUMBERS.has(normalizeName(name)));
	return isOwnNumber ? { doubts: [`${fact} ${OTHER_ID}`], facts: [] } : { doubts: [], facts: [fact] };
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

const POINT_NAMES = normalizeAll(POINTS);

/** Warns of points among the attributes of customers: whoever sends them expects them to be credited. */
function warnOfPoints(sent: readonly string[], { describesPerson }: RecordType): string[] {
	const points = describesPerson === true ? sent.filter((name) => POINT_NAMES.has(normalizeName(name))) : [];
	if (points.length === 0) return [];
	return [
		`${points.map((name) => `'${name}'`).join(', ')} ${points.length === 1 ? 'is' : 'are'} sent as a custom attribute, which changes no points. To change points, set 'Record Type' to Balance Adjustment.`,
	];
}

/** The maximum length of an expression in a hint. */
const MAX_SHOWN = 60;

const cut = (path: string): string => (path.length > MAX_SHOWN ? `${path.slice(0, MAX_SHOWN)}…` : path);

/** Lists each field that is fed, with its columns. @example 'Customer ID ← Client no' */
const describeFeeds = (report: MappingReport): string =>
	report
		.listFeeds()
		.map(({ label, columns }) => `${label} ← ${columns.map(({ path }) => cut(path)).join(', ')}`)
		.join('; ');

/** Describes how the columns of rows were mapped: all of it in a dry run, otherwise what one would not expect. */
export function describeMapping(rows: Rows, { recordType, dryRun }: CreateBatchParameters): MappingHints {
	const { columns: report, unit } = rows;
	const isIdChosen = recordType.fields.some(({ chosen, sameAs }) => (chosen ?? sameAs) !== undefined);
	const feed = isIdChosen ? undefined : report.listFeeds().find(({ name }) => name === 'customerId');
	const id = feed === undefined ? undefined : describeIdColumn(feed, unit);
	const feeds = dryRun ? describeFeeds(report) : '';
	const sent = report.listSent();
	const leftOut = report.listLeftOut();
	const unmapped = dryRun ? rows.listUnmapped() : [];
	return {
		doubts: [
			...(id?.doubts ?? []),
			...warnOfPoints(sent, recordType),
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
			...(feeds === '' ? [] : [`Mapping: ${feeds}.`]),
			...(feeds === '' ? (id?.facts ?? []) : []),
			...describeReadings(report),
			...(sent.length === 0 ? [] : [`Sent as custom attributes: ${listNames(sent)}.`]),
			...(leftOut.length === 0
				? []
				: [`${countOf(leftOut.length, 'column was', 'columns were')} not sent: ${listNames(leftOut)}.`]),
			...(unmapped.length === 0 ? [] : [`Not mapped: ${listNames(unmapped)}.`]),
		],
	};
}
