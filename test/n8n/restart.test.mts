import { Cleanup } from '../../dev/n8n/cleanup.mts';
import { prepareDurableExample, prepareExample } from '../../dev/n8n/examples.mts';
import { getItems } from '../../dev/n8n/rest.mts';
import { N8nSession } from '../../dev/n8n/session.mts';
import { TRIGGER } from '../../dev/examples/nodes.mts';
import { PAUSE } from '../../dev/examples/index.mts';

/** The time the jobs stay queued: they are finished at the second look, not at the first. */
const QUEUED_FOR = 100_000;

const cleanup = new Cleanup();
let session: N8nSession;
beforeEach(async () => {
	session = await N8nSession.start(cleanup, { queuedFor: QUEUED_FOR });
});
afterEach(async () => await cleanup.run());

test('should go on with the durable example when n8n is killed in mid-wait and started again', async () => {
	const { simulator } = session;
	const workflow = await session.api.createWorkflow(prepareDurableExample(session.credential));
	const id = await session.api.run(workflow, TRIGGER);
	await session.api.waitFor(id, ({ status }) => status === 'waiting', 20_000);
	const posted = simulator.requests.length;
	expect(simulator.jobs.size).toBe(3);

	await session.crashAndRestart();
	expect(simulator.requests).toHaveLength(posted);
	// n8n's recovery saves the execution as crashed first, and as waiting once its hooks have seen the time to wake up.
	await session.api.waitFor(id, ({ status }) => status === 'waiting', 20_000);

	const execution = await session.api.waitForEnd(id, 240_000);
	expect(execution.error).toBeUndefined();
	expect(execution.status).toBe('success');
	expect(execution.runData[PAUSE]).toHaveLength(2);
	expect(simulator.requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
	expect(simulator.customers.size).toBe(2_564);
	expect(getItems(execution, 'Arrived')).toHaveLength(2_564);
	const refused = (execution.runData.Refused ?? []).flatMap(({ data }) => data?.main?.[0] ?? []);
	expect(refused).toHaveLength(36);
	for (const { json } of refused) expect(json).toMatchObject({ message: expect.stringMatching(/./) });
}, 400_000);

test('should show the execution as crashed and its jobs in the log when n8n is killed while the node waits', async () => {
	const { simulator } = session;
	const workflow = await session.api.createWorkflow(prepareExample('sync-customers', session.credential));
	const id = await session.api.run(workflow, TRIGGER);
	await session.api.waitFor(id, () => simulator.requests.some(({ method }) => method === 'GET'), 20_000);

	await session.crashAndRestart();
	expect((await session.api.waitForEnd(id)).status).toBe('crashed');
	expect(simulator.jobs.size).toBe(3);
	const log = session.n8n.process.readLog();
	for (const jobId of simulator.jobs.keys()) expect(log).toContain(`as job ${jobId}`);
});
