import { Cleanup } from '../../dev/n8n/cleanup.mts';
import { prepareCollectExample } from '../../dev/n8n/examples.mts';
import { getItems, type Execution } from '../../dev/n8n/rest.mts';
import { N8nSession } from '../../dev/n8n/session.mts';
import { MAX_TRIES, READ_ROWS, SCHEDULE, SETUP, TABLE, WEBHOOK_PATH } from '../../dev/examples/collect.mts';

/** The webhook calls, and how many of them are made at once. */
const CALLS = 500;
const AT_ONCE = 50;

const cleanup = new Cleanup();
let session: N8nSession;
let workflow: string;
beforeAll(async () => {
	session = await N8nSession.start(cleanup);
	workflow = await session.api.createWorkflow(prepareCollectExample(session.credential));
	expect((await session.api.waitForEnd(await session.api.run(workflow, SETUP))).status).toBe('success');
	await session.api.activate(workflow);
});
beforeEach(async () => {
	session.simulator.account.timesProcessed.clear();
	expect(await listRows()).toEqual([]);
});
afterEach(async () => {
	session.simulator.clearFaults();
	await session.api.clearTable(TABLE);
});
afterAll(async () => await cleanup.run());

const listRows = async () => await session.api.listRows(TABLE);

/** A customer as the webhook gets it. */
type Call = Readonly<Record<string, string | number>>;

/** Calls the webhook for each customer, many times at once. */
async function callAll(calls: readonly Call[]): Promise<void> {
	for (let start = 0; start < calls.length; start += AT_ONCE) {
		const some = calls.slice(start, start + AT_ONCE);
		await Promise.all(some.map(async (call) => await session.callWebhook(WEBHOOK_PATH, call)));
	}
}

const startSending = async (): Promise<string> => await session.api.run(workflow, SCHEDULE);

/** Sends the rows once. */
async function send(): Promise<Execution> {
	const execution = await session.api.waitForEnd(await startSending());
	expect(execution.error).toBeUndefined();
	expect(execution.status).toBe('success');
	return execution;
}

const countPosts = (): number => session.simulator.requests.filter(({ method }) => method === 'POST').length;

/** Waits until Gameball has taken one more batch. */
async function waitForPost(executionId: string, before: number): Promise<void> {
	await session.api.waitFor(executionId, () => countPosts() > before, 20_000);
}

const makeCustomer = (kind: string, index: number): Call => ({
	customerId: `0${kind}-${index}`,
	email: `${kind}${index}@example.com`,
	name: `Zoë “${index}”`,
});

const makeCustomers = (kind: string, count: number): Call[] =>
	Array.from({ length: count }, (_, index) => makeCustomer(kind, index));

/** Expects that Gameball has exactly these customers of a kind, with exactly this data. */
function expectArrived(kind: string, expected: readonly Call[]): void {
	const arrived = [...session.simulator.customers.values()].filter(({ customerId }) =>
		customerId.startsWith(`0${kind}-`),
	);
	const byId = (one: { customerId?: unknown }, other: { customerId?: unknown }) =>
		String(one.customerId).localeCompare(String(other.customerId));
	expect(arrived.sort(byId)).toEqual([...expected].sort(byId));
}

const getTimesSent = (): number[] => [...session.simulator.account.timesProcessed.values()];

test(`should send ${CALLS} webhook calls as one batch and keep the refused ones with their reason`, async () => {
	const good = makeCustomers('call', CALLS - 30);
	const refused = makeCustomers('wrong', 10).map((call) => ({ ...call, email: 'nobody@example' }));
	const nameless = Array.from({ length: 5 }, (_, index) => ({ email: `nobody${index}@example.com` }));
	// Later calls for customers of the first ones, each with one of the columns.
	const later = good.slice(0, 15).map(({ customerId = '' }) => ({ customerId, name: 'Later' }));
	await callAll([...good, ...refused, ...nameless]);
	await callAll(later);
	expect(await listRows()).toHaveLength(CALLS);

	const before = countPosts();
	const execution = await send();
	expect(getItems(execution, READ_ROWS)).toHaveLength(CALLS);
	expect(countPosts() - before).toBe(1);
	expectArrived('call', [...good.slice(0, 15).map((call) => ({ ...call, name: 'Later' })), ...good.slice(15)]);
	expectArrived('wrong', []);
	expect(getTimesSent()).toEqual(Array(CALLS - 20).fill(1));
	const rows = await listRows();
	expect(rows).toHaveLength(15);
	for (const { customerId, email, reason, tries } of rows) {
		expect({ email, reason, tries }).toEqual({
			email: customerId === null ? expect.stringMatching(/^nobody/) : 'nobody@example',
			reason: customerId === null ? 'Customer ID is missing.' : 'Email is not valid',
			tries: 1,
		});
	}
});

