import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pc from 'picocolors';

/**
 * Reads the option `--write`, with which a program keeps its results. Call it first: a mistyped option ends the program.
 */
export function readWriteOption(): boolean {
	try {
		return parseArgs({ options: { write: { type: 'boolean', default: false } } }).values.write;
	} catch (error) {
		console.error(pc.red((error as Error).message));
		process.exit(1);
	}
}

/**
 * Writes the results of a measurement, from which `npm run docs` makes tables, or says how to.
 *
 * @param path the file, from the root of the project
 */
export function keepResults(path: string, results: object, isToWrite: boolean): void {
	if (isToWrite) writeFileSync(path, `${JSON.stringify(results, null, '\t')}\n`);
	console.error(isToWrite ? `Written to ${path}; npm run docs makes the tables.` : 'Keep these with -- --write.');
}
