import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { execute } from '../../engine/engine.mts';
import type { LoadedPackage } from '../../engine/nodeTypes.mts';
import { inVirtualTime } from '../../engine/virtualTime.mts';
import { makeOneNodeWorkflow } from '../../engine/workflows.mts';
import { startSimulator, type Simulator } from '../../simulator/server.mts';
import { createRandom, WORKS, type Random, type WorkName } from './work.mts';

/** The jobs of a case. */
export interface Jobs {
	/** The number of jobs that are created and waited for at once. */
	readonly count: number;
	/** The mean time of a job, in milliseconds; each takes up to a fifth more or less. */
	readonly duration: number;
	readonly work: WorkName;
	readonly seed: number;
}

/** The wait for one job. */
export interface Wait {
	/** The number of status checks. */
	readonly checks: number;
	/** The time from the job's end to the check that finds it, in milliseconds. */
	readonly delay: number;
	/** The time the job took, in milliseconds. */
	readonly duration: number;
}

/** The waits for jobs, and the times of all status checks in milliseconds. */
export interface Waits {
	readonly waits: readonly Wait[];
	readonly times: readonly number[];
}

const makeDurations = ({ count, duration, seed }: Jobs): number[] => {
	const random = createRandom(seed);
	return Array.from({ length: count }, () => Math.round(duration * (0.8 + 0.4 * random())));
};

const SECOND = 1_000;

/**
 * Ways to wait for a job that do not look at its counts: each computes the delay after a status check in milliseconds.
 *
 * @param count the number of status checks so far
 * @param previous the delay before the latest one
 */
type Strategy = (count: number, previous: number, random: Random) => number;

const FIRST = 5 * SECOND;
const LONGEST = 60 * SECOND;

/** The strategies that others use, by their names in the table. */
export const STRATEGIES: Readonly<Record<string, Strategy>> = {
	'Every second': () => SECOND,
	'Every 5 seconds': () => FIRST,
	'5 seconds, × 1.5 up to 60': (count) => Math.min(LONGEST, FIRST * 1.5 ** (count - 1)),
	// "Decorrelated jitter" of the AWS Architecture Blog, "Exponential Backoff And Jitter".
	'Jitter as at AWS, up to 60': (_, previous, random) =>
		Math.min(LONGEST, FIRST + random() * (3 * Math.max(FIRST, previous) - FIRST)),
};

/** Waits for jobs by a strategy that does not look at their counts. */
export function waitByStrategy(jobs: Jobs, strategy: Strategy): Waits {
	const random = createRandom(jobs.seed);
	const all = makeDurations(jobs).map((duration) => {
		const times = [0];
		for (let time = 0, previous = 0; time < duration; ) {
			previous = strategy(times.length, previous, random);
			time += previous;
			times.push(time);
		}
		return { times, wait: { checks: times.length, delay: (times.at(-1) ?? 0) - duration, duration } };
	});
	return { waits: all.map(({ wait }) => wait), times: all.flatMap(({ times }) => times) };
}

/** The number of records of a job. */
const RECORDS = 100;

/** The share of its time for which a job is queued. */
const QUEUED = 0.02;

async function runGameball(
	gameball: LoadedPackage,
	{ baseUrl, keys }: Simulator,
	parameters: INodeParameters,
	input: readonly IDataObject[],
): Promise<IDataObject[]> {
	const { data } = await execute({
		workflow: makeOneNodeWorkflow({ name: 'Gameball', type: 'n8n-nodes-gameball.gameball', parameters }),
		gameball,
		credentials: { gameballApi: { baseUrl, ...keys } },
		input: input.map((json) => ({ json })),
	}).result;
	if (data.resultData.error !== undefined) throw data.resultData.error;
	return (data.resultData.runData.Gameball?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json);
}

/**
 * Waits for jobs with the node, in n8n's engine and in virtual time.
 *
 * @param maxPollInterval the node's option, in seconds
 */
export async function waitWithNode(gameball: LoadedPackage, jobs: Jobs, maxPollInterval: number): Promise<Waits> {
	const { count, duration, work, seed } = jobs;
	const random = createRandom(seed);
	const works = makeDurations(jobs).map((time) => ({ time, share: WORKS[work](random) }));
	const queuedFor = Math.round(QUEUED * duration);
	let first: number | undefined;
	const find = (jobId: number) => works[jobId - (first ??= jobId)];
	const simulator = await startSimulator({
		queuedFor,
		shareDone(jobId, elapsed) {
			const found = find(jobId);
			return found === undefined ? 0 : found.share(Math.min(1, elapsed / (found.time - queuedFor)));
		},
	});
	try {
		return await inVirtualTime(async () => {
			const customers = Array.from({ length: count * RECORDS }, (_, index) => ({ customerId: `c${index}` }));
			const created = await runGameball(gameball, simulator, { requestOptions: { batchSize: RECORDS } }, customers);
			const options = { maxWaitTime: 24 * 60 };
			const requestOptions = { maxPollInterval };
			const parameters = { operation: 'waitForCompletion', options, requestOptions };
			await runGameball(gameball, simulator, parameters, created);
			const checks = simulator.requests.filter(({ method }) => method === 'GET');
			const waits = [...simulator.jobs.values()].map(({ id, createdAt }): Wait => {
				const times = checks.filter(({ url }) => url.endsWith(`/${id}`)).map(({ at }) => at);
				const { time = NaN } = find(id) ?? {};
				return { checks: times.length, delay: (times.at(-1) ?? NaN) - (createdAt + time), duration: time };
			});
			return { waits, times: checks.map(({ at }) => at) };
		});
	} finally {
		await simulator.close();
	}
}
