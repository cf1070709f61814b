import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makeGeneratedFiles } from './generated.mts';

/** `npm run docs`: writes the generated files that are out of date; with `--check`, only names them and fails. */
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
for (const [path, text] of await makeGeneratedFiles()) {
	if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
	if (values.check) process.exitCode = 1;
	else writeFileSync(path, text);
	console.log(values.check ? `${path} is out of date: npm run docs` : path);
}
