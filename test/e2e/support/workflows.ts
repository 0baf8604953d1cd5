import type { IDataObject } from 'n8n-workflow';
import type { WorkflowJson } from '../../../tools/host/n8nClient';
import { model } from '../../support/simulation';

/** The node type of a package that n8n has installed. */
export const NINJA_VIDEO = 'n8n-nodes-ninja-video.ninjaVideo';
/** The type of its trigger. */
export const NINJA_VIDEO_TRIGGER = 'n8n-nodes-ninja-video.ninjaVideoTrigger';

let ids = 0;

/** A node of a workflow. */
export function node(name: string, type: string, rest: IDataObject = {}): IDataObject {
	ids += 1;
	return {
		id: `node-${ids}`,
		name,
		type,
		typeVersion: 1,
		position: [ids * 200, 0],
		parameters: {},
		...rest,
	};
}

/** A workflow of nodes in one row, each connected to the next. */
export function chain(name: string, nodes: IDataObject[]): WorkflowJson {
	const connections = Object.fromEntries(
		nodes
			.slice(0, -1)
			.map((from, index) => [
				String(from.name),
				{ main: [[{ node: String(nodes[index + 1]?.name), type: 'main', index: 0 }]] },
			]),
	);
	return { name, nodes, connections, settings: { executionOrder: 'v1' } };
}

/** A start by hand, called Start. */
export const start = () => node('Start', 'n8n-nodes-base.manualTrigger');

/** A start by a call to `/webhook/PATH`, called Start. Published workflows run on workers in queue mode. */
export const webhook = (path: string) =>
	node('Start', 'n8n-nodes-base.webhook', {
		typeVersion: 2,
		webhookId: path,
		parameters: { httpMethod: 'POST', path, options: {} },
	});

/** Items with the given fields: two nodes, the second called Rows. */
export const rows = (items: IDataObject[]): IDataObject[] => [
	node('All Rows', 'n8n-nodes-base.set', {
		typeVersion: 3.4,
		parameters: { mode: 'raw', jsonOutput: JSON.stringify({ row: items }), options: {} },
	}),
	node('Rows', 'n8n-nodes-base.splitOut', { parameters: { fieldToSplitOut: 'row', options: {} } }),
];

/** Our node, called Ninja Video: Create and Wait with a quick model unless the parameters say otherwise. */
export function ninjaVideo(parameters: IDataObject = {}, rest: IDataObject = {}): IDataObject {
	const { options, ...others } = parameters;
	return node('Ninja Video', NINJA_VIDEO, {
		parameters: {
			operation: 'createAndWait',
			prompt: 'A dog in a park',
			model: model('google-veo-2'),
			...others,
			options: {
				// The simulator has no limit, and its quick videos are looked at often.
				requestsPerMinute: 600,
				pollingIntervalSeconds: 0.5,
				...(options as IDataObject | undefined),
			},
		},
		...rest,
	});
}

/** A start by our trigger, called Ninja Video Trigger. Its webhook is `/webhook/PATH/webhook`. */
export const ninjaVideoTrigger = (path: string, parameters: IDataObject = {}) =>
	node('Ninja Video Trigger', NINJA_VIDEO_TRIGGER, { webhookId: path, parameters });
