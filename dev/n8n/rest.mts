import { parse } from 'flatted';
import type { IDataObject, INodeExecutionData, INodeTypeDescription, IPinData, IRunData } from 'n8n-workflow';
import pWaitFor from 'p-wait-for';
import { request, type APIRequestContext } from 'playwright-core';
import type { Cleanup } from './cleanup.mts';
import type { WorkflowFile } from '../engine/workflows.mts';

/** The owner of a test's n8n, which only listens to this machine. */
export const OWNER = { email: 'owner@example.com', firstName: 'Olivia', lastName: 'Owner', password: 'Gameball-2026' };

/** The data of a credential of the node. */
interface CredentialData {
	readonly baseUrl: string;
	readonly apiKey: string;
	readonly secretKey: string;
	readonly apiVersion?: string;
}

/** A credential as workflows refer to it. */
export interface CredentialReference {
	readonly id: string;
	readonly name: string;
}

/** An execution as n8n stores it. */
export interface Execution {
	readonly id: string;
	readonly status: string;
	/** The runs so far, by node. */
	readonly runData: IRunData;
	/** The error that ended it, if any. */
	readonly error: (Error & { description?: string }) | undefined;
	/** The raw answer of n8n. */
	readonly text: string;
}

/** The part of the stored data of an execution that is read here. */
interface StoredData {
	readonly resultData?: { readonly runData?: IRunData; readonly error?: Execution['error'] };
}

/** The most rows of a data table that n8n lists at once. */
const LARGEST_PAGE = 250;

/** The states of an execution that may still change. */
const UNFINISHED = new Set(['new', 'running', 'waiting']);

/** Returns the items of an output of the first run of a node. */
export const getItems = ({ runData }: Execution, node: string, output = 0): INodeExecutionData[] =>
	runData[node]?.[0]?.data?.main?.[output] ?? [];

/** A client of the REST API that n8n's editor uses, for a signed-in user. */
export class N8nApi {
	private constructor(private readonly http: APIRequestContext) {}

	/**
	 * Signs the owner in, after creating it if n8n is new.
	 *
	 * @param cleanup closes the connections
	 */
	static async signIn(cleanup: Cleanup, url: string): Promise<N8nApi> {
		const http = await request.newContext({ baseURL: `${url}/rest/` });
		cleanup.add(async () => await http.dispose());
		const api = new N8nApi(http);
		const { userManagement } = (await api.get('settings')) as { userManagement: { showSetupOnFirstLoad?: boolean } };
		if (userManagement.showSetupOnFirstLoad === true) await api.post('owner/setup', OWNER);
		else await api.post('login', { emailOrLdapLoginId: OWNER.email, password: OWNER.password });
		return api;
	}

	/** Returns the cookies of the session, for a browser. */
	async getCookies(): ReturnType<APIRequestContext['storageState']> {
		return await this.http.storageState();
	}

	private async answer(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, data?: object): Promise<string> {
		const response = await this.http.fetch(path, { method, ...(data === undefined ? {} : { data }) });
		const text = await response.text();
		if (!response.ok()) throw new Error(`n8n answers ${method} ${path} with ${response.status()}: ${text}`);
		return text;
	}

	private async get(path: string): Promise<unknown> {
		return (JSON.parse(await this.answer('GET', path)) as { data: unknown }).data;
	}

	private async post(path: string, data: object): Promise<unknown> {
		return (JSON.parse(await this.answer('POST', path, data)) as { data: unknown }).data;
	}

	/** Tests a credential, as n8n's dialog does on saving. */
	async testCredential(data: CredentialData): Promise<{ status: string; message: string }> {
		const credentials = { id: '', name: 'Gameball', type: 'gameballApi', data };
		return (await this.post('credentials/test', { credentials })) as { status: string; message: string };
	}

	/** Returns the descriptions of all node types, in all their versions. */
	async listNodeTypes(): Promise<INodeTypeDescription[]> {
		return JSON.parse(await this.answer('GET', '/types/nodes.json')) as INodeTypeDescription[];
	}

	/** Updates the credential of a name, or creates it. */
	async saveCredential(name: string, data: CredentialData): Promise<CredentialReference> {
		const known = ((await this.get('credentials')) as CredentialReference[]).find((other) => other.name === name);
		const credential = { name, type: 'gameballApi', data };
		if (known === undefined) return (await this.post('credentials', credential)) as CredentialReference;
		await this.answer('PATCH', `credentials/${known.id}`, credential);
		return known;
	}

	/** Returns the IDs of all workflows, by name. */
	async listWorkflows(): Promise<ReadonlyMap<string, string>> {
		const workflows = (await this.get('workflows')) as Array<{ id: string; name: string }>;
		return new Map(workflows.map(({ id, name }) => [name, id]));
	}

