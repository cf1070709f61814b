import type {
	IBinaryData,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IRun,
	ITaskData,
} from 'n8n-workflow';
import { createRunExecutionData, Workflow } from 'n8n-workflow';
import { additionalData, execute, type Execution } from '../../dev/engine/engine.mts';
import { ExecuteContext } from 'n8n-core';
import { loadPackage, type LoadedPackage } from '../../dev/engine/nodeTypes.mts';
import { inVirtualTime } from '../../dev/engine/virtualTime.mts';
import type { Simulator } from '../../dev/simulator/server.mts';
import type { WorkflowFile } from '../../dev/engine/workflows.mts';
import { operations } from '../../nodes/Gameball/operations/index.ts';

/** The folder of the package, built: tests run from there. */
const ROOT = process.cwd();

let loaded: Promise<LoadedPackage> | undefined;

/** The names of the node's type: by itself, and as a tool. */
const NODE = 'n8n-nodes-gameball.gameball';
const TOOL = `${NODE}Tool`;

async function load(): Promise<LoadedPackage> {
	const gameball = await loadPackage(ROOT);
	const type = gameball.nodeTypes.getByNameAndVersion(NODE);
	// As n8n does for tools, by whose name the node's description can tell.
	const description = { ...type.description, name: `${type.description.name}Tool` };
	gameball.add(TOOL, Object.create(type, { description: { value: description } }) as typeof type);
	return gameball;
}

/** The built package, loaded once for each test file. */
export const loadGameball = (): Promise<LoadedPackage> => (loaded ??= load());

/** A run to make: the Gameball node behind a node with the given items. */
export interface NodeRun {
	readonly simulator: Simulator;
	readonly items: readonly IDataObject[];
	/** The files of the items, in the same order. */
	readonly files?: readonly IBinaryData[];
	/** The names of an item's binary data, each with the item's file. @default ['data'] */
	readonly binaryNames?: readonly string[];
	/** The parameters. `settings` holds options by name, whichever collection they are in. */
	readonly parameters: INode['parameters'];
	readonly onError?: INode['onError'];
	/** Turns on n8n's setting "Retry On Fail", with five tries. */
	readonly retryOnFail?: boolean;
	/** Turns on n8n's setting "Execute Once". */
	readonly executeOnce?: boolean;
	/** The time zone of the workflow. */
	readonly timezone?: string;
	/** The values in which the credential differs from a good one. */
	readonly credential?: IDataObject;
	/** The ID of the workflow; empty for one that was never saved. */
	readonly workflowId?: string;
	/** The ID of the credential. */
	readonly credentialId?: string;
	/** Set if the node runs as a tool of an AI agent, for which n8n gives its type another name. */
	readonly asTool?: boolean;
	/** Set if another Gameball node does the same before, with the same items. */
	readonly twice?: boolean;
}

/** The outputs, the error and the data of a run of the node. */
export interface NodeResult {
	readonly run: IRun;
	readonly task: ITaskData | undefined;
	/** The items of the main output. */
	readonly output: INodeExecutionData[];
	readonly json: IDataObject[];
	/** The items of the error output. */
	readonly errors: INodeExecutionData[];
	/** The error the node ended with. */
	readonly error:
		| (Error & { description?: string | null; httpCode?: string | null; context?: IDataObject })
		| undefined;
}

const COLLECTIONS: ReadonlyMap<string, string> = new Map(
	operations.flatMap(({ properties }) =>
		properties
			.filter(({ name }) => name === 'options' || name === 'requestOptions')
			.flatMap(({ name, options = [] }) => options.map((option) => [option.name, name] as const)),
	),
);

/** Puts settings into the collections that hold them. */
function placeSettings({ settings, ...parameters }: INodeParameters): INodeParameters {
	const placed: INodeParameters = { ...parameters };
	for (const [name, value] of Object.entries((settings ?? {}) as INodeParameters)) {
		const collection = COLLECTIONS.get(name);
		if (collection === undefined) placed[name] = value;
		else placed[collection] = { ...(placed[collection] as INodeParameters), [name]: value } as INodeParameters;
	}
	return placed;
}

