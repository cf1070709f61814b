import { faker } from '@faker-js/faker';
import type { IDataObject, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { execute } from '../../engine/engine.mts';
import type { LoadedPackage } from '../../engine/nodeTypes.mts';
import { inVirtualTime } from '../../engine/virtualTime.mts';
import type { Fault } from '../../simulator/faults.mts';
import type { Peaks } from '../../simulator/rates.mts';
import { POISON, startSimulator, type ReceivedRequest, type Simulator } from '../../simulator/server.mts';
import { makeOneNodeWorkflow } from '../../engine/workflows.mts';

/** The record types of soaks: a repeat of customers is harmless, one of adjustments pays twice, one of cashback is refused. */
const RECORDS = {
	customer: () => ({}),
	balanceAdjustment: () => ({ amount: 1 }),
	cashback: (index: number) => ({ amount: 1, transactionId: `t${index}`, transactionTime: '2026-01-01T00:00:00Z' }),
} satisfies Readonly<Record<string, (index: number) => IDataObject>>;

/** The settings of a soak. */
export interface SoakRequest {
	readonly recordType: keyof typeof RECORDS;
	/** True with n8n's setting "Retry On Fail". */
	readonly retryOnFail: boolean;
	/** The number of records. */
	readonly customers: number;
	readonly batchSize: number;
	/** The seed of the faults. */
	readonly seed: number;
}

/** The variants of a soak. */
export const VARIANTS: ReadonlyArray<Pick<SoakRequest, 'recordType' | 'retryOnFail'>> = [
	{ recordType: 'customer', retryOnFail: false },
	{ recordType: 'balanceAdjustment', retryOnFail: false },
	{ recordType: 'cashback', retryOnFail: false },
	{ recordType: 'customer', retryOnFail: true },
];

/** The size of a short soak: small batches, so that there are enough requests to inject every fault into. */
export const SHORT = { customers: 4_000, batchSize: 40 } as const;

/** The share of requests that get each fault. */
const SHARES = { dropped: 0.04, failed: 0.04, late: 0.03, dripped: 0.02, cut: 0.02, oversized: 0.02 } as const;

/** The kinds of injected faults. */
export type InjectedFault = keyof typeof SHARES | 'refused';

/** The figures of a soak. */
export interface SoakFigures extends SoakRequest {
	readonly requests: number;
	/**
	 * The requests that were dropped before the work, answered with 5xx and both keys, refused with 429; and those whose
	 * answer after the work was too late, too slow, cut off or too long.
	 */
	readonly injectedFaults: Readonly<Record<InjectedFault, number>>;
	readonly jobs: number;
	/** The jobs whose ID was lost with the answer to their request. */
	readonly jobsWithLostAnswer: number;
	/** The jobs that the output names. */
	readonly jobsNamed: number;
	/** The records for which Gameball refuses their batch as a whole. */
	readonly poisoned: number;
	/** The customers that arrived. */
	readonly arrived: number;
	/** The customers that were processed more than once. */
	readonly repeated: number;
	/** The customers whose balance is more than the rows say. */
	readonly overpaid: number;
	/** The input items that came out; NaN if one came out twice. */
	readonly itemsOut: number;
	readonly errors: number;
	readonly errorsThatMayHaveWorked: number;
	/** The items reported as successful that did not arrive, or as certainly not arrived that did. */
	readonly wrongReports: number;
	readonly peaks: Peaks;
	/** The keys, of two, that appear in the data of the execution. */
	readonly keysShown: number;
	/** Minutes of virtual time. */
	readonly minutes: number;
}

const SERVER_ERRORS = [500, 502, 503, 504];

/** The distance of the records for which Gameball refuses their batch. The first one makes n8n retry, if it may. */
const POISON_EVERY = 1_000;

/** The bursts in which another program uses up the account's rate, in milliseconds. */
const BURST = { every: 20_000, lasts: 1_500 };

/** The times in which n8n is busy, so that requests are late on their way, in milliseconds. */
const BUSY = { every: 7_000, lasts: 300 };

/** How often the time of day is set back and forth by an hour, in milliseconds. */
const CLOCK_CHANGES_EVERY = 30_000;

const tooMany: Fault = { kind: 'status', status: 429, headers: { 'Retry-After': '1' } };

/** The time in which the last jobs finish, in milliseconds. */
const LAST_JOBS_TIME = 5_000;

/** Compares the node's output with the simulator's account. */
function compare(
	simulator: Simulator,
	output: readonly INodeExecutionData[],
	errors: readonly INodeExecutionData[],
): Omit<
	SoakFigures,
	keyof SoakRequest | 'injectedFaults' | 'jobsWithLostAnswer' | 'minutes' | 'keysShown' | 'poisoned'
> {
	const { requests, jobs, repeated, peaks } = simulator.received();
	const { customers, balances } = simulator.account;
	const there = new Set([...customers.byId.keys(), ...balances.keys()]);
	const isThere = ({ json }: INodeExecutionData) => there.has(String(json.customerId));
	const mayBeThere = ({ json }: INodeExecutionData) => (json.error as IDataObject).mayHaveWorked === true;
	const items = [...output, ...errors].map(({ pairedItem }) => (pairedItem as IPairedItemData).item);
	return {
		requests,
		jobs,
		arrived: there.size,
		jobsNamed: new Set(output.map(({ json }) => json.jobId)).size,
		repeated,
		overpaid: [...balances.values()].filter((balance) => balance > 1).length,
		itemsOut: items.length === new Set(items).size ? items.length : NaN,
		errors: errors.length,
		errorsThatMayHaveWorked: errors.filter(mayBeThere).length,
		wrongReports:
			output.filter((item) => !isThere(item)).length +
			errors.filter((item) => isThere(item) && !mayBeThere(item)).length,
		peaks,
	};
}

/** Sends customers through n8n's engine to a simulator with injected faults, and waits for their jobs, in virtual time. */
export async function soak(gameball: LoadedPackage, request: SoakRequest): Promise<SoakFigures> {
	const { recordType, retryOnFail, customers, batchSize, seed } = request;
	faker.seed(seed);
	const kinds = Object.keys(SHARES) as Array<keyof typeof SHARES>;
	const injectedFaults = Object.fromEntries([...kinds, 'refused'].map((kind) => [kind, 0])) as Record<
		InjectedFault,
		number
	>;
	/** The requests to create a job whose answer is lost. */
	const lost: ReceivedRequest[] = [];
	let began = performance.now();
	const elapsed = () => performance.now() - began;
	const makeFault = (kind: keyof typeof SHARES): Fault => {
		if (kind === 'dropped') return { kind: 'drop' };
		if (kind === 'late') return { kind: 'hang' };
		if (kind === 'dripped') return { kind: 'drip' };
		if (kind === 'cut') return { kind: 'cut' };
		if (kind === 'oversized') return { kind: 'oversize' };
		const { apiKey, secretKey } = simulator.keys;
		const body = JSON.stringify({ code: apiKey, message: `Bad ${apiKey} ${secretKey}`, requestId: secretKey });
		return { kind: 'status', status: faker.helpers.arrayElement(SERVER_ERRORS), body };
	};
	const simulator = await startSimulator({
		delayArrival: () => Math.max(0, BUSY.lasts - (elapsed() % BUSY.every)),
		chooseFault(method: string): Fault | undefined {
			if (elapsed() % BURST.every < BURST.lasts) {
				injectedFaults.refused++;
				return tooMany;
			}
			let dice = faker.number.float();
			const chosen = kinds.find((kind) => (dice -= SHARES[kind]) < 0);
			if (chosen === undefined) return undefined;
			injectedFaults[chosen]++;
			const request = simulator.requests.at(-1);
			const isWorkDone = chosen !== 'dropped' && chosen !== 'failed';
			if (isWorkDone && method === 'POST' && request !== undefined) lost.push(request);
			return makeFault(chosen);
		},
	});
	const items = Array.from({ length: customers }, (_, index) => ({
		json: { customerId: `${index % POISON_EVERY === 0 ? POISON : 'c'}${index}`, ...RECORDS[recordType](index) },
	}));
	const poisoned = Math.ceil(customers / POISON_EVERY);
	const parameters = {
		recordType,
		waitForCompletion: true,
		output: 'records',
		requestOptions: { batchSize, requestTimeout: 1, maxRetries: 10 },
	};
	try {
		return await inVirtualTime(async () => {
			began = performance.now();
			const { now } = Date;
			Date.now = () => now() - (elapsed() % (2 * CLOCK_CHANGES_EVERY) < CLOCK_CHANGES_EVERY ? 0 : 3_600_000);
			const run = await execute({
				workflow: makeOneNodeWorkflow({
					name: 'Gameball',
					type: 'n8n-nodes-gameball.gameball',
					parameters,
					onError: 'continueErrorOutput',
					...(retryOnFail ? { retryOnFail, maxTries: 2, waitBetweenTries: 0 } : {}),
				}),
				gameball,
				credentials: { gameballApi: { baseUrl: simulator.baseUrl, ...simulator.keys } },
				input: items,
			}).result;
			const minutes = elapsed() / 60_000;
			// Jobs whose ID was lost go on too.
			await sleep(LAST_JOBS_TIME);
			const [output, errors] = run.data.resultData.runData.Gameball?.[0]?.data?.main ?? [];
			const data = JSON.stringify(run.data.resultData);
			const keysShown = Object.values(simulator.keys).filter((key) => data.includes(key)).length;
			// A batch that is refused as a whole became no job.
			const jobsWithLostAnswer = lost.filter(({ body }) => !JSON.stringify(body).includes(POISON)).length;
			const compared = compare(simulator, output ?? [], errors ?? []);
			return { ...request, poisoned, injectedFaults, jobsWithLostAnswer, minutes, keysShown, ...compared };
		});
	} finally {
		await simulator.close();
	}
}
