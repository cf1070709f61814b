import type { IExecuteFunctions } from 'n8n-workflow';

/** Shows a hint next to the node's output. */
export function addHint(context: IExecuteFunctions, message: string): void {
	context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}
