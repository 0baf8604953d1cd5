import type { IDataObject } from 'n8n-workflow';
import type { Execution, Publication } from '../../../tools/host/n8nClient';
import { until } from '../../../tools/host/until';
import type { Stage } from './stage';
import { chain, ninjaVideoTrigger, node } from './workflows';

/** Publishes the workflows of a stage, and waits until n8n has done so. */
export type Published = ReturnType<typeof usePublished>;

/** A workflow of our trigger and one node after it, called Done. */
export const triggerFlow = (path: string, parameters?: IDataObject) =>
	chain(path, [ninjaVideoTrigger(path, parameters), node('Done', 'n8n-nodes-base.noOp')]);

/** For the stage of a file of tests. */
export function usePublished({ client, save }: Stage) {
	async function publish(id: string): Promise<Publication> {
		await client.activate(id);
		return await client.waitForPublication(id);
	}

	async function unpublish(id: string): Promise<void> {
		await client.deactivate(id);
		await client.waitForPublication(id);
	}

	return {
		publish,
		unpublish,
		/** A published workflow of the trigger; unpublished when `run` is done. */
		async during(
			path: string,
			parameters: IDataObject,
			run: (id: string) => Promise<void>,
		): Promise<void> {
			const id = await save(triggerFlow(path, parameters));
			expect(await publish(id)).toEqual({ status: 'published', error: '' });
			try {
				await run(id);
			} finally {
				await unpublish(id);
			}
		},
		/** The executions of a workflow, oldest first, as soon as there are so many and all have ended. */
		async ended(id: string, count: number): Promise<Execution[]> {
			await until(`${count} executions`, async () => (await client.countExecutions(id)) >= count);
			const listed = await client.listExecutions(id);
			const ids = listed.map((execution) => Number(execution.id)).sort((a, b) => a - b);
			return await Promise.all(ids.map(async (each) => await client.waitForEnd(String(each))));
		},
	};
}
