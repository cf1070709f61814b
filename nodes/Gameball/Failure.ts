import type { IDataObject } from 'n8n-workflow';

/** The facts of a failure, for workflows that handle errors. Never a key, a header or a payload. */
export interface FailureDetails extends IDataObject {
	/** The HTTP status of Gameball's answer. */
	httpStatus?: number;
	/** Node's code for a connection that failed, such as ECONNRESET. */
	networkCode?: string;
	/** Gameball's code for the error (API facts, "Limits and failures"). */
	code?: number | string;
	/** Gameball's ID of the request, for its support. */
	requestId?: string;
	/** How long Gameball asks to wait, in milliseconds. */
	retryAfter?: number;
	/** How often the request was sent, if more than once. */
	attempts?: number;
	/** Whether Gameball may have taken a batch although its request failed. */
	mayHaveWorked?: true;
}

/**
 * Something that went wrong, in the user's words. It knows nothing of n8n; `operations/onError.ts` makes of it what n8n
 * shows, or an item for the error output.
 */
export class Failure extends Error {
	/**
	 * @param message what happened, in one line of fixed words: n8n rewrites messages in which it finds words like EPERM
	 * @param description what to do, with all that varies
	 */
	constructor(
		message: string,
		readonly description: string,
		readonly details: Readonly<FailureDetails> = {},
	) {
		super(message);
		this.name = 'Failure';
	}
}
