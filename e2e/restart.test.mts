import { readyExample } from '../n8n/examples.mts';
import { itemsOf } from '../n8n/rest.mts';
import { DURABLE, PAUSE, TRIGGER } from '../tools/exampleWorkflows.mts';
import { Stage } from './stage.mts';

/** The shortest pause that n8n keeps in its database is of 65 seconds. */
const SHORT_PAUSE = { amount: 66, unit: 'seconds' };

/** The jobs are finished at the second look, not at the first one. */
const QUEUED_FOR = 100_000;

test('the durable example goes on after n8n was killed in mid-wait and started again', async () => {
	const stage = await Stage.set({ queuedFor: QUEUED_FOR });
	try {
		const { simulator } = stage;
		const example = readyExample(DURABLE.file, stage.credential);
		const nodes = example.nodes.map((node) => (node.name === PAUSE ? { ...node, parameters: SHORT_PAUSE } : node));
		const workflow = await stage.api.createWorkflow({ ...example, nodes });
		const id = await stage.api.run(workflow, TRIGGER);
		await stage.api.until(id, ({ status }) => status === 'waiting', 20_000);
		const posted = simulator.requests.length;
		expect(simulator.jobs.size).toBe(3);

		await stage.crashAndRestart();
		expect(simulator.requests).toHaveLength(posted);
		expect((await stage.api.execution(id)).status).toBe('waiting');

		const execution = await stage.api.ended(id, 240_000);
		expect(execution.error).toBeUndefined();
		expect(execution.status).toBe('success');
		expect(execution.runData[PAUSE]).toHaveLength(2);
		expect(simulator.requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
		expect(simulator.customers.size).toBe(2_564);
		expect(itemsOf(execution, 'Arrived')).toHaveLength(2_564);
		const refused = (execution.runData.Refused ?? []).flatMap(({ data }) => data?.main?.[0] ?? []);
		expect(refused).toHaveLength(36);
		for (const { json } of refused) expect(json).toMatchObject({ message: expect.stringMatching(/./) });
	} finally {
		await stage.clear();
	}
}, 400_000);
