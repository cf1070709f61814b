import { Agent, request } from 'node:http';
import type { IDataObject, INode, INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';
import { execute } from '../../engine/engine.mts';
import { processedKeys } from '../../engine/processedKeys.mts';
import { describeNode, loadPackage } from '../../engine/nodeTypes.mts';
import { RequestQueue } from '../../../nodes/Gameball/api/requestQueue.ts';
import { makeOneNodeWorkflow } from '../../engine/workflows.mts';
import { AUTOMATIC, CONTACTS, EXPRESSIONS, LOOP, NOTHING, SEND_ONCE, WAITING, WIDE_ROWS } from './report.mts';

/** A way to send customers to the server. */
export interface Variant {
	/** Makes the items. @default makeCustomers */
	readonly makeItems?: (count: number) => IDataObject[];
	/** The maximum number of items. */
	readonly most?: number;
	run(items: readonly IDataObject[], baseUrl: string): Promise<void>;
}

/** Makes a function that makes items, read from JSON as in n8n, which decides how fast their texts are. */
const makeItemsOf =
	(makeItem: (index: number) => object) =>
	(count: number): IDataObject[] =>
		JSON.parse(JSON.stringify(Array.from({ length: count }, (_, index) => makeItem(index)))) as IDataObject[];

/** Makes customers as rows of a spreadsheet. */
export const makeCustomers = makeItemsOf((index) => ({
	customerId: `c-${index}`,
	email: `customer${index}@example.com`,
	name: `Customer ${index}`,
	mobile: `+20100${index}`,
	city: 'Cairo',
	dateOfBirth: '1990-12-31',
	totalSpent: index / 4,
	color: 'blue',
}));

/** The properties of a contact, of which the first eight feed a field. */
const PROPERTIES = [
	...['email', 'firstname', 'lastname', 'mobilephone', 'city', 'country', 'zip', 'date_of_birth'],
	...Array.from({ length: 22 }, (_, index) => `hs_property_${index}`),
];

const makeProperties = (index: number): Array<[string, string]> =>
	PROPERTIES.map((name) => [name, name === 'date_of_birth' ? '1990-12-31' : `${name} ${index}`]);

/** Makes contacts with 30 properties as HubSpot delivers them: each value in an object of its own. */
const makeContacts = makeItemsOf((index) => ({
	vid: index,
	properties: Object.fromEntries(makeProperties(index).map(([name, value]) => [name, { value }])),
}));

/** Makes rows with as many cells as such a contact has. */
const makeWideRows = makeItemsOf((index) => ({ vid: index, ...Object.fromEntries(makeProperties(index)) }));

/** Makes balance adjustments as rows of a spreadsheet. */
const makeAdjustments = makeItemsOf((index) => ({
	...{ customerId: `c-${index}`, amount: 10 + (index % 90), reason: 'Birthday' },
}));

const FIELDS = ['customerId', 'email', 'name', 'mobile', 'city', 'dateOfBirth', 'totalSpent', 'source'];
/** Eight simple expressions, one for each field. */
const DEFINED = {
	mappingMode: 'defineBelow',
	value: Object.fromEntries(FIELDS.map((name) => [name, `={{ $json.${name === 'source' ? 'color' : name} }}`])),
};

/** Sends its items with the least a node can do: no mapping, no check, no error handling. */
const MAP_NOTHING: INodeType = {
	description: describeNode('mapNothing', { credentials: [{ name: 'gameballApi', required: true }] }),
	async execute() {
		const items = this.getInputData();
		const { baseUrl } = await this.getCredentials('gameballApi');
		const jobs: INodeExecutionData[] = [];
		await sendInChunks(items, AT_ONCE, async (chunk, first) => {
			const response: unknown = await this.helpers.httpRequestWithAuthentication.call(this, 'gameballApi', {
				method: 'POST',
				url: `${String(baseUrl)}/batch`,
				body: { body: chunk.map(({ json }) => json) },
				json: true,
			});
			jobs.push({ json: response as IDataObject, pairedItem: chunk.map((_, index) => ({ item: first + index })) });
		});
		return [jobs];
	},
};

/** The number of runs so far: each uses an account of its own, or it would wait for the turns of the one before. */
let runs = 0;

const loaded = loadPackage(process.cwd()).then((gameball) => {
	gameball.add('bench.mapNothing', MAP_NOTHING);
	return gameball;
});

/** Runs one node in n8n's engine on the items. */
async function runNode(
	node: Pick<INode, 'type' | 'parameters'>,
	items: readonly IDataObject[],
	baseUrl: string,
): Promise<void> {
	const gameball = await loaded;
	const run = await execute({
		workflow: makeOneNodeWorkflow({ name: 'Node', ...node }),
		gameball,
		credentials: { gameballApi: { baseUrl, apiKey: `account ${++runs}`, secretKey: 'secret' } },
		input: items.map((json) => ({ json })),
	}).result;
	if (run.status !== 'success') throw new Error(run.data.resultData.error?.message ?? run.status);
}

const GAMEBALL = 'n8n-nodes-gameball.gameball';

/** The default number of requests that the node has under way at once. */
const AT_ONCE = 4;

/** Sends items in chunks of 1,000, some at once, at the documented rates. */
async function sendInChunks<Item>(
	items: readonly Item[],
	atOnce: number,
	send: (chunk: Item[], first: number) => Promise<void>,
): Promise<void> {
	const turns = new RequestQueue();
	let next = 0;
	const work = async () => {
		while (next < items.length) {
			const first = next;
			const chunk = items.slice(first, (next += 1_000));
			await turns.acquire(turns, undefined);
			await send(chunk, first);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, work));
}

async function post(url: string, body: string, agent: Agent): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const outgoing = request(
			url,
			{ method: 'POST', agent, headers: { 'Content-Type': 'application/json' } },
			(response) => {
				response.resume();
				response.on('end', resolve);
			},
		);
		outgoing.on('error', reject);
		outgoing.end(body);
	});
}

