import { faker } from '@faker-js/faker';
import type { IDataObject, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { execute } from '../../engine/engine.mts';
import type { LoadedPackage } from '../../engine/nodeTypes.mts';
import { inVirtualTime } from '../../engine/virtualTime.mts';
import type { Fault } from '../../simulator/faults.mts';
import type { Peaks } from '../../simulator/rates.mts';
import { startSimulator, type Simulator } from '../../simulator/server.mts';
import { makeOneNodeWorkflow } from '../../engine/workflows.mts';

/** What is sent through the bad weather. */
export interface SoakRequest {
	readonly customers: number;
	readonly batchSize: number;
	/** Whether a record may be processed twice, as customers may; if not, the balances of customers are adjusted. */
	readonly isRepeatHarmless: boolean;
	/** Decides what goes wrong with which request. */
	readonly seed: number;
}

/** The faults of the weather. */
export type Trouble = 'dropped' | 'failed' | 'late' | 'refused';

/** What came of it. */
export interface SoakFigures extends SoakRequest {
	readonly requests: number;
	/** How many requests were dropped before the work, answered with 5xx, answered too late after it, met with 429. */
	readonly troubles: Readonly<Record<Trouble, number>>;
	/** How many jobs there are, of how many of them the answer never reached the node, and how many the output names. */
	readonly jobs: number;
	readonly jobsUntold: number;
	readonly jobsNamed: number;
	/** How many customers are there, and how many were processed more than once. */
	readonly arrived: number;
	readonly repeated: number;
	/** How many input items came out, NaN if one came out twice; how many as an error; how many of those may have arrived. */
	readonly itemsOut: number;
	readonly errors: number;
	readonly errorsThatMayHaveWorked: number;
	/** Items that came out as successful without being there, or as an error that says they cannot be there though they are. */
	readonly lies: number;
	readonly peaks: Peaks;
	/** How many of the two keys stand somewhere in the data of the execution. */
	readonly keysShown: number;
	/** Minutes of virtual time. */
	readonly minutes: number;
}

/** The share of requests that each fault befalls. */
const SHARE = 0.05;

const SERVER_ERRORS = [500, 502, 503, 504];

/** Every 20 seconds another program uses up the account's rate for a second and a half. */
const BURST = { every: 20_000, lasts: 1_500 };

const tooMany: Fault = { kind: 'status', status: 429, headers: { 'Retry-After': '1' } };

/** How long the last job takes, in milliseconds. */
const AFTERWARDS = 5_000;

/** Compares what came out of the node with what the simulator has. */
function compare(
	simulator: Simulator,
	output: readonly INodeExecutionData[],
	errors: readonly INodeExecutionData[],
): Omit<SoakFigures, keyof SoakRequest | 'troubles' | 'jobsUntold' | 'minutes' | 'keysShown'> {
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
		itemsOut: items.length === new Set(items).size ? items.length : NaN,
		errors: errors.length,
		errorsThatMayHaveWorked: errors.filter(mayBeThere).length,
		lies:
			output.filter((item) => !isThere(item)).length +
			errors.filter((item) => isThere(item) && !mayBeThere(item)).length,
		peaks,
	};
}

/** Sends customers through n8n's engine to a simulator in bad weather, and waits for their jobs, in virtual time. */
export async function soak(gameball: LoadedPackage, request: SoakRequest): Promise<SoakFigures> {
	const { customers, batchSize, isRepeatHarmless, seed } = request;
	faker.seed(seed);
	const troubles: Record<Trouble, number> = { dropped: 0, failed: 0, late: 0, refused: 0 };
	let jobsUntold = 0;
	let began = Date.now();
	const brings = (trouble: Trouble, fault: Fault): Fault => {
		troubles[trouble]++;
		return fault;
	};
	const simulator = await startSimulator({
		weather(method) {
			if ((Date.now() - began) % BURST.every < BURST.lasts) return brings('refused', tooMany);
			const dice = faker.number.float();
			if (dice < SHARE) return brings('dropped', { kind: 'drop' });
			if (dice < 2 * SHARE) {
				return brings('failed', { kind: 'status', status: faker.helpers.arrayElement(SERVER_ERRORS) });
			}
			if (dice >= 3 * SHARE) return undefined;
			if (method === 'POST') jobsUntold++;
			return brings('late', { kind: 'hang' });
		},
	});
	const items = Array.from({ length: customers }, (_, index) => ({
		json: { customerId: `c${index}`, ...(isRepeatHarmless ? {} : { amount: 1 }) },
	}));
	const parameters = {
		recordType: isRepeatHarmless ? 'customer' : 'balanceAdjustment',
		waitForCompletion: true,
		output: 'records',
		options: { batchSize, requestTimeout: 1 },
	};
	try {
		return await inVirtualTime(async () => {
			began = Date.now();
			const run = await execute({
				workflow: makeOneNodeWorkflow({
					name: 'Gameball',
					type: 'n8n-nodes-gameball.gameball',
					parameters,
					onError: 'continueErrorOutput',
				}),
				gameball,
				credentials: { gameballApi: { baseUrl: simulator.baseUrl, ...simulator.keys } },
				input: items,
			}).result;
			const minutes = (Date.now() - began) / 60_000;
			// Jobs that nobody knows of go on too.
			await sleep(AFTERWARDS);
			const [output, errors] = run.data.resultData.runData.Gameball?.[0]?.data?.main ?? [];
			const data = JSON.stringify(run.data.resultData);
			const keysShown = Object.values(simulator.keys).filter((key) => data.includes(key)).length;
			const compared = compare(simulator, output ?? [], errors ?? []);
			return { ...request, troubles, jobsUntold, minutes, keysShown, ...compared };
		});
	} finally {
		await simulator.close();
	}
}
