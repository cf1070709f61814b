import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { INodeExecutionData, IRun } from 'n8n-workflow';
import { Cleanup } from '../../dev/n8n/cleanup.mts';
import { EXAMPLES_FOLDER, prepareExample } from '../../dev/n8n/examples.mts';
import { installHost } from '../../dev/n8n/install.mts';
import { runCommand } from '../../dev/n8n/instance.mts';
import { startSimulator } from '../../dev/simulator/server.mts';

const cleanup = new Cleanup();
afterAll(async () => await cleanup.run());

test("should run an example when n8n's commands import it with a credential", async () => {
	const simulator = await startSimulator();
	cleanup.add(async () => await simulator.close());
	const folder = await cleanup.makeFolder();
	const options = { host: await installHost(), folder, files: EXAMPLES_FOLDER };
	const credential = { id: 'gameball', name: 'Gameball' };
	const data = { baseUrl: simulator.baseUrl, ...simulator.keys };
	const workflow = { ...prepareExample('sync-customers', credential), id: 'sync-customers', active: false };
	await writeFile(join(folder, 'credential.json'), JSON.stringify([{ ...credential, type: 'gameballApi', data }]));
	await writeFile(join(folder, 'workflow.json'), JSON.stringify([workflow]));
	await runCommand(options, ['import:credentials', `--input=${join(folder, 'credential.json')}`]);
	await runCommand(options, ['import:workflow', `--input=${join(folder, 'workflow.json')}`]);

	const output = await runCommand(options, ['execute', '--id=sync-customers', '--rawOutput']);
	const run = JSON.parse(/^\{[^]*^\}/m.exec(output)?.[0] ?? '') as IRun;
	const getItems = (node: string): INodeExecutionData[] =>
		run.data.resultData.runData[node]?.[0]?.data?.main?.[0] ?? [];
	expect(run.status).toBe('success');
	expect([getItems('Arrived').length, getItems('Refused').length]).toEqual([2_564, 36]);
	expect(simulator.customers.size).toBe(2_564);
	expect(Object.values(simulator.keys).filter((key) => output.includes(key))).toEqual([]);

	const exported = await runCommand(options, ['export:credentials', '--all', '--pretty']);
	expect(exported).toContain('gameballApi');
	expect(Object.values(simulator.keys).filter((key) => exported.includes(key))).toEqual([]);
});
