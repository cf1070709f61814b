import type { IDataObject, IExecuteFunctions, IHttpRequestMethods } from 'n8n-workflow';
import { Failure } from '../Failure';
import { parseJobId, type JobId } from '../jobs/jobId';
import { failureOfAnswer, failureOfConnection, parseObject, type Answer } from './failures';
import { parseBaseUrl } from './baseUrl';
import { ExecutionCanceled, pause, throwIfCanceled } from './cancellation';
import { Pacing } from './pacing';

/** The requests of the Batch API. Each throws an {@link Failure} if it fails, or {@link ExecutionCanceled}. */
export interface GameballClient {
	/** Where a batch of a record type is sent, for {@link createJob} and for showing it. */
	createUrl(path: string): string;
	/** POST /integrations/batch/{path}: sends 1 to 1,000 entries, which become a job. */
	createJob(path: string, entries: readonly IDataObject[]): Promise<JobId>;
	/** GET /integrations/batch/{jobId}: the job as the API shows it. */
	getJob(jobId: JobId): Promise<IDataObject>;
	/** DELETE /integrations/batch/{jobId}: stops the job. */
	stopJob(jobId: JobId): Promise<void>;
	/** A client for what is still to do after the execution was cancelled, with little patience. */
	afterCancellation(): GameballClient;
}

const CREDENTIAL = 'gameballApi';

/** How long a request may take where the user does not say, in milliseconds. */
const DEFAULT_REQUEST_TIMEOUT = 60_000;

/** How long a request may take after the execution was cancelled, in milliseconds. */
const LAST_REQUEST_TIMEOUT = 5_000;

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
	/** How long one request may take, in milliseconds. */
	readonly requestTimeout: number;
	readonly pacing: Pacing;
	readonly redact: (text: string) => string;
}

async function send(
	{ context, requestTimeout, pacing }: Connection,
	method: IHttpRequestMethods,
	url: string,
	body?: IDataObject,
): Promise<Answer> {
	const signal = context.getExecutionCancelSignal();
	const wait = pacing.book(Date.now());
	if (wait > 0) await pause(wait, signal);
	throwIfCanceled(signal);
	try {
		const response = (await context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, {
			method,
			url,
			headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
			...(body === undefined ? {} : { body }),
			encoding: 'text',
			timeout: requestTimeout,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		})) as { statusCode: number; body: unknown };
		return { status: response.statusCode, body: typeof response.body === 'string' ? response.body : '' };
	} catch (error) {
		// n8n's error keeps the request with its headers: only a code is taken from it.
		throw signal?.aborted ? new ExecutionCanceled() : failureOfConnection(error);
	}
}

function createClient(connection: Connection): GameballClient {
	const { context, batchUrl, redact } = connection;
	const isSuccess = (answer: Answer): boolean => answer.status >= 200 && answer.status < 300;
	const succeed = async (...request: [IHttpRequestMethods, string, IDataObject?]): Promise<Answer> => {
		const answer = await send(connection, ...request);
		if (!isSuccess(answer)) throw failureOfAnswer(answer, redact);
		return answer;
	};
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

	return {
		createUrl: (path) => `${batchUrl}/${path}`,
		async createJob(path, entries) {
			const answer = await succeed('POST', `${batchUrl}/${path}`, { body: entries as IDataObject[] });
			const jobId = parseJobId(parseObject(answer.body)?.jobId);
			if (jobId === undefined) throw failureOfAnswer(answer, redact);
			return jobId;
		},
		async getJob(jobId) {
			const answer = await succeed('GET', jobUrl(jobId)).catch((error: unknown) => {
				throw aboutJob(jobId, error);
			});
			const job = parseObject(answer.body);
			if (job === undefined) throw failureOfAnswer(answer, redact);
			return job;
		},
		async stopJob(jobId) {
			await succeed('DELETE', jobUrl(jobId)).catch((error: unknown) => {
				throw aboutJob(jobId, error);
			});
		},
		afterCancellation: () =>
			createClient({
				...connection,
				context: withoutSignal(context),
				requestTimeout: Math.min(connection.requestTimeout, LAST_REQUEST_TIMEOUT),
			}),
	};
}

/**
 * Opens a client with the node's credential. All requests of an execution go through one client, which keeps them
 * inside the documented rates.
 *
 * @param requestTimeout how long one request may take, in milliseconds
 * @throws Failure if the base URL of the credential is none
 */
export async function connect(
	context: IExecuteFunctions,
	requestTimeout = DEFAULT_REQUEST_TIMEOUT,
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
		requestTimeout,
		pacing: new Pacing(),
		redact: redactor([apiKey, secretKey]),
	});
}
