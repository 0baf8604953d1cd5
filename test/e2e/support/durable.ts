/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { readWorkflow } from '../../../tools/host/examples';
import type { N8nClient, WorkflowJson } from '../../../tools/host/n8nClient';
import type { Simulation } from '../../support/simulation';

/** n8n keeps a shorter wait in memory; a longer one is parked in its database. In seconds. */
export const PARKED = 66;

/** What the workflow needs of a stage. */
export interface DurableStage {
	readonly client: N8nClient;
	readonly simulator: Simulation;
	readonly filesFolder: string;
	save(workflow: WorkflowJson): Promise<string>;
}

/** Saves the workflow with videos named by their keys; what is left over is taken over at once. */
export async function saveDurable(
	stage: DurableStage,
	keys: readonly string[],
	waitSeconds: number,
): Promise<string> {
	const workflow = await readWorkflow(join(__dirname, 'durable-wait.json'), stage.filesFolder);
	const nodes = workflow.nodes.map((node) => {
		if (node.name !== 'Settings') return node;
		const parameters = node.parameters as { jsonOutput: string };
		const settings = JSON.parse(parameters.jsonOutput) as IDataObject;
		const changed = {
			...settings,
			wait_seconds: waitSeconds,
			taken_over_after_minutes: 0,
			cut_off_after_minutes: 0,
			most_new_videos_per_run: keys.length,
			videos: keys.map((key) => ({
				key,
				prompt: promptOf(key),
				model: 'google-veo-2',
				duration: 8,
				aspect_ratio: '16:9',
				image_url: '',
			})),
		};
		return { ...node, parameters: { ...parameters, jsonOutput: JSON.stringify(changed) } };
	});
	return await stage.save({ ...workflow, nodes } as WorkflowJson);
}

const promptOf = (key: string) => `The video ${key}`;

/** The row of a video in the workflow's table of orders. */
export async function rowOf(
	{ client }: Pick<DurableStage, 'client'>,
	key: string,
): Promise<IDataObject | undefined> {
	const { id: project } = await client.call<{ id: string }>('GET', '/projects/personal');
	const tables = await client.call<{ data: Array<{ id: string; name: string }> }>(
		'GET',
		`/projects/${project}/data-tables`,
	);
	const table = tables.data.find(({ name }) => name === 'Ninja Video Orders');
	if (table === undefined) return undefined;
	const rows = await client.call<{ data: IDataObject[] }>(
		'GET',
		`/projects/${project}/data-tables/${table.id}/rows`,
	);
	return rows.data.find((row) => row.key === key);
}

/** The jobs that were ordered for a key. */
export const jobsOf = ({ simulator }: Pick<DurableStage, 'simulator'>, key: string) =>
	[...simulator.world.jobs.values()].filter(({ body }) => body.prompt === promptOf(key));