	/** Saves a new workflow; returns its ID. */
	async createWorkflow(workflow: WorkflowFile & { pinData?: IPinData }): Promise<string> {
		return ((await this.post('workflows', { ...workflow, active: false })) as { id: string }).id;
	}

	/** Replaces a workflow. */
	async updateWorkflow(id: string, workflow: WorkflowFile & { pinData?: IPinData }): Promise<void> {
		await this.answer('PATCH', `workflows/${id}`, workflow);
	}

	/** Publishes a workflow, so that its triggers start it. */
	async activate(workflowId: string): Promise<void> {
		const { versionId } = (await this.get(`workflows/${workflowId}`)) as { versionId: string };
		await this.post(`workflows/${workflowId}/activate`, { versionId });
	}

	/** Returns the address of a data table of the owner's, by a name that is in no other one. */
	private async findTable(name: string): Promise<string> {
		const { id: project } = (await this.get('projects/personal')) as { id: string };
		const filter = encodeURIComponent(JSON.stringify({ name }));
		const { data } = (await this.get(`projects/${project}/data-tables?filter=${filter}`)) as {
			data: Array<{ id: string }>;
		};
		return `projects/${project}/data-tables/${data[0]?.id ?? ''}`;
	}

	/** Returns the rows of a data table, the oldest first. */
	async listRows(table: string): Promise<IDataObject[]> {
		const path = `${await this.findTable(table)}/rows`;
		const rows: IDataObject[] = [];
		for (let isComplete = false; !isComplete; ) {
			const page = `take=${LARGEST_PAGE}&skip=${rows.length}`;
			const { data, count } = (await this.get(`${path}?${page}`)) as { data: IDataObject[]; count: number };
			rows.push(...data);
			isComplete = data.length === 0 || rows.length >= count;
		}
		return rows;
	}

	/** Takes all rows out of a data table. */
	async clearTable(table: string): Promise<void> {
		const filter = { type: 'and', filters: [{ columnName: 'id', condition: 'gt', value: 0 }] };
		const query = encodeURIComponent(JSON.stringify(filter));
		await this.answer('DELETE', `${await this.findTable(table)}/rows?filter=${query}`);
	}

	/** Changes a row of a data table, as a person does in the editor. */
	async changeRow(table: string, id: unknown, data: IDataObject): Promise<void> {
		const filter = { type: 'and', filters: [{ columnName: 'id', condition: 'eq', value: id }] };
		await this.answer('PATCH', `${await this.findTable(table)}/rows`, { filter, data });
	}

	/** Runs a workflow by hand; returns the execution's ID. */
	async run(workflowId: string, trigger: string): Promise<string> {
		const body = { triggerToStartFrom: { name: trigger } };
		return ((await this.post(`workflows/${workflowId}/run`, body)) as { executionId: string }).executionId;
	}

	/** Stops an execution as the editor's button does. */
	async stop(executionId: string): Promise<void> {
		await this.post(`executions/${executionId}/stop`, {});
	}

	/** Returns an execution as it is now. */
	async getExecution(id: string): Promise<Execution> {
		const text = await this.answer('GET', `executions/${id}`);
		const { data } = JSON.parse(text) as { data: { status: string; data?: string } };
		// An execution has no data at first.
		const stored = (data.data === undefined ? undefined : parse(data.data)) as StoredData | undefined;
		const { runData = {}, error } = stored?.resultData ?? {};
		return { id, status: data.status, runData, error, text };
	}

	/** Returns the IDs of a workflow's executions, the newest first. */
	async listExecutions(workflowId: string): Promise<string[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = (await this.get(`executions?limit=100&filter=${filter}`)) as { results: IDataObject[] };
		return results.map(({ id }) => String(id));
	}

	/** Counts a workflow's executions in some states. */
	async countExecutions(workflowId: string, status: readonly string[]): Promise<number> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId, status }));
		return ((await this.get(`executions?limit=1&filter=${filter}`)) as { count: number }).count;
	}

	/**
	 * Waits until an execution has reached a state.
	 *
	 * @param timeout in milliseconds, as is the time between two looks
	 * @throws Error with its state if the time runs out
	 */
	async waitFor(
		id: string,
		isReached: (execution: Execution) => boolean,
		timeout: number,
		interval = 100,
	): Promise<Execution> {
		let state = 'unknown';
		const look = async () => {
			const execution = await this.getExecution(id);
			state = execution.status;
			return isReached(execution) && pWaitFor.resolveWith(execution);
		};
		const fail = () => {
			throw new Error(`Execution ${id} is ${state} after ${timeout} ms`);
		};
		return await pWaitFor(look, { interval, timeout: { milliseconds: timeout, fallback: fail } });
	}

	/** Waits until an execution has ended, with or without success. */
	async waitForEnd(id: string, timeout = 60_000, interval?: number): Promise<Execution> {
		return await this.waitFor(id, ({ status }) => !UNFINISHED.has(status), timeout, interval);
	}
}
