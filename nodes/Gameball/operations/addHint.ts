import type { IExecuteFunctions } from 'n8n-workflow';
import { escapeHtml } from '../text';

/**
 * Shows a hint next to the node's output.
 *
 * @param type `warning` only if something was lost or refused, or may be wrong
 */
export function addHint(context: IExecuteFunctions, message: string, type: 'info' | 'warning' = 'info'): void {
	context.addExecutionHints({ message: escapeHtml(message), type, location: 'outputPane' });
}
