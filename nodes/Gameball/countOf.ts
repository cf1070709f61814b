/** Counts things in words. @example countOf(1_000, 'record') // '1,000 records' */
export const countOf = (count: number, singular: string, plural = `${singular}s`): string =>
	`${count.toLocaleString('en-US')} ${count === 1 ? singular : plural}`;
