import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { Listr } from 'listr2';

/** The version of n8n to test the node in. */
export const N8N_VERSION = '2.41.1';

/** The version of Node.js that runs it where the machine's own is too old for n8n. */
const NODE_VERSION = '24.21.0';
const NODE_MAJOR = 24;

/** An n8n installed outside the working tree. */
export interface Host {
	/** The folder of all installations. */
	readonly folder: string;
	/** The path of the Node.js that runs n8n. */
	readonly node: string;
	/** The path of n8n's script. */
	readonly n8n: string;
}

/**
 * Returns the folder of n8n and of other versions of its engine: `N8N_HOST_DIR`, or a folder in the user's cache.
 *
 * @throws Error if it is inside the working tree, whose tools would take the installations for sources
 */
function getHostFolder(): string {
	const { N8N_HOST_DIR, XDG_CACHE_HOME } = process.env;
	const folder = resolve(N8N_HOST_DIR || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-gameball'));
	if (!relative(process.cwd(), folder).startsWith('..'))
		throw new Error(`N8N_HOST_DIR is ${folder}: it has to be outside the working tree.`);
	return folder;
}

/** The environment of npm; npm and its scripts run with the first Node.js in PATH. */
type NpmEnvironment = Readonly<Record<string, string>>;

const makeNpmEnvironment = (node: string): NpmEnvironment => ({
	PATH: [dirname(node), process.env.PATH].join(delimiter),
});

/** Reports the progress of an installation. */
type Report = (progress: string) => void;

/** The file that marks a complete installation. A folder without it is installed again. */
const MARK = 'installed';

const isInstalled = (folder: string): boolean => existsSync(join(folder, MARK));

/**
 * Runs npm in a folder and reports its downloads.
 *
 * @throws Error with npm's own error lines
 */
async function npm(args: readonly string[], cwd: string, env: NpmEnvironment, report: Report): Promise<void> {
	const options = { cwd, env, all: true, reject: false } as const;
	const run = execa('npm', [...args, '--loglevel=http', '--no-audit', '--no-fund'], options);
	const errors: string[] = [];
	let downloads = 0;
	for await (const line of run.iterable({ from: 'all' })) {
		if (line.includes('http fetch')) report(`${(downloads += 1)} downloads`);
		if (line.startsWith('npm error')) errors.push(line);
	}
	if ((await run).failed) throw new Error([`npm ${args.join(' ')} has failed in ${cwd}.`, ...errors].join('\n'));
}

/** Installs a package with its dependencies into a folder of its own, without their install scripts. */
async function installPackage(folder: string, name: string, env: NpmEnvironment, report: Report): Promise<void> {
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
	await npm(['install', '--ignore-scripts', '--save-exact', name], folder, env, report);
}

/** A part of the installation. */
interface Part {
	readonly title: string;
	readonly folder: string;
	install(report: Report): Promise<void>;
}

const nodePackage = `node-${process.platform}-${process.arch}`;

function nodePart(): { node: string; part: Part | undefined } {
	if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return { node: process.execPath, part: undefined };
	const folder = join(getHostFolder(), `node-${NODE_VERSION}`);
	return {
		node: join(folder, 'node_modules', nodePackage, 'bin', 'node'),
		part: {
			title: `Node.js ${NODE_VERSION}`,
			folder,
			install: async (report) => await installPackage(folder, `${nodePackage}@${NODE_VERSION}`, {}, report),
		},
	};
}

function n8nPart(node: string): { n8n: string; part: Part } {
	const folder = join(getHostFolder(), `n8n-${N8N_VERSION}`);
	const env = makeNpmEnvironment(node);
	return {
		n8n: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
		part: {
			title: `n8n ${N8N_VERSION} (3 GB, five to ten minutes)`,
			folder,
			install: async (report) => {
				await installPackage(folder, `n8n@${N8N_VERSION}`, env, report);
				report('building its driver for SQLite');
				await npm(['rebuild', 'sqlite3', '--ignore-scripts=false'], folder, env, () => undefined);
			},
		},
	};
}

const corePart = (version: string, node: string): Part => {
	const folder = getCoreFolder(version);
	return {
		title: `n8n-core ${version}`,
		folder,
		install: async (report) => await installPackage(folder, `n8n-core@${version}`, makeNpmEnvironment(node), report),
	};
};

/** Returns the folder of a version of n8n's engine. */
export const getCoreFolder = (version: string): string => join(getHostFolder(), `n8n-core-${version}`);

/** Installs the parts that are missing and shows the progress. */
async function install(parts: readonly Part[]): Promise<void> {
	const missing = parts.filter(({ folder }) => !isInstalled(folder));
	if (missing.length === 0) return;
	console.log(`Installing into ${getHostFolder()}, once:`);
	const tasks = missing.map((part) => ({
		title: part.title,
		task: async (_: unknown, task: { output: string }) => {
			let told = 0;
			await part.install((progress) => {
				// A log, unlike a terminal, keeps every line.
				const pause = process.stdout.isTTY ? 100 : 10_000;
				if (Date.now() - told < pause) return;
				told = Date.now();
				task.output = progress;
			});
			await writeFile(join(part.folder, MARK), '');
		},
	}));
	await new Listr(tasks).run();
}

/**
 * Installs n8n, and Node.js for it if needed, unless they are installed.
 *
 * @throws Error with npm's output if an installation fails
 */
export async function installHost(): Promise<Host> {
	const { node, part: nodeToInstall } = nodePart();
	const { n8n, part } = n8nPart(node);
	await install([...(nodeToInstall === undefined ? [] : [nodeToInstall]), part]);
	return { folder: getHostFolder(), node, n8n };
}

/** Installs versions of n8n's engine, each into a folder of its own; returns the path of the Node.js that runs them. */
export async function installCores(versions: readonly string[]): Promise<string> {
	const { node, part } = nodePart();
	await install([...(part === undefined ? [] : [part]), ...versions.map((version) => corePart(version, node))]);
	return node;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	await installHost().catch((error: Error) => {
		console.error(error.message);
		process.exitCode = 1;
	});
}
