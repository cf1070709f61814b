import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { WorkflowFile } from '../host/engine.mts';
import { exampleWorkflows } from '../tools/exampleWorkflows.mts';
import type { CredentialReference } from './rest.mts';

/** The folder of the examples and of the files they read. */
export const EXAMPLES_FOLDER = resolve('examples');

/**
 * An example as a user makes it work after importing it: with the file it reads and the credential chosen.
 *
 * @param files the folder of the files
 */
export function readyExample(file: string, credential: CredentialReference, files = EXAMPLES_FOLDER): WorkflowFile {
	const text = readFileSync(`${EXAMPLES_FOLDER}/${file}.json`, 'utf8').replaceAll('"/files/', `"${files}/`);
	const workflow = JSON.parse(text) as WorkflowFile;
	const nodes = workflow.nodes.map((node) =>
		node.type === 'n8n-nodes-gameball.gameball' ? { ...node, credentials: { gameballApi: { ...credential } } } : node,
	);
	return { ...workflow, nodes };
}

/** All examples, ready. */
export const readyExamples = (credential: CredentialReference, files: string): WorkflowFile[] =>
	Object.keys(exampleWorkflows()).map((file) => readyExample(file, credential, files));
