import type { IExecuteFunctions } from 'n8n-workflow';
import { escapeHtml } from '../text';

/** Shows a hint next to the node's output. */
export function addHint(context: IExecuteFunctions, message: string): void {
	context.addExecutionHints({ message: escapeHtml(message), type: 'warning', location: 'outputPane' });
}
