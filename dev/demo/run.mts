import { readFileSync } from 'node:fs';
import type { IDataObject, INodeExecutionData, IRun } from 'n8n-workflow';
import { execute } from '../engine/engine.mts';
import { loadPackage } from '../engine/nodeTypes.mts';
import type { Simulator } from '../simulator/server.mts';
import { GAMEBALL, ROWS } from '../examples/nodes.mts';
import type { WorkflowFile } from '../engine/workflows.mts';

const WORKFLOW = 'examples/sync-customers.json';

/** The outcome of one job. */
interface JobRow {
	readonly jobId: number;
	readonly records: number;
	readonly arrived: number;
	readonly refused: number;
	readonly unknown: number;
}

/** A row of the file that did not arrive. */
interface RefusedRow {
	/** The line of the file, counting the column names as line 1. */
	readonly line: number;
	readonly customerId: string;
	/** `failed` if Gameball refused it, `invalid` if it was not sent. */
	readonly status: string;
	readonly reason: string;
}

/** The outcome of a run, according to the node's output. */
export interface Summary {
	readonly rows: number;
	readonly jobs: readonly JobRow[];
	readonly refused: readonly RefusedRow[];
}

const getItemIndex = ({ pairedItem }: INodeExecutionData): number =>
	typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : -1;

/** Sums up the two outputs of the Gameball node: records that arrived, and those that did not. */
function summarize(output: readonly INodeExecutionData[], errors: readonly INodeExecutionData[]): Summary {
	const refused = errors.map((item) => {
		return { item, facts: item.json.error as IDataObject, reason: String(item.json.message) };
	});
	const jobs = new Map<number, { arrived: number; refused: number; unknown: number }>();
	const count = (jobId: unknown, kind: 'arrived' | 'refused' | 'unknown') => {
		if (typeof jobId !== 'number') return;
		const job = jobs.get(jobId) ?? { arrived: 0, refused: 0, unknown: 0 };
		job[kind]++;
		jobs.set(jobId, job);
	};
	for (const { json } of output) count(json.jobId, json.status === 'successful' ? 'arrived' : 'unknown');
	for (const { facts } of refused) count(facts.jobId, 'refused');
	return {
		rows: output.length + errors.length,
		jobs: [...jobs].map(([jobId, job]) => ({ jobId, records: job.arrived + job.refused + job.unknown, ...job })),
		refused: refused.map(({ item, facts, reason }) => ({
			line: getItemIndex(item) + 2,
			customerId: String(facts.customerId ?? ''),
			status: String(facts.status ?? 'error'),
			reason,
		})),
	};
}

/** Returns the error that ended a run, if any. */
function getError(run: IRun): Error | undefined {
	const { error } = run.data.resultData;
	return error === undefined ? undefined : new Error([error.message, error.description].filter(Boolean).join(' '));
}

/**
 * Runs the example workflow in n8n's engine, with the built package and the given rows in place of its CSV file.
 *
 * @throws Error with the node's message if the workflow ends in an error
 */
export async function syncCustomers(rows: readonly IDataObject[], simulator: Simulator): Promise<Summary> {
	const workflow = JSON.parse(readFileSync(WORKFLOW, 'utf8')) as WorkflowFile;
	const run = await execute({
		workflow,
		gameball: await loadPackage(process.cwd()),
		credentials: { gameballApi: { baseUrl: simulator.baseUrl, ...simulator.keys } },
		pinData: { [ROWS]: rows.map((json) => ({ json })) },
	}).result;
	const error = getError(run);
	if (error !== undefined) throw error;
	const [output, errors] = run.data.resultData.runData[GAMEBALL]?.[0]?.data?.main ?? [];
	return summarize(output ?? [], errors ?? []);
}
