import type { IExecuteFunctions } from 'n8n-workflow';

/** Shows a line in the output panel; hosts that know no such lines show nothing. */
export function addHint(context: IExecuteFunctions, message: string): void {
	const hints: Partial<Pick<IExecuteFunctions, 'addExecutionHints'>> = context;
	hints.addExecutionHints?.({ message, type: 'info', location: 'outputPane' });
}
