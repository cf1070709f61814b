import type { IDataObject, IExecuteFunctions, INodeExecutionData, JsonObject, NodeError } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { escapeHtml } from './text';

/** The facts of a failure, for workflows that handle errors. They never contain a key, a header or a payload. */
export interface FailureFacts extends IDataObject {
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

/** The optional parts of a failure. */
export interface FailureParts {
	readonly facts?: Readonly<FailureFacts>;
	/** The delay before a retry that Gameball asks for, in milliseconds. */
	readonly retryAfter?: number | undefined;
	/** The job the failure is about, as the output 'Summary' shows it. */
	readonly job?: Readonly<IDataObject>;
}

/** A failure, worded for the user. `toNodeError` makes it n8n's error, `toErrorItem` an item for the error output. */
export class Failure extends Error {
	readonly facts: Readonly<FailureFacts>;
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

/** Ends an execution that was canceled. n8n recognizes it by the word "canceled" and does not count it as a failure. */
export class ExecutionCanceled extends Error {
	/** @param mayHaveWorked true if a request was under way, which Gameball may have accepted */
	constructor(readonly mayHaveWorked: boolean) {
		super('The execution was canceled');
		this.name = 'ExecutionCanceled';
	}
}

/** Lists the facts of a failure for workflows that handle errors. */
const listFacts = ({ facts, retryAfter, job }: Failure): FailureFacts => ({
	...facts,
	...(retryAfter === undefined ? {} : { retryAfter }),
	...job,
});

/**
 * Turns an error into the one that n8n shows.
 *
 * @param itemIndex the input item that the error is about; undefined if it is about all of them
 */
export function toNodeError(context: IExecuteFunctions, error: unknown, itemIndex?: number): NodeError {
	const node = context.getNode();
	const about = itemIndex === undefined ? {} : { itemIndex };
	if (!(error instanceof Failure)) {
		return new NodeOperationError(node, error instanceof Error ? error : String(error), about);
	}
	const { message, facts } = error;
	const shown = { ...about, message, description: escapeHtml(error.description) };
	return facts.httpStatus === undefined
		? new NodeOperationError(node, message, shown)
		: new NodeApiError(node, listFacts(error) as JsonObject, { ...shown, httpCode: String(facts.httpStatus) });
}

/** Tells whether the execution was canceled: then an error belongs to no item, and nothing more is started. */
export function isCanceled(context: IExecuteFunctions, error: unknown): boolean {
	return error instanceof ExecutionCanceled || context.getExecutionCancelSignal()?.aborted === true;
}

/**
 * Makes the JSON of an item that reports an error. The facts are inside `error`, as in n8n's own HTTP Request node: n8n
 * up to at least 2.20 sends an item to the error output only if it contains nothing but `error` and a `message` that is
 * not empty. There, n8n adds the columns of the input item.
 *
 * @param headline what happened, in fixed words
 * @param reason the cause, and what to do
 */
export function toErrorJson(headline: string, reason: string, facts: IDataObject): IDataObject {
	const own = { message: headline };
	// The message comes first, and no fact with the same name replaces it.
	return { message: reason || headline, error: { ...own, ...facts, ...own } };
}

/** Tells whether the node has an error output. */
export const hasErrorOutput = (context: IExecuteFunctions): boolean =>
	context.getNode().onError === 'continueErrorOutput';

/** Makes the item that reports an error if the node continues after errors. */
export function toErrorItem(
	error: unknown,
	pairedItem: NonNullable<INodeExecutionData['pairedItem']>,
	moreFacts: IDataObject = {},
): INodeExecutionData {
	const failure = error instanceof Failure ? error : undefined;
	const headline = error instanceof Error ? error.message : String(error);
	const facts = { ...(failure === undefined ? {} : listFacts(failure)), ...moreFacts };
	return { json: toErrorJson(headline, failure?.description ?? '', facts), pairedItem };
}
