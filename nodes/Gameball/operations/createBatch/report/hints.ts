import { Failure } from '../../../errors';
import { describeResult } from '../../../jobs/recordResults';
import type { RecordType } from '../../../records/RecordType';
import { countOf, type Unit } from '../../../text';
import { describeStatus } from '../../recordStatus';
import type { CreateBatchParameters } from '../parameters/parameters';
import { describeInvalid, nameRow } from '../rows/InvalidRows';
import { listRefused } from './jobOutcome';
import { describeMapping } from './mappingHints';
import type { Outcome, SeenRecord } from './Outcome';
import type { ReportedRows } from './Report';
import type { Hints } from './RunHints';
import { describeFailed } from './runFailures';

function warnOfDuplicates(count: number, unit: Unit): string {
	const [its, it] = count === 1 ? ['its', 'it'] : ['their', 'them'];
	const advice = unit === 'item' ? " Set 'Duplicates' to Keep Last or Merge." : '';
	return `${countOf(count, 'record has', 'records have')} the same ID as another record in ${its} batch, and Gameball may refuse ${it}.${advice}`;
}

/** Describes the rows that were not sent, and those that Gameball refused. */
function describeMissed({ rows, counts, outcome }: ReportedRows, recordType: RecordType): string[] {
	const { unit } = rows;
	const { total, invalid } = counts;
	const { rejected, ended } = outcome;
	const refused = ended.flatMap((job) => listRefused(job, recordType));
	const [firstRefused] = refused;
	return [
		...describeFailed(rows, outcome),
		...(firstRefused === undefined
			? []
			: [
					`${describeStatus('failed', refused.length)}${refused.length === 1 ? ':' : '. The first is'} ${describeResult(firstRefused)}.`,
				]),
		...(rejected.count === 0 ? [] : [`${describeStatus('failed', rejected.count)}. ${rejected.lines[0]}`]),
		...(invalid.first === undefined
			? []
			: [`${describeStatus('invalid', invalid.count, countOf(total, unit))}. ${describeInvalid(unit, invalid.first)}`]),
	];
}

/** Says how many records arrived, once a run has waited for them. */
const describeArrived = ({ ended, arrivedCount, size }: Outcome): string[] =>
	ended.length === 0
		? []
		: [
				`${arrivedCount.toLocaleString('en-US')} of ${countOf(size, 'record')} arrived in ${countOf(ended.length, 'job')}.`,
			];

/** Describes the rows that were not sent for a good reason. */
function describeUnsent({ rows, counts, outcome: { alreadySent } }: ReportedRows): string[] {
	const { unit } = rows;
	const { total, blank, leftOut } = counts;
	const describeFirst = ({ record, message }: SeenRecord) => `${nameRow(unit, record)}: ${message}`;
	return [
		...(alreadySent.first === undefined
			? []
			: [
					`${describeStatus('alreadySent', alreadySent.count)}. ${describeFirst(alreadySent.first)}. To send identical records on purpose, enter the columns that tell them apart in 'Columns' under 'Send Once Options'.`,
				]),
		...(leftOut.first === undefined
			? []
			: [`${describeStatus('leftOut', leftOut.count, countOf(total, unit))}. ${leftOut.describeKinds().join(' ')}`]),
		...(blank === 0 ? [] : [`${countOf(blank, `blank ${unit} was`, `blank ${unit}s were`)} skipped.`]),
	];
}

/** Describes what happened to rows, what may be wrong, and how their columns were mapped. */
export function describeRows(reported: ReportedRows, parameters: CreateBatchParameters): Hints {
	const { rows, counts, outcome, report } = reported;
	const { recordType } = parameters;
	const mapping = describeMapping(rows, parameters);
	const rest = report.describeRest();
	return {
		missed: [...describeMissed(reported, recordType), ...(rest.missed ?? [])],
		doubts: [
			...(counts.duplicates === 0 ? [] : [warnOfDuplicates(counts.duplicates, rows.unit)]),
			...mapping.doubts,
			...counts.notes,
		],
		status: [...describeArrived(outcome), ...describeUnsent(reported), ...(rest.status ?? [])],
		mapping: mapping.facts,
	};
}

/** Describes the failure of rows whose own step failed while the others went on. */
export const describeFailure = (failure: unknown): Hints =>
	failure instanceof Failure ? { missed: [`${failure.message}. ${failure.description}`] } : {};

/** Says what a run leaves to do: results that are not known yet, and what a second run would do. */
export function describeNext(
	{ recordType, wait, sendOnce }: CreateBatchParameters,
	reported: readonly ReportedRows[],
): Hints {
	const jobs = reported.flatMap(({ outcome }) => outcome.jobs);
	if (jobs.length === 0) return {};
	const sent = jobs.reduce((sum, { batch }) => sum + batch.size, 0);
	const they = jobs.length === 1 ? 'the job' : `the ${jobs.length.toLocaleString('en-US')} jobs`;
	const until = sendOnce === undefined ? '' : "; until then, 'Send Once' counts refused records as sent";
	return {
		status: [
			...(recordType.isIdempotent || sendOnce !== undefined
				? []
				: [
						`${countOf(sent, `${recordType.displayName.toLowerCase()} was`, `${recordType.displayName.toLowerCase()}s were`)} sent. ${recordType.onRepeat}. Do not send these again: 'Send Once' recognizes only what is sent while it is on.`,
					]),
			...(wait === undefined
				? [
						`Gameball is still processing ${they}: to see which records it refuses, add a Gameball node with the operation 'Wait for Completion' after this one${until}.`,
					]
				: []),
		],
	};
}
