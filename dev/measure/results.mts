import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/**
 * Reads the command line of a measurement: `--write` keeps its results, from which `npm run docs` makes tables. Call it
 * before anything is measured, so that a mistyped option costs no time.
 *
 * @param path where the results are kept, from the root of the project
 * @returns what to do with the results
 */
export function readWriteOption(path: string): (results: object) => void {
	const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
	return (results) => {
		if (values.write) writeFileSync(path, `${JSON.stringify(results, null, '\t')}\n`);
		console.error(values.write ? `Written to ${path}; npm run docs makes the tables.` : 'Keep these with -- --write.');
	};
}
