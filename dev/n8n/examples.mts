import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { INode, INodeParameters } from 'n8n-workflow';
import { FOLDER, GAMEBALL } from '../examples/nodes.mts';
import { CHECK, CHECK_PAUSE } from '../examples/check.mts';
import { COLLECT, SCHEDULE } from '../examples/collect.mts';
import { DURABLE, makeExampleWorkflows, PAUSE } from '../examples/index.mts';
import type { CredentialReference } from './rest.mts';
import type { WorkflowFile } from '../engine/workflows.mts';

/** The folder of the examples and of the files that they read. */
export const EXAMPLES_FOLDER = resolve('examples');

/**
 * Prepares an example as a user does after importing it: with the file it reads, and with a credential.
 *
 * @param files the folder of the files
 */
export function prepareExample(file: string, credential: CredentialReference, files = EXAMPLES_FOLDER): WorkflowFile {
	const text = readFileSync(`${EXAMPLES_FOLDER}/${file}.json`, 'utf8').replaceAll(`"${FOLDER}/`, `"${files}/`);
	const workflow = JSON.parse(text) as WorkflowFile;
	const nodes = workflow.nodes.map((node) =>
		node.credentials?.gameballApi === undefined ? node : { ...node, credentials: { gameballApi: { ...credential } } },
	);
	return { ...workflow, nodes };
}

/** A pause just long enough for n8n to keep it in its database. */
const SHORT_PAUSE = { amount: 66, unit: 'seconds' };

/** Prepares the durable example, with a short pause. */
export function prepareDurableExample(credential: CredentialReference): WorkflowFile {
	const example = prepareExample(DURABLE.file, credential);
	const nodes = example.nodes.map((node) => (node.name === PAUSE ? { ...node, parameters: SHORT_PAUSE } : node));
	return { ...example, nodes };
}

/** Prepares the example that checks uncertain adjustments, with a short pause and small batches. */
export function prepareCheckExample(credential: CredentialReference, baseUrl: string): WorkflowFile {
	const example = prepareExample(CHECK.file, credential);
	const nodes = example.nodes.map((node): INode => {
		const { parameters } = node;
		if (node.name === CHECK_PAUSE) return { ...node, parameters: { amount: 2, unit: 'seconds' } };
		if (node.name === GAMEBALL) {
			return { ...node, parameters: { ...parameters, requestOptions: { batchSize: 1, concurrency: 1 } } };
		}
		if (typeof parameters.url !== 'string') return node;
		return { ...node, parameters: { ...parameters, url: parameters.url.replace('https://api.gameball.co', baseUrl) } };
	});
	return { ...example, nodes };
}

/** Prepares the example that collects customers, to be run by hand only, with short pauses between looks. */
export function prepareCollectExample(credential: CredentialReference): WorkflowFile {
	const example = prepareExample(COLLECT.file, credential);
	const nodes = example.nodes.map((node): INode => {
		const { parameters } = node;
		if (node.name === SCHEDULE) {
			const onLeapDay = { field: 'cronExpression', expression: '0 0 29 2 *' };
			return { ...node, parameters: { rule: { interval: [onLeapDay] } } };
		}
		if (node.name !== GAMEBALL) return node;
		const options = { ...(parameters.options as INodeParameters), pollInterval: 1 };
		return { ...node, parameters: { ...parameters, options } };
	});
	return { ...example, nodes };
}

/** Prepares all examples. */
export const prepareExamples = (credential: CredentialReference, files: string): WorkflowFile[] =>
	Object.keys(makeExampleWorkflows()).map((file) => prepareExample(file, credential, files));
