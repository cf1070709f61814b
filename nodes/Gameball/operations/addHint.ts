import type { IExecuteFunctions } from 'n8n-workflow';
import { escapeHtml } from '../text';

/** `warning` only if something was lost or refused, or may be wrong. */
export type HintType = 'info' | 'warning';

/** Shows a hint next to the node's output. @param lines the sentences of the hint, each on a line of its own */
export function addHint(context: IExecuteFunctions, lines: readonly string[], type: HintType = 'info'): void {
	const message = lines.map(escapeHtml).join('<br>');
	context.addExecutionHints({ message, type, location: 'outputPane' });
}
