import { Failure } from '../../../errors';
import { describeResult } from '../../../jobs/recordResults';
import type { RecordType } from '../../../records/RecordType';
import { countOf } from '../../../text';
import { countUnconfirmed, listRefused } from './jobOutcome';
import type { Outcome } from './Outcome';

/**
 * Judges a trial: records that did not get there with their batch, and those of a job that is not completed, count as refused.
 *
 * @param size the number of its records
 * @param maxRefused the share that may be refused, in percent
 * @returns the reason why the rest must not be sent; undefined if it may be
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