/** A workflow of two nodes: one that has the items, and the Gameball node. */
function gameballWorkflow({
	items,
	parameters,
	onError,
	retryOnFail,
	executeOnce = false,
	timezone,
	twice,
	asTool,
	credentialId = '1',
}: Omit<NodeRun, 'simulator'>): WorkflowFile {
	const rows: INode = {
		id: 'a',
		name: 'Rows',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const gameball: INode = {
		id: 'b',
		name: 'Gameball',
		type: asTool ? TOOL : NODE,
		typeVersion: 1,
		position: [200, 0],
		parameters: placeSettings(parameters),
		credentials: { gameballApi: { id: credentialId, name: 'Gameball' } },
		...(onError === undefined ? {} : { onError }),
		...(executeOnce ? { executeOnce } : {}),
		...(retryOnFail === true ? { retryOnFail, maxTries: 5, waitBetweenTries: 0 } : {}),
	};
	return {
		name: 'Test',
		// n8n runs no node that gets no items; without any the Gameball node is the first one, which runs in any case.
		nodes: [
			...(items.length === 0 ? [] : [rows]),
			...(twice ? [{ ...gameball, id: 'c', name: 'Before' }] : []),
			gameball,
		],
		connections: {
			Rows: { main: [[...(twice ? ['Before'] : []), 'Gameball'].map((node) => ({ node, type: 'main', index: 0 }))] },
		},
		...(timezone === undefined ? {} : { settings: { timezone } }),
	};
}

/** Starts the node in n8n's engine. */
export async function start(request: NodeRun): Promise<Execution> {
	const { simulator, items, files = [], binaryNames = ['data'], credential, workflowId } = request;
	return execute({
		...(workflowId === undefined ? {} : { workflowId }),
		workflow: gameballWorkflow(request),
		gameball: await loadGameball(),
		credentials: { gameballApi: { baseUrl: simulator.baseUrl, ...simulator.keys, ...credential } },
		input: items.map((json, index) => {
			const file = files[index];
			return file === undefined
				? { json }
				: { json, binary: Object.fromEntries(binaryNames.map((name) => [name, file])) };
		}),
	});
}

/** Takes the result out of a run that has ended. */
export function resultOf(run: IRun): NodeResult {
	const task = run.data.resultData.runData.Gameball?.[0];
	const [output = [], errors = []] = task?.data?.main?.map((items) => items ?? []) ?? [];
	return { run, task, output, json: output.map(({ json }) => json), errors, error: task?.error as NodeResult['error'] };
}

/** Runs the node in n8n's engine to the end, in virtual time. */
export const runNode = async (request: NodeRun): Promise<NodeResult> =>
	await inVirtualTime(async () => {
		const { result } = await start(request);
		return resultOf(await result);
	});

/** Lists the entries of all requests. A request that is refused for the rates has no body. */
export const listEntries = ({ requests }: Simulator): IDataObject[] =>
	requests.flatMap(({ body }) => (body as { body: IDataObject[] } | undefined)?.body ?? []);

/** Makes a CSV file for the input of a run. */
export const csvFile = (text: string): IBinaryData[] => [
	{ data: Buffer.from(text).toString('base64'), mimeType: 'text/csv', fileName: 'rows.csv' },
];

/** A context of n8n's engine in which the node has the given parameters and items, for what no workflow brings about. */
export function nodeContext(
	gameball: LoadedPackage,
	parameters: INode['parameters'],
	items: INodeExecutionData[],
): ExecuteContext {
	const { name, nodes, connections } = gameballWorkflow({ items: [], parameters });
	const workflow = new Workflow({ nodes, connections: {}, active: false, nodeTypes: gameball.nodeTypes });
	const node = workflow.getNode('Gameball');
	if (node === null) throw new Error('The workflow has no Gameball node');
	const data = additionalData({ workflow: { name, nodes, connections }, gameball, credentials: {} });
	const input = { main: [items] };
	const execution = { node, data: input, source: null };
	return new ExecuteContext(workflow, node, data, 'manual', createRunExecutionData(), 0, items, input, execution, []);
}

/** Collects the lines of n8n's log from now on, at the level "info", until the end of the test. */
export async function collectLog(): Promise<string[]> {
	const lines: string[] = [];
	const { logger } = nodeContext(await loadGameball(), {}, []);
	jest.spyOn(logger, 'info').mockImplementation((line) => void lines.push(line));
	return lines;
}
