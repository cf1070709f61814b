import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { EXAMPLE_CSV, makeExampleCsv } from '../examples/customers.mts';
import { makeExampleWorkflows } from '../examples/index.mts';
import type { WorkflowFile } from '../engine/workflows.mts';
import { listDocuments } from './documents.mts';
import { replaceTables } from './tables.mts';

/** Fills the tables of a document. */
const fillDocument = (path: string): [string, string] => [
	path,
	replaceTables(readFileSync(path, 'utf8'), path.startsWith('docs/') ? '../' : ''),
];

/** Formats a workflow as `npm run format` would. */
async function formatWorkflow(path: string, { pinData = {}, ...workflow }: WorkflowFile): Promise<string> {
	const exported = JSON.stringify({ ...workflow, pinData, active: false }, null, '\t');
	return await format(exported, { ...(await resolveConfig(path)), filepath: path });
}

/**
 * Makes every file that `npm run docs` writes, from the code and from the results of the measurements.
 *
 * @returns the texts by path, from the root of the project
 */
export async function makeGeneratedFiles(): Promise<ReadonlyMap<string, string>> {
	const workflows = Object.entries(makeExampleWorkflows()).map(async ([file, workflow]): Promise<[string, string]> => {
		const path = `examples/${file}.json`;
		return [path, await formatWorkflow(path, workflow)];
	});
	return new Map([
		...listDocuments().map(fillDocument),
		[EXAMPLE_CSV, makeExampleCsv()],
		...(await Promise.all(workflows)),
	]);
}
