import type { IExecuteFunctions } from 'n8n-workflow';
import { findModel } from '../../nodes/NinjaVideo/catalog/models';
import { MODEL_IDS, type Script } from './script';

/** What the operations read of n8n, and where they write to it: enough of it to run them without n8n. */
export interface NodeContext {
	readonly context: IExecuteFunctions;
	/** Lines of the log. */
	readonly logs: string[];
}

/** The parameters of one item. Every one of them is valid. */
function parametersOf(script: Script, index: number, run: number): Record<string, unknown> {
	const item = script.items[index]!;
	const id = MODEL_IDS[item.model % MODEL_IDS.length] ?? '';
	return {
		prompt: `prompt ${item.prompt}${script.changes ? `, at ${run}` : ''}`,
		...(script.ownKeys ? { uniqueKey: `own key of ${index}` } : {}),
		model: id,
		duration: 8,
		aspectRatio: item.prompt === 0 ? '9:16' : '16:9',
		imageUrl: findModel(id)?.image === 'required' ? 'https://images.example.com/cat.png' : '',
		options: {
			...(item.hasExtras === true ? { watermark: true } : {}),
		},
	};
}

/** n8n as the operations see it in one execution. */
export function createNodeContext(
	script: Script,
	executionId: string,
	{
		run,
		input,
		rows,
		limitAtMs,
	}: {
		readonly run: number;
		readonly input: number;
		/** Which item of the script stands at each place. */
		readonly rows: readonly number[];
		readonly limitAtMs?: number | undefined;
	},
): NodeContext {
	const logs: string[] = [];
	const log = (message: string, fields?: unknown) => {
		logs.push(`${message} ${JSON.stringify(fields ?? {})}`);
	};
	const parameters = rows.map((item) => parametersOf(script, item, run));
	const context = {
		getInputData: () => rows.map((item) => ({ json: { item, input } })),
		getNodeParameter: (name: string, index: number, fallback: unknown) =>
			parameters[index]?.[name] ?? fallback,
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		getWorkflow: () => ({ id: 'workflow' }),
		getMode: () => 'trigger',
		getExecutionId: () => executionId,
		getNode: () => ({
			id: 'node',
			name: 'Ninja Video',
			type: 'n8n-nodes-ninja-video.ninjaVideo',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		}),
		continueOnFail: () => !script.endOnFailure,
		...(limitAtMs === undefined
			? {}
			: { additionalData: { executionTimeoutTimestamp: limitAtMs } }),
		logger: { debug: log, info: log, warn: log, error: log },
		customData: { set: (name: string, value: string) => log(name, value) },
	};
	return { context: context as unknown as IExecuteFunctions, logs };
}
