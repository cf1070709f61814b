import { setTimeout as sleep } from 'node:timers/promises';
import pWaitFor from 'p-wait-for';
import { GAMEBALL } from '../../dev/examples/nodes.mts';
import type { N8nSession } from '../../dev/n8n/session.mts';
import { gameball, makeWebhookWorkflow } from './webhookWorkflow.mts';

/** The executions of a load, and the time in which they start, in milliseconds. */
const EXECUTIONS = 300;
const DURATION = 15_000;

/** The time in which all of them end, in milliseconds. */
const TIMEOUT = 240_000;

/** The customers that are posted, and the entries that Gameball is to receive of them. */
const makeCustomers = (kind: string) =>
	Array.from({ length: EXECUTIONS }, (_, index) => {
		const customerId = `00-${kind}-${index}`;
		const email = `${kind}${index}@example.com`;
		const posted = {
			'Customer ID': customerId,
			'E-Mail': email,
			first_name: 'Zoë',
			last_name: `“${index}”`,
			Plan: 'gold',
		};
		return { posted, entry: { customerId, email, name: `Zoë “${index}”`, custom: { Plan: 'gold' } } };
	});

type Customer = ReturnType<typeof makeCustomers>[number];

/** Posts customers evenly over some seconds. */
const postAll = async (session: N8nSession, path: string, customers: readonly Customer[]): Promise<unknown> =>
	await Promise.all(
		customers.map(async ({ posted }, index) => {
			await sleep((index * DURATION) / EXECUTIONS);
			await session.callWebhook(path, posted);
		}),
	);

/** Waits until all executions of a workflow have ended; returns how many were successful. */
async function waitForAll({ api }: N8nSession, workflow: string): Promise<number> {
	const haveEnded = async () => (await api.countExecutions(workflow, ['success', 'error', 'crashed'])) >= EXECUTIONS;
	await pWaitFor(haveEnded, { interval: 500, timeout: { milliseconds: TIMEOUT, message: false } });
	return await api.countExecutions(workflow, ['success']);
}

/**
 * Starts an execution for each of many customers, as the trigger of a CRM does, and waits for the end of all of them.
 * Prints what they took.
 *
 * Without waiting, the plain case, an execution is one request: spread as the calls are, 300 keep within the documented
 * rates by themselves. With waiting they are at least 600 and exceed the rate of 30 seconds, so that executions have to
 * pause.
 *
 * @param where the processes of n8n, as the figures name them
 * @param waitForCompletion as in Create Batch
 */
export async function expectLoadToArrive(
	session: N8nSession,
	where: string,
	waitForCompletion: boolean,
): Promise<void> {
	const { api, simulator } = session;
	const path = waitForCompletion ? 'load-waiting' : 'load';
	const node = gameball(GAMEBALL, session.credential, { waitForCompletion, output: 'records' });
	const workflow = await api.createWorkflow(makeWebhookWorkflow(path, [{ ...node, onError: 'stopWorkflow' }]));
	await api.activate(workflow);
	const customers = makeCustomers(path);
	const before = simulator.received();

	const start = Date.now();
	const measure = () => `${((Date.now() - start) / 1_000).toFixed(0)} s`;
	await postAll(session, path, customers);
	const started = measure();
	const successes = await waitForAll(session, workflow);
	const { requests, tooMany, jobs } = simulator.received();
	const sent = `${requests - before.requests} requests, ${tooMany - before.tooMany} refused with 429`;
	const what = `${EXECUTIONS} executions ${where}${waitForCompletion ? ', waiting for their jobs' : ''}`;
	process.stdout.write(`${what}: ${sent}, started in ${started}, ended after ${measure()}\n`);

	expect(successes).toBe(EXECUTIONS);
	expect(jobs - before.jobs).toBe(EXECUTIONS);
	for (const { entry } of customers) expect(simulator.customers.get(entry.customerId)).toEqual(entry);
}
