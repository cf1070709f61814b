import { randomBytes, randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import timers from 'node:timers/promises';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { ApiError, toApiError } from './apiErrors.mts';
import { Account } from './account.mts';
import type { CustomerEntry } from './customers.mts';
import { Faults, type Fault, type ChooseFault } from './faults.mts';
import { Job, toOpenApiAnswer, type JobPace } from './jobs.mts';
import { keepBack } from './keptBack.mts';
import { Rates, type Peaks } from './rates.mts';
import { buildValidator, JOB_KINDS } from './schemas.mts';

/** The two keys of the account. */
export interface Keys {
	readonly apiKey: string;
	readonly secretKey: string;
}

/** The options of a simulator. */
export interface SimulatorOptions extends Partial<JobPace> {
	/** The port on the loopback address; 0 for a free one. */
	readonly port?: number;
	/** The keys of the account; new ones if absent. */
	readonly keys?: Keys;
	/** The document whose addresses for jobs exist (docs/api.md, "Where the documents disagree"). @default 'guides' */
	readonly jobAddresses?: 'guides' | 'openApi';
	/** Makes the ID of a job from its entries and the number of jobs before it. */
	readonly makeJobId?: (entries: readonly unknown[], before: number) => number;
	/** Chooses the fault of each request; none if absent. */
	readonly chooseFault?: ChooseFault;
	/** Computes how long a request is on its way, in milliseconds; 0 if absent. */
	readonly delayArrival?: () => number;
}

/** A request as it arrived. */
export interface ReceivedRequest {
	readonly method: string;
	readonly url: string;
	readonly headers: FastifyRequest['headers'];
	readonly body: unknown;
	/** The time of arrival, in milliseconds since the epoch. */
	readonly at: number;
}

/** The simulator's own count of what it received. */
export interface Received {
	readonly requests: number;
	/** The requests refused with 429. */
	readonly tooMany: number;
	readonly jobs: number;
	/** The records of all jobs. */
	readonly records: number;
	/** The records processed so far. */
	readonly done: number;
	/** The records refused so far. */
	readonly refused: number;
	/** The customers of the account. */
	readonly customers: number;
	/** The records processed more than once. */
	readonly repeated: number;
	/** The most requests at once. */
	readonly peaks: Peaks;
}

/** A stand-in for Gameball's Batch API on the loopback address. */
export interface Simulator {
	readonly baseUrl: string;
	readonly keys: Keys;
	/** The account as its jobs have changed it so far. */
	readonly account: Account;
	/** The customers of the account, by ID. */
	readonly customers: ReadonlyMap<string, CustomerEntry>;
	/** The jobs by ID, in the order of their creation. */
	readonly jobs: ReadonlyMap<number, Job>;
	/** Every request to the API, in the order of arrival. */
	readonly requests: readonly ReceivedRequest[];
	/** Waits until so many requests have arrived. */
	waitForRequests(count: number): Promise<void>;
	/** Injects a fault into the next requests. */
	addFault(fault: Fault): void;
	/** Takes back the faults that no request has met. */
	clearFaults(): void;
	received(): Received;
	close(): Promise<void>;
}

const newKey = (): string => randomBytes(16).toString('hex');

/** The ID of the first job, as in docs/api.md, "Create a batch". */
export const FIRST_JOB_ID = 123_456;

/** The largest body the simulator accepts, in bytes. */
const BODY_LIMIT = 20_000_000;

/** The most transactions on a page. */
const MAX_TRANSACTIONS = 200;

/** The time, in milliseconds since the epoch. It never jumps, as that of `Date` can. */
const readTime = () => Math.round(performance.timeOrigin + performance.now());

const BATCH = '/api/:version/integrations/batch';
const VERSIONS = new Set(['v4', 'v4.0', 'v4.1']);

/** The beginning of the customer IDs of records for which a batch is refused as a whole. */
export const POISON = 'poison-';

const isPoisonous = (entry: unknown): boolean =>
	typeof entry === 'object' && String((entry as { customerId?: unknown } | null)?.customerId).startsWith(POISON);

/** Checks both keys; the names of the headers are case-insensitive (docs/api.md, "Hosts, versions and keys"). */
function checkKeys({ headers }: FastifyRequest, keys: Keys): void {
	if (headers.apikey !== keys.apiKey) throw new ApiError('unauthorized');
	if (headers.secretkey === undefined || headers.secretkey === '') throw new ApiError('secretKeyRequired');
	if (headers.secretkey !== keys.secretKey) throw new ApiError('unauthorized');
}

/** Starts a simulator. */
export async function startSimulator({
	port = 0,
	keys = { apiKey: newKey(), secretKey: newKey() },
	queuedFor = 200,
	recordsPerSecond = 5_000,
	shareDone,
	jobAddresses = 'guides',
	makeJobId = (_, before) => FIRST_JOB_ID + before,
	chooseFault = () => undefined,
	delayArrival = () => 0,
}: SimulatorOptions = {}): Promise<Simulator> {
	const account = new Account();
	const jobs = new Map<number, Job>();
	const requests: ReceivedRequest[] = [];
	const events = new EventEmitter();
	const arrivals = new WeakMap<FastifyRequest, { body: unknown }>();
	const faults = new Faults(chooseFault);
	const rates = new Rates();

	const advance = () => jobs.forEach((job) => job.advance(readTime()));
	const received = (): Received => {
		advance();
		const sum = (count: (job: Job) => number) => [...jobs.values()].reduce((total, job) => total + count(job), 0);
		return {
			requests: requests.length,
			tooMany: rates.exceeding,
			jobs: jobs.size,
			records: sum(({ entries }) => entries.length),
			done: sum(({ done }) => done),
			refused: sum(({ refused }) => refused),
			customers: account.customers.byId.size,
			repeated: [...account.timesProcessed.values()].filter((times) => times > 1).length,
			peaks: rates.peaks,
		};
	};

	const app = Fastify({
		bodyLimit: BODY_LIMIT,
		ajv: { customOptions: { coerceTypes: false } },
		schemaController: { compilersFactory: { buildValidator } },
	});
	app.setErrorHandler(async (error, request, reply) => {
		const apiError = toApiError(error);
		await reply.code(apiError.status).send(apiError.body(request.id));
	});
	// Gameball's documents send a content type with every request, also without a body.
	const parseJson = app.getDefaultJsonParser('ignore', 'ignore');
	app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
		if (body === '') done(null, undefined);
		else parseJson(request, String(body), done);
	});
	app.setGenReqId(() => randomUUID());
	app.setNotFoundHandler(async () => {
		throw new ApiError('notFound');
	});

	await app.register(async (api: FastifyInstance) => {
		api.addHook('onRequest', async (request, reply) => {
			const onWay = delayArrival();
			if (onWay > 0) await keepBack(request.raw, timers.setTimeout(onWay));
			const { method, headers } = request;
			// A request can name the server too, as those through a proxy do.
			const { pathname, search } = new URL(request.url, 'http://localhost');
			const url = pathname + search;
			const arrived = { method, url, headers, body: undefined, at: readTime() };
			arrivals.set(request, arrived);
			requests.push(arrived);
			events.emit('request');
			if (!rates.take(readTime())) {
				reply.header('Retry-After', '1');
				throw new ApiError('tooManyRequests');
			}
			await faults.beforeWork(request, reply);
			if (reply.sent) return reply;
			if (!VERSIONS.has((request.params as { version: string }).version)) throw new ApiError('notFound');
			checkKeys(request, keys);
			return;
		});
		api.addHook('preValidation', async (request) => {
			const arrived = arrivals.get(request);
			if (arrived !== undefined) arrived.body = request.body;
		});
		api.addHook('onSend', async (request, reply, answer) => await faults.beforeAnswer(request, reply, answer));

		const getJob = (request: FastifyRequest): Job => {
			const { jobId } = request.params as { jobId: string };
			const job = jobs.get(Number(jobId));
			if (job === undefined) throw new ApiError('notFound', `Job ${jobId} not found`);
			// The jobs before it change the account first.
			advance();
			return job;
		};
		for (const { kind, schema } of JOB_KINDS) {
			api.post(`${BATCH}/${kind.path}`, { schema }, async (request) => {
				const { body: entries } = request.body as { body: unknown[] };
				// A batch with such a record is refused as a whole, and the answer does not say for which.
				if (entries.some(isPoisonous)) throw new ApiError('invalidValue', 'One of the records has an invalid value');
				const work = { operation: kind.operation, entries, process: (entry: unknown) => account.process(kind, entry) };
				const pace = { queuedFor, recordsPerSecond, shareDone };
				const job = new Job(makeJobId(entries, jobs.size), work, readTime(), pace);
				jobs.set(job.id, job);
				return { jobId: job.id };
			});
		}
		if (jobAddresses === 'guides') {
			api.get(`${BATCH}/:jobId`, async (request) => getJob(request).answer(readTime()));
			api.delete(`${BATCH}/:jobId`, async (request, reply) => {
				getJob(request).stop(readTime());
				await reply.code(200).send('');
			});
		} else {
			api.route({
				method: ['GET', 'DELETE'],
				url: `${BATCH}/:jobId`,
				handler: () => {
					throw new ApiError('notFound');
				},
			});
			const answer = (job: Job) => toOpenApiAnswer(job.id, job.answer(readTime()));
			api.get(`${BATCH}es/:jobId/status`, async (request) => answer(getJob(request)));
			api.post(`${BATCH}es/:jobId/stop`, async (request) => {
				const job = getJob(request);
				job.stop(readTime());
				return { batchId: String(job.id), status: answer(job).status, message: 'Batch operation stopped' };
			});
		}
		api.get('/api/:version/integrations/transactions/count', async () => ({ count: 0 }));
		api.get('/api/:version/integrations/transactions', async (request) => {
			const { customerId, startAfter = '0', limit = '50' } = request.query as Record<string, string | undefined>;
			advance();
			const found = account.adjustments.filter(
				(known) =>
					(customerId === undefined || known.customerId === customerId) &&
					Number(known.gameballTransactionId) > Number(startAfter),
			);
			const size = Math.min(Number(limit), MAX_TRANSACTIONS);
			return { transactions: found.slice(0, size), count: found.length, hasMore: found.length > size };
		});
	});

	// For trying the simulator by hand.
	app.get('/simulator/received', async () => received());
	app.post('/simulator/faults', async (request) => {
		faults.add(request.body as Fault);
		return { added: request.body };
	});

	const baseUrl = await app.listen({ host: '127.0.0.1', port });
	return {
		baseUrl,
		keys,
		get account() {
			advance();
			return account;
		},
		get customers() {
			advance();
			return account.customers.byId;
		},
		jobs,
		requests,
		waitForRequests: async (count) => {
			while (requests.length < count) await once(events, 'request');
		},
		addFault: (fault) => faults.add(fault),
		clearFaults: () => faults.clear(),
		received,
		close: async () => {
			faults.close();
			app.server.closeAllConnections();
			await app.close();
		},
	};
}
