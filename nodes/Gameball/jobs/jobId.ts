/** The ID of a batch job for use in a path: digits only, so it cannot leave its path segment. */
export type JobId = string & { readonly brand: 'JobId' };

/** Job IDs are positive whole numbers (docs/api.md, "Create a batch"). */
const JOB_ID = /^[1-9]\d{0,29}$/;

/**
 * Parses a job ID from a user, an earlier node or the API: a number, or a number as text.
 *
 * @returns undefined for anything that is not a job ID
 * @example parseJobId(123456) // '123456'
 */
export function parseJobId(value: unknown): JobId | undefined {
	if (typeof value === 'number' && !Number.isSafeInteger(value)) return undefined;
	if (typeof value !== 'number' && typeof value !== 'string') return undefined;
	const text = String(value).trim();
	return JOB_ID.test(text) ? (text as JobId) : undefined;
}

/** Turns a job ID into the value for an item: the number from the API, or text if a number would lose digits. */
export function toJobIdValue(jobId: JobId): number | string {
	const number = Number(jobId);
	return Number.isSafeInteger(number) ? number : jobId;
}
