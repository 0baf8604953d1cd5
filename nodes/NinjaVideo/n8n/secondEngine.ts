import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

/** Whether the workflow is set to run on n8n's second engine, which runs nothing of a trigger but its webhook. */
export function isOnSecondEngine(context: IHookFunctions | IWebhookFunctions): boolean {
	const host: Partial<Pick<IHookFunctions, 'getWorkflowSettings'>> = context;
	return host.getWorkflowSettings?.call(context).engineType === 'v2';
}
