import type { IExecuteFunctions } from 'n8n-workflow';

/** Tells the user something beside the output, in one line. */
export function hint(context: IExecuteFunctions, message: string): void {
	context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}
