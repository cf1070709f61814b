import { countOf } from '../../../countOf';
import { Failure } from '../../../Failure';
import { describeResult, type RecordResult } from '../../../jobs/results';

/** The outcome of a trial. */
export interface TrialOutcome {
	/** The number of its records, and of those that Gameball has not confirmed. */
	readonly size: number;
	readonly missing: number;
	readonly firstRefused: RecordResult | undefined;
	readonly jobIds: ReadonlyArray<string | number>;
	/** The items or rows after it, such as "items 5 to 10". */
	readonly others: string;
}

/** Judges a trial: returns the reason why the rest must not be sent; undefined if it may be. */
export function judgeTrial(
	{ size, missing, firstRefused, jobIds, others }: TrialOutcome,
	maxRefused: number,
): Failure | undefined {
	const share = (100 * missing) / size;
	if (share <= maxRefused) return undefined;
	return new Failure(
		'Too many trial records did not arrive',
		[
			`${missing} of ${countOf(size, 'trial record')} ${missing === 1 ? 'was' : 'were'} refused or not finished (${Math.round(share * 10) / 10}%), but 'Max Refused' allows only ${maxRefused}%.`,
			...(firstRefused === undefined ? [] : [`First refused record: ${describeResult(firstRefused)}.`]),
			`The other records were not sent: ${others}.`,
			jobIds.length === 0
				? 'No job was created.'
				: `${jobIds.length === 1 ? 'Trial job' : 'Trial jobs'}: ${jobIds.join(', ')}.`,
			'Correct the refused records, then send the others.',
		].join(' '),
		{ facts: { jobIds } },
	);
}
