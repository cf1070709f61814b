import { execaNode } from 'execa';

/**
 * Runs a script that measures in a process of its own, in which it can collect garbage; returns the JSON that it prints.
 *
 * @param script its path, from the root of the project
 */
export async function runCase(
	script: string,
	args: ReadonlyArray<string | number>,
	nodeOptions: readonly string[] = [],
): Promise<unknown> {
	const options = { nodeOptions: ['--expose-gc', '--import', 'tsx', ...nodeOptions] };
	const { stdout } = await execaNode(script, args.map(String), options);
	process.stderr.write('.');
	return JSON.parse(stdout);
}
