import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pc from 'picocolors';

/**
 * Reads the command line of a program that keeps its results with `--write`. Call it before anything is measured, so that a
 * mistyped option costs no time: it ends the program.
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
 * Writes the results of a measurement, from which `npm run docs` makes tables, if that is wanted.
 *
 * @param path the file, from the root of the project
 */
export function keepResults(path: string, results: object, isToWrite: boolean): void {
	if (isToWrite) writeFileSync(path, `${JSON.stringify(results, null, '\t')}\n`);
	console.error(isToWrite ? `Written to ${path}; npm run docs makes the tables.` : 'Keep these with -- --write.');
}
