import type { IDataObject, IExecuteFunctions, IHttpRequestMethods } from 'n8n-workflow';
import { Failure } from '../Failure';
import { parseJobId, type JobId } from '../jobs/jobId';
import type { RecordType } from '../records/RecordType';
import { parseObject, type Answer } from './answer';
import { parseBaseUrl } from './baseUrl';
import { pause, throwIfCanceled } from './cancellation';
import { failureOfAnswer, failureOfConnection } from './failures';
import { pacingOf, type Pacing } from './pacing';
import { isTransient, mayHaveWorked, pauseBeforeRetry, type Repeat } from './retry';

/** How long and how often to try. */
export interface Patience {
	/** How long one request may take, in milliseconds. */
	readonly requestTimeout: number;
	/** How often a request is sent again after a fault that may pass. */
	readonly maxRetries: number;
}

/** The requests of the Batch API. Each throws a {@link Failure} if it fails for good, or ExecutionCanceled. */
export interface GameballClient {
	/** Where a batch of a record type is sent, for {@link createJob} and for showing it. */
	createUrl(path: string): string;
	/**
	 * POST /integrations/batch/{path}: sends 1 to 1,000 entries, which become a job.
	 *
	 * @returns the job, and whether it may be the second one for these entries: an earlier try may have worked
	 */
	createJob(
		recordType: Pick<RecordType, 'path' | 'isRepeatHarmless'>,
		entries: Array<IDataObject | string>,
	): Promise<{ readonly jobId: JobId; readonly isRepeated: boolean }>;
	/** GET /integrations/batch/{jobId}: the job as the API shows it. */
	getJob(jobId: JobId, maxRetries?: number): Promise<IDataObject>;
	/** DELETE /integrations/batch/{jobId}: stops the job. */
	stopJob(jobId: JobId): Promise<void>;
	/** A client for what is still to do after the execution was cancelled, with little patience. */
	afterCancellation(): GameballClient;
}

const CREDENTIAL = 'gameballApi';

const TOO_MANY_REQUESTS = 429;

/** Where the user does not say. */
const DEFAULT_PATIENCE: Patience = { requestTimeout: 60_000, maxRetries: 5 };

/** After the execution was cancelled: nobody is there any more to wait for it. */
const LAST_PATIENCE: Patience = { requestTimeout: 5_000, maxRetries: 0 };

/** The context with the cancel signal taken out: n8n ends every request whose context has a signal that was given. */
function withoutSignal(context: IExecuteFunctions): IExecuteFunctions {
	return Object.create(context, { getExecutionCancelSignal: { value: () => undefined } }) as IExecuteFunctions;
}

/** What takes the given secrets out of a text. */
function redactor(secrets: readonly unknown[]): (text: string) => string {
	const known = secrets.filter((secret): secret is string => typeof secret === 'string' && secret !== '');
	return (text) => known.reduce((redacted, secret) => redacted.replaceAll(secret, '***'), text);
}

interface Connection {
	readonly context: IExecuteFunctions;
	/** `{base URL}/api/{version}/integrations/batch` */
	readonly batchUrl: string;
	readonly patience: Patience;
	readonly pacing: Pacing;
	readonly redact: (text: string) => string;
}

interface ApiRequest {
	readonly method: IHttpRequestMethods;
	readonly url: string;
	readonly body?: IDataObject;
	readonly repeat: Repeat;
}

/** Waits until a request may be sent. */
async function takeTurn(pacing: Pacing, signal: AbortSignal | undefined): Promise<void> {
	do {
		const wait = pacing.book(Date.now());
		if (wait > 0) await pause(wait, signal);
	} while (pacing.isHeld(Date.now()));
	throwIfCanceled(signal);
}

/** Sends a request once. */
async function send(
	{ context, patience, redact }: Connection,
	{ method, url, body }: ApiRequest,
): Promise<Answer | Failure> {
	try {
		const response = (await context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, {
			method,
			url,
			headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
			...(body === undefined ? {} : { body }),
			encoding: 'text',
			timeout: patience.requestTimeout,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		})) as { statusCode: number; body: unknown; headers?: Record<string, unknown> };
		const retryAfter = response.headers?.['retry-after'];
		const answer: Answer = {
			status: response.statusCode,
			body: typeof response.body === 'string' ? response.body : '',
			...(typeof retryAfter === 'string' ? { retryAfter } : {}),
		};
		return answer.status >= 200 && answer.status < 300 ? answer : failureOfAnswer(answer, redact);
	} catch (error) {
		// n8n's error keeps the request with its headers: only a code is taken from it.
		throwIfCanceled(context.getExecutionCancelSignal());
		return failureOfConnection(error);
	}
}

