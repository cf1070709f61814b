import { setTimeout as sleep } from 'node:timers/promises';
import { markdownTable } from 'markdown-table';
import type { INodeParameters, IPinData } from 'n8n-workflow';
import { makeWorkflow, type WorkflowFile } from '../../engine/workflows.mts';
import { Cleanup } from '../../n8n/cleanup.mts';
import { N8nSession } from '../../n8n/session.mts';

/** The numbers of rows in a run, and of records that the node remembers before it. */
const CASES = [
	{ rows: 10_000, remembered: 0 },
	{ rows: 10_000, remembered: 10_000 },
	{ rows: 10_000, remembered: 90_000 },
];

const cleanup = new Cleanup();
const session = await N8nSession.start(cleanup, { queuedFor: 100, recordsPerSecond: 100_000 });

/**
 * A workflow that adjusts balances, of customers from the given number on.
 *
 * @param areRefused true if half of them are, so that the node has to forget their keys again
 */
function adjustBalances(
	rows: number,
	first: number,
	options: INodeParameters,
	areRefused = false,
): WorkflowFile & { pinData: IPinData } {
	const parameters = { recordType: 'balanceAdjustment', waitForCompletion: true, output: 'summary' };
	return {
		...makeWorkflow(
			`${rows} rows from ${first} on`,
			[
				{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', position: [0, 0], parameters: {} },
				{ name: 'Rows', type: 'n8n-nodes-base.noOp', position: [200, 0], parameters: {} },
				{
					name: 'Gameball',
					type: 'n8n-nodes-gameball.gameball',
					position: [400, 0],
					parameters: { ...parameters, options: { onJobFailure: 'return', pollInterval: 1, ...options } },
					credentials: { gameballApi: { ...session.credential } },
				},
			],
			{ Start: [['Rows']], Rows: [['Gameball']] },
		),
		pinData: {
			Rows: Array.from({ length: rows }, (_, index) => ({
				json: { customerId: `c${first + index}`, amount: areRefused && index % 2 === 1 ? -1 : 1 },
			})),
		},
	};
}

/** Runs a workflow, and asks n8n for its health all the time: returns the longest time it took to answer. */
async function measureLongestBlock(workflow: string): Promise<number> {
	let longest = 0;
	let isRunning = true;
	const watch = async () => {
		while (isRunning) {
			const start = performance.now();
			await (await fetch(`${session.n8n.url}/healthz`)).text();
			longest = Math.max(longest, performance.now() - start);
			await sleep(5);
		}
	};
	const watching = watch();
	const { status } = await session.api.waitForEnd(await session.api.run(workflow, 'Start'), 300_000);
	isRunning = false;
	await watching;
	if (status !== 'success') throw new Error(`The run ended with the status ${status}`);
	return longest;
}

try {
	const lines: string[][] = [];
	for (const { rows, remembered } of CASES) {
		const plain = await measureLongestBlock(await session.api.createWorkflow(adjustBalances(rows, 0, {}, true)));
		const once = { sendOnce: { remember: 100_000 } };
		const workflow = await session.api.createWorkflow(adjustBalances(remembered, rows, once));
		if (remembered > 0) await measureLongestBlock(workflow);
		await session.api.updateWorkflow(workflow, adjustBalances(rows, 0, once, true));
		lines.push([rows, remembered, plain, await measureLongestBlock(workflow)].map((value) => value.toFixed(0)));
	}
	const sent = CASES.reduce((sum, { rows, remembered }) => sum + 2 * rows + remembered, 0);
	const { records } = session.simulator.received();
	if (records !== sent) throw new Error(`${records} records arrived instead of ${sent}`);
	console.log(markdownTable([['Rows', 'Remembered', 'Longest block without (ms)', 'With Send Once (ms)'], ...lines]));
} finally {
	await cleanup.run();
}