/** Sends with the least a program can do: chunks, stringifies and posts with keep-alive. */
async function bareLoop(items: readonly IDataObject[], baseUrl: string): Promise<void> {
	const agent = new Agent({ keepAlive: true });
	await sendInChunks(items, 1, async (chunk) => await post(`${baseUrl}/batch`, JSON.stringify({ body: chunk }), agent));
	agent.destroy();
}

/** A way to send customers that only this node's parameters tell from another. */
const runGameball =
	(parameters: INodeParameters): Variant['run'] =>
	async (items, baseUrl) =>
		await runNode({ type: GAMEBALL, parameters }, items, baseUrl);

/** The number of records that Send Once remembers by default. */
const REMEMBERED = 10_000;

/** Sends balance adjustments that n8n has never seen. */
const sendOnce: Variant['run'] = async (items, baseUrl) => {
	processedKeys.clear();
	await runGameball({ recordType: 'balanceAdjustment', sendOnce: true })(items, baseUrl);
};

/** The variants by their titles in the tables. */
export const VARIANTS: Readonly<Record<string, Variant>> = {
	[AUTOMATIC]: { run: runGameball({}) },
	[EXPRESSIONS]: { run: runGameball({ mapping: 'manual', fields: DEFINED }) },
	[CONTACTS]: { makeItems: makeContacts, run: runGameball({}) },
	[WIDE_ROWS]: { makeItems: makeWideRows, run: runGameball({}) },
	[WAITING]: { run: runGameball({ waitForCompletion: true, output: 'records' }) },
	[SEND_ONCE]: { makeItems: makeAdjustments, most: REMEMBERED, run: sendOnce },
	[NOTHING]: {
		run: async (items, baseUrl) => await runNode({ type: 'bench.mapNothing', parameters: {} }, items, baseUrl),
	},
	[LOOP]: { run: bareLoop },
};

/** The variants whose times are measured, in turns with those beside them; the memory only of the first. */
export const TIMED: ReadonlyArray<readonly string[]> = [
	[AUTOMATIC, EXPRESSIONS, NOTHING, LOOP],
	[CONTACTS, WIDE_ROWS],
	[WAITING],
	[SEND_ONCE],
];

/** The variants whose longest block is measured. */
export const BLOCKING = [AUTOMATIC, EXPRESSIONS, CONTACTS, WAITING, SEND_ONCE];
