import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DURABLE, makeExampleWorkflows, PAUSE } from '../demo/exampleWorkflows.mts';
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
	const text = readFileSync(`${EXAMPLES_FOLDER}/${file}.json`, 'utf8').replaceAll('"/files/', `"${files}/`);
	const workflow = JSON.parse(text) as WorkflowFile;
	const nodes = workflow.nodes.map((node) =>
		node.type === 'n8n-nodes-gameball.gameball' ? { ...node, credentials: { gameballApi: { ...credential } } } : node,
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

/** Prepares all examples. */
export const prepareExamples = (credential: CredentialReference, files: string): WorkflowFile[] =>
	Object.keys(makeExampleWorkflows()).map((file) => prepareExample(file, credential, files));
