import type { IDataObject } from 'n8n-workflow';

/** The facts of a failure, for workflows that handle errors. Never a key, a header or a payload. */
export interface FailureFacts extends IDataObject {
	/** The HTTP status of Gameball's response. */
	httpStatus?: number;
	/** Node's code for a failed connection, such as ECONNRESET. */
	networkCode?: string;
	/** Gameball's error code (docs/api.md, "Errors"). */
	code?: number | string;
	/** Gameball's ID of the request, for its support team. */
	requestId?: string;
	/** The number of times the request was sent, if more than one. */
	attempts?: number;
	/** Set if Gameball may have accepted a batch although its request failed. */
	mayHaveWorked?: true;
}

/** Further parts of a failure. */
export interface FailureParts {
	readonly facts?: Readonly<FailureFacts>;
	/** The delay before a retry that Gameball asks for, in milliseconds. */
	readonly retryAfter?: number | undefined;
	/** The job the failure is about, as the output 'Summary' shows it. */
	readonly job?: Readonly<IDataObject>;
}

/**
 * A failure in the user's words. It knows nothing of n8n: `operations/errors.ts` turns it into n8n's error, and
 * `operations/errorItems.ts` into an item for the error output.
 */
export class Failure extends Error {
	readonly facts: Readonly<FailureFacts>;
	/** The delay before a retry that Gameball asks for, in milliseconds. */
	readonly retryAfter: number | undefined;
	readonly job: Readonly<IDataObject>;

	/**
	 * @param message says what happened, in one line of fixed text: n8n rewrites messages that contain words such as EPERM
	 * @param description says what to do, with everything that varies
	 */
	constructor(
		message: string,
		readonly description: string,
		{ facts = {}, retryAfter, job = {} }: FailureParts = {},
	) {
		super(message);
		this.name = 'Failure';
		this.facts = facts;
		this.retryAfter = retryAfter;
		this.job = job;
	}

	/** Copies the failure with another description and more facts. */
	with(description: string, facts: FailureFacts = {}): Failure {
		const { message, retryAfter, job } = this;
		return new Failure(message, description, { facts: { ...this.facts, ...facts }, retryAfter, job });
	}
}
