import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/** A key of the right shape. It is nobody's. */
export const KEY = ['nj', 'sk', 'example'].join('_');

/** What one run is given. */
export interface Given {
	readonly credential?: Readonly<Record<string, string>>;
	readonly parameters?: Readonly<Record<string, unknown>>;
	readonly mode?: 'manual' | 'retry';
}

/** As much of n8n as a run needs that is refused before its first request, or that sends nothing. */
export function contextOf({
	credential,
	parameters = {},
	mode = 'manual',
}: Given): IExecuteFunctions {
	const context = {
		getInputData: (): INodeExecutionData[] => [{ json: {} }],
		getCredentials: async () =>
			await Promise.resolve({ apiKey: KEY, baseUrl: 'https://ninjachat.ai', ...credential }),
		getNodeParameter(name: string, _: number, fallback: unknown) {
			const value = parameters[name];
			return typeof value === 'function' ? (value as () => unknown)() : (value ?? fallback);
		},
		getNode: () => ({ id: 'node', name: 'Ninja Video', type: 'ninjaVideo' }),
		getWorkflow: () => ({ id: 'workflow' }),
		getExecutionId: () => 'execution',
		getExecutionCancelSignal: () => undefined,
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		getContext: (): IDataObject => ({}),
		getMode: () => mode,
		continueOnFail: () => true,
		helpers: {},
	};
	return context as unknown as IExecuteFunctions;
}
