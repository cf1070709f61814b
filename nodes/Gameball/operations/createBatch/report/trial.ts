import { Failure } from '../../../errors';
import { describeResult } from '../../../jobs/recordResults';
import type { RecordType } from '../../../records/RecordType';
import { countOf } from '../../../text';
import { countUnconfirmed, listRefused } from './jobOutcome';
import type { Outcome } from './Outcome';

/**
 * Judges a trial. Records of failed batches and of jobs that were not completed count as refused.
 *
 * @param size the number of trial records
 * @param maxRefused the maximum share of refused records, in percent
 * @returns the reason why the other records must not be sent; undefined if they may be
 */
export function judgeTrial(
	{ ended, failed, rejected }: Outcome,
	recordType: RecordType,
	size: number,
	maxRefused: number,
): Failure | undefined {
	const counts = [...failed.map(({ batch }) => batch.size), ...ended.map((job) => countUnconfirmed(job, recordType))];
	const missing = counts.reduce((sum, count) => sum + count, rejected.count);
	const share = (100 * missing) / size;
	if (share <= maxRefused) return undefined;
	const [firstRefused] = ended.flatMap((job) => listRefused(job, recordType));
	return new Failure(
		'Too many trial records did not arrive',
		[
			`${missing} of ${countOf(size, 'trial record')} ${missing === 1 ? 'was' : 'were'} refused or not finished (${Math.round(share * 10) / 10}%), but 'Max Refused' allows only ${maxRefused}%.`,
			...(firstRefused === undefined ? [] : [`First refused record: ${describeResult(firstRefused)}.`]),
			'Correct the refused records, then send the others.',
		].join(' '),
	);
}
