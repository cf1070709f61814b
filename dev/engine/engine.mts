import './environment.mts';
import { ExecutionLifecycleHooks, ExternalSecretsProxy, WorkflowExecute } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	INodeExecutionData,
	IPinData,
	IRun,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { HostCredentials } from './credentials.mts';
import type { LoadedPackage } from './nodeTypes.mts';
import type { WorkflowFile } from './workflows.mts';

/** The input of a run of a workflow. */
interface RunRequest {
	readonly workflow: WorkflowFile;
	/** The ID of the workflow; empty for one that was never saved. @default 'workflow' */
	readonly workflowId?: string;
	/** The loaded package. */
	readonly gameball: LoadedPackage;
	/** Decrypted credentials by the name of their type. */
	readonly credentials: Readonly<Record<string, ICredentialDataDecryptedObject>>;
	/** The output of nodes that do not run, by node name, as the editor pins it. */
	readonly pinData?: IPinData;
	/** The input items of the first node; one empty item if absent, as the editor starts a workflow. */
	readonly input?: INodeExecutionData[];
}

/** A run under way. */
export interface Execution {
	readonly result: Promise<IRun>;
	/** Cancels the run as the editor's stop button does. */
	cancel(): void;
}

/** The address of n8n's pages, for the links that the engine builds. */
const HOST_URL = 'http://localhost:5678';

const WORKFLOW_ID = 'workflow';
const EXECUTION_ID = 'execution';

const unavailable = (what: string) => async () => {
	throw new Error(`This host has no ${what}`);
};

/** Makes the part of n8n that the engine needs around it. */
export function additionalData(request: RunRequest): IWorkflowExecuteAdditionalData {
	const { workflow, gameball, credentials } = request;
	const data: IWorkflowExecuteAdditionalData = {
		credentialsHelper: new HostCredentials(gameball.credentialTypes, credentials),
		externalSecretsProxy: new ExternalSecretsProxy(),
		executeWorkflow: unavailable('sub-workflows'),
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		startRunnerTask: unavailable('task runners'),
		logAiEvent: () => {},
		executionId: EXECUTION_ID,
		workflowId: WORKFLOW_ID,
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: HOST_URL,
		instanceBaseUrl: HOST_URL,
		formBaseUrl: HOST_URL,
		formWaitingBaseUrl: HOST_URL,
		formTestBaseUrl: HOST_URL,
		webhookBaseUrl: HOST_URL,
		webhookWaitingBaseUrl: HOST_URL,
		webhookTestBaseUrl: HOST_URL,
		mcpBaseUrl: HOST_URL,
		mcpTestBaseUrl: HOST_URL,
	};
	const now = new Date();
	const hooks = new ExecutionLifecycleHooks('manual', EXECUTION_ID, {
		...workflow,
		id: WORKFLOW_ID,
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: now,
		updatedAt: now,
	});
	return Object.assign(data, { hooks });
}

/** Makes the data of a trigger for the engine. */
const makeTriggerData = (name: string, items: INodeExecutionData[]) => ({
	name,
	data: { startTime: 0, executionIndex: 0, executionTime: 0, source: [], data: { main: [items] } },
});

/** Starts a workflow in n8n's engine, at its first node. */
export function execute(request: RunRequest): Execution {
	const { workflow: file, workflowId = WORKFLOW_ID, gameball, pinData, input } = request;
	const workflow = new Workflow({
		id: workflowId,
		name: file.name,
		nodes: structuredClone(file.nodes),
		connections: file.connections,
		active: false,
		nodeTypes: gameball.nodeTypes,
		settings: { executionOrder: 'v1', ...file.settings },
	});
	const [first] = file.nodes;
	const startNode = first === undefined ? undefined : workflow.getNode(first.name);
	if (startNode === null || startNode === undefined) throw new Error('The workflow has no node');
	const run = new WorkflowExecute(additionalData(request), 'manual').run({
		workflow,
		startNode,
		...(pinData === undefined ? {} : { pinData }),
		...(input === undefined ? {} : { triggerToStartFrom: makeTriggerData(startNode.name, input) }),
	});
	return { result: run, cancel: () => run.cancel() };
}
