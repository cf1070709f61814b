import { Failure } from '../../../errors';
import { describeResult } from '../../../jobs/recordResults';
import type { RecordType } from '../../../records/RecordType';
import { countOf } from '../../../text';
import { listRefused } from './jobOutcome';
import type { Outcome } from './Outcome';

/**
 * Judges a trial. What does not prove that it arrived counts as refused: records of failed batches and of jobs that were
 * not completed, and records that their job does not name.
 *
 * @param size the number of trial records
 * @param maxRefused the maximum share of refused records, in percent
 * @returns the reason why the other records must not be sent; undefined if they may be
 */
export function judgeTrial(
	{ ended, arrivedCount, alreadySent }: Outcome,
	recordType: RecordType,
	size: number,
	maxRefused: number,
): Failure | undefined {
	const tried = size - alreadySent.count;
	const missing = tried - arrivedCount;
	const share = tried === 0 ? 0 : (100 * missing) / tried;
	if (share <= maxRefused) return undefined;
	const [firstRefused] = ended.flatMap((job) => listRefused(job, recordType));
	return new Failure(
		'Too many trial records did not arrive',
		[
			`${missing} of ${countOf(tried, 'trial record')} ${missing === 1 ? 'was' : 'were'} refused or not confirmed (${Math.round(share * 10) / 10}%), but 'Max Refused' allows only ${maxRefused}%.`,
			...(firstRefused === undefined ? [] : [`First refused record: ${describeResult(firstRefused)}.`]),
			'Correct the refused records. Send them and the records that were not sent, but not the trial records that arrived.',
		].join(' '),
	);
}
