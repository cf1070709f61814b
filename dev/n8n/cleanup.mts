import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';

/** Collects the steps that undo what a program has started, each as soon as there is something to undo. */
export class Cleanup {
	private readonly steps: Array<() => Promise<unknown>> = [];

	add(step: () => Promise<unknown>): void {
		this.steps.push(step);
	}

	/** Makes a temporary folder, to be removed with all that is in it. */
	async makeFolder(): Promise<string> {
		const folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-gameball-'));
		this.add(async () => await rm(folder, { recursive: true, force: true }));
		return folder;
	}

	/** Runs the steps, the last one first. A step that fails does not keep the others from running. */
	async run(): Promise<void> {
		const step = this.steps.pop();
		if (step === undefined) return;
		try {
			await step();
		} finally {
			await this.run();
		}
	}
}

/**
 * Runs a program and cleans up behind it, also when it fails or is interrupted. The message of an error is printed and
 * becomes the exit code 1.
 *
 * @param program gets a signal that is aborted on Ctrl+C; then the cleanup is under way
 */
export async function runProgram(
	program: (cleanup: Cleanup, interrupted: AbortSignal) => Promise<void>,
): Promise<void> {
	const cleanup = new Cleanup();
	const interruption = new AbortController();
	let stopped: Promise<void> | undefined;
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			interruption.abort();
			stopped = cleanup.run();
		});
	}
	try {
		await program(cleanup, interruption.signal);
	} catch (error) {
		if (!interruption.signal.aborted) console.error(pc.red((error as Error).message));
		process.exitCode = 1;
	} finally {
		await stopped;
		await cleanup.run();
	}
}