/** A failure with what the whole of the attempts adds to it. */
const afterAttempts = ({ message, description, details }: Failure, attempts: number, worked: boolean): Failure =>
	new Failure(message, attempts === 1 ? description : `${description} It was tried ${attempts} times.`, {
		...details,
		...(attempts === 1 ? {} : { attempts }),
		...(worked ? { mayHaveWorked: true } : {}),
	});

/**
 * Sends a request, again if it fails by a fault that may pass and a repeat does no harm.
 *
 * @returns the answer, and whether an earlier try may have worked
 * @throws Failure if it fails for good, ExecutionCanceled if the execution is cancelled
 */
async function sendPatiently(
	connection: Connection,
	request: ApiRequest,
): Promise<{ readonly answer: Answer; readonly isRepeated: boolean }> {
	const { context, pacing, patience } = connection;
	const signal = context.getExecutionCancelSignal();
	let worked = false;
	for (let attempt = 1; ; attempt++) {
		await takeTurn(pacing, signal);
		const outcome = await send(connection, request);
		if (!(outcome instanceof Failure)) return { answer: outcome, isRepeated: worked };
		const isUncertain = request.repeat !== 'free' && mayHaveWorked(outcome);
		worked ||= isUncertain;
		const rest = pauseBeforeRetry(attempt, outcome.details.retryAfter, Math.random());
		const isForAll = outcome.details.httpStatus === TOO_MANY_REQUESTS;
		const now = Date.now();
		if (isForAll) pacing.hold(now, now + rest);
		const isRepeatable = isTransient(outcome) && !(isUncertain && request.repeat === 'harmful');
		if (!isRepeatable || attempt > patience.maxRetries) throw afterAttempts(outcome, attempt, worked);
		if (!isForAll) await pause(rest, signal);
	}
}

function createClient(connection: Connection): GameballClient {
	const { context, batchUrl, pacing, patience, redact } = connection;
	const jobUrl = (jobId: JobId): string => `${batchUrl}/${jobId}`;
	/** A 404 about a job is no wrong address: the job is gone, or belongs to another account. */
	const aboutJob = (jobId: JobId, error: unknown): unknown =>
		error instanceof Failure && error.details.httpStatus === 404
			? new Failure(
					'Gameball knows no job with this ID',
					`Job ${jobId} does not exist for these keys: test and live data have jobs of their own. (HTTP 404)`,
					error.details,
				)
			: error;
	const sendAboutJob = async (from: Connection, method: IHttpRequestMethods, jobId: JobId) =>
		await sendPatiently(from, { method, url: jobUrl(jobId), repeat: 'free' }).catch((error: unknown) => {
			throw aboutJob(jobId, error);
		});

	return {
		createUrl: (path) => `${batchUrl}/${path}`,
		async createJob({ path, isRepeatHarmless }, entries) {
			const { answer, isRepeated } = await sendPatiently(connection, {
				method: 'POST',
				url: `${batchUrl}/${path}`,
				body: { body: entries },
				repeat: isRepeatHarmless ? 'harmless' : 'harmful',
			});
			const jobId = parseJobId(parseObject(answer.body)?.jobId);
			if (jobId === undefined) throw afterAttempts(failureOfAnswer(answer, redact), 1, true);
			return { jobId, isRepeated };
		},
		async getJob(jobId, maxRetries = patience.maxRetries) {
			const looking = { ...connection, patience: { ...patience, maxRetries } };
			const { answer } = await sendAboutJob(looking, 'GET', jobId);
			const job = parseObject(answer.body);
			if (job === undefined) throw failureOfAnswer(answer, redact);
			return job;
		},
		async stopJob(jobId) {
			await sendAboutJob(connection, 'DELETE', jobId);
		},
		afterCancellation() {
			pacing.forgetBookings(Date.now());
			return createClient({ ...connection, context: withoutSignal(context), patience: LAST_PATIENCE });
		},
	};
}

/**
 * Opens a client with the node's credential. All requests of an execution together keep to the documented rates.
 *
 * @throws Failure if the base URL of the credential is none
 */
export async function connect(
	context: IExecuteFunctions,
	patience: Patience = DEFAULT_PATIENCE,
): Promise<GameballClient> {
	const { baseUrl, apiVersion, apiKey, secretKey } = await context.getCredentials(CREDENTIAL);
	const url = parseBaseUrl(baseUrl);
	if (url === undefined) {
		throw new Failure(
			'The base URL in the credential is not a secure web address',
			'It has to start with https:// (plain http is for this machine only), as in https://api.gameball.co',
		);
	}
	return createClient({
		context,
		batchUrl: `${url}/api/${encodeURIComponent(String(apiVersion))}/integrations/batch`,
		patience,
		pacing: pacingOf(context.getExecutionCancelSignal()),
		redact: redactor([apiKey, secretKey]),
	});
}
