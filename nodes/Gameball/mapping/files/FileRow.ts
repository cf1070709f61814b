/** The reason why a file cannot be read any further, in the user's words. */
export class FileProblem extends Error {}

/** A row of a file that cannot be read, and why: a continuation of "row 7 …". */
export class BrokenRow {
	constructor(readonly reason: string) {}
}