test('should take a customer ID that is a number', async () => {
	await callAll([{ customerId: 4711, email: 'number@example.com' }]);
	await send();
	expect(await listRows()).toEqual([]);
	expect(session.simulator.customers.get('4711')).toEqual({ customerId: '4711', email: 'number@example.com' });
});

test('should count no try while Gameball does not answer, and leave a row that was refused too often', async () => {
	await callAll([{ ...makeCustomer('often', 0), email: 'nobody@example' }, makeCustomer('often', 1)]);
	session.simulator.addFault({ kind: 'status', status: 401, method: 'POST' });
	await send();
	expect(await listRows()).toMatchObject([
		{ tries: 0, reason: expect.stringContaining('HTTP 401') },
		{ tries: 0, reason: expect.stringContaining('HTTP 401') },
	]);
	for (let tries = 1; tries <= MAX_TRIES; tries++) {
		await send();
		expect(await listRows()).toMatchObject([{ tries, reason: 'Email is not valid' }]);
	}
	const before = session.simulator.requests.length;
	const [row] = await listRows();
	await send();
	expect(session.simulator.requests).toHaveLength(before);

	await session.api.changeRow(TABLE, row?.id, { email: 'right@example.com', tries: 0 });
	await send();
	expect(await listRows()).toEqual([]);
	expectArrived('often', [{ ...makeCustomer('often', 0), email: 'right@example.com' }, makeCustomer('often', 1)]);
});

test('should keep rows that come in or change while others are on their way', async () => {
	await callAll(makeCustomers('moving', 2));
	session.simulator.addFault({ kind: 'delay', ms: 3_000, method: 'GET' });
	const before = countPosts();
	const id = await startSending();
	await waitForPost(id, before);
	const row = (await listRows()).find(({ customerId }) => customerId === '0moving-0');
	await session.api.changeRow(TABLE, row?.id, { name: 'Changed' });
	await callAll([makeCustomer('moving', 2)]);
	expect((await session.api.waitForEnd(id)).status).toBe('success');
	expect(await listRows()).toMatchObject([{ id: row?.id, name: 'Changed' }, makeCustomer('moving', 2)]);

	await send();
	expect(await listRows()).toEqual([]);
	expectArrived('moving', [{ ...makeCustomer('moving', 0), name: 'Changed' }, ...makeCustomers('moving', 3).slice(1)]);
});

test('should lose no customer when two runs overlap', async () => {
	const calls = [...makeCustomers('twice', 20), { ...makeCustomer('refused', 0), email: 'nobody@example' }];
	await callAll(calls);
	session.simulator.addFault({ kind: 'delay', ms: 3_000, method: 'GET', times: 2 });
	const before = countPosts();
	const first = await startSending();
	await waitForPost(first, before);
	const second = await startSending();
	for (const id of [first, second]) expect((await session.api.waitForEnd(id)).status).toBe('success');
	expect(await listRows()).toMatchObject([{ customerId: '0refused-0', tries: 1 }]);
	expectArrived('twice', makeCustomers('twice', 20));
	expect(new Set(getTimesSent())).toEqual(new Set([2]));
});

test('should lose no customer when n8n is killed between the batch and the rows', async () => {
	const calls = makeCustomers('killed', 50);
	await callAll(calls);
	session.simulator.addFault({ kind: 'hang', method: 'GET' });
	const before = countPosts();
	const id = await startSending();
	await waitForPost(id, before);
	await session.crashAndRestart();
	expect((await session.api.waitForEnd(id)).status).toBe('crashed');
	expect(await listRows()).toHaveLength(50);

	await send();
	expect(await listRows()).toEqual([]);
	expectArrived('killed', calls);
	expect(countPosts() - before).toBe(2);
	expect(new Set(getTimesSent())).toEqual(new Set([2]));
});
