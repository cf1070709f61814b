import type { IDataObject, IExecuteFunctions, INodeExecutionData, JsonObject, NodeError } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

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
 * A failure in the user's words. `toNodeError` turns it into n8n's error, `toErrorItem` into an item for the error output.
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

/** Ends an execution that was cancelled. n8n knows it by the word "canceled" and does not count it as a failure. */
export class ExecutionCanceled extends Error {
	/** @param mayHaveWorked true if a request was under way, which Gameball may have accepted */
	constructor(readonly mayHaveWorked: boolean) {
		super('The execution was canceled');
		this.name = 'ExecutionCanceled';
	}
}

/** Lists the facts of a failure for workflows that handle errors. */
export const listFacts = ({ facts, retryAfter, job }: Failure): FailureFacts => ({
	...facts,
	...(retryAfter === undefined ? {} : { retryAfter }),
	...job,
});

/**
 * Turns an error into the one that n8n shows.
 *
 * @param itemIndex the input item it is about; undefined if it is about all of them
 */
export function toNodeError(context: IExecuteFunctions, error: unknown, itemIndex?: number): NodeError {
	const node = context.getNode();
	const about = itemIndex === undefined ? {} : { itemIndex };
	if (!(error instanceof Failure)) {
		return new NodeOperationError(node, error instanceof Error ? error : String(error), about);
	}
	const { message, description, facts } = error;
	const shown = { ...about, message, description };
	return facts.httpStatus === undefined
		? new NodeOperationError(node, message, shown)
		: new NodeApiError(node, listFacts(error) as JsonObject, { ...shown, httpCode: String(facts.httpStatus) });
}

/** Tells whether the execution was cancelled: then an error belongs to no item, and nothing more is started. */
export function isCanceled(context: IExecuteFunctions, error: unknown): boolean {
	return error instanceof ExecutionCanceled || context.getExecutionCancelSignal()?.aborted === true;
}

/** The parts of an item that reports an error. */
export interface ErrorReport {
	/** The event, in fixed words. */
	readonly headline: string;
	/** The cause, and what to do. */
	readonly reason: string;
	/** The facts, for workflows that handle errors. */
	readonly facts: IDataObject;
}

/**
 * Makes the JSON of an item that reports an error. The facts are inside `error`, as in n8n's own HTTP Request node: n8n up
 * to at least 2.20 sends an item to the error output only if it has nothing but `error` and a `message` that is not empty.
 * There n8n adds the columns of the input item.
 */
export function toErrorJson({ headline, reason, facts }: ErrorReport): IDataObject {
	const own = { message: headline };
	// The message comes first, and no fact of the same name replaces it.
	return { message: reason || headline, error: { ...own, ...facts, ...own } };
}

/** Tells whether the node has an error output. */
export const hasErrorOutput = (context: IExecuteFunctions): boolean =>
	context.getNode().onError === 'continueErrorOutput';

/** Makes the item that reports an error if the node continues after errors. */
export function toErrorItem<Paired extends NonNullable<INodeExecutionData['pairedItem']>>(
	error: unknown,
	pairedItem: Paired,
	moreFacts: IDataObject = {},
): INodeExecutionData & { pairedItem: Paired } {
	const failure = error instanceof Failure ? error : undefined;
	const headline = error instanceof Error ? error.message : String(error);
	const facts = { ...(failure === undefined ? {} : listFacts(failure)), ...moreFacts };
	return { json: toErrorJson({ headline, reason: failure?.description ?? '', facts }), pairedItem };
}
