import { readExample } from '../../../tools/host/examples';
import type { Execution } from '../../../tools/host/n8nClient';
import { until } from '../../../tools/host/until';
import type { Stage } from './stage';

/** A published example that starts with a form. */
export interface PublishedForm {
	/** Fills the form's fields from top to bottom, sends it as a browser does, and waits for what comes of it. */
	send(...fields: ReadonlyArray<string | File>): Promise<Execution>;
}

/** Publishes an example on the n8n of a stage; `formNode` is the name of its form. */
export async function publishForm(
	stage: Stage,
	file: string,
	formNode: string,
): Promise<PublishedForm> {
	const example = await readExample(file, '');
	const path = String(example.nodes.find(({ name }) => name === formNode)?.webhookId);
	const workflowId = await stage.save(example);
	await stage.client.activate(workflowId);
	return {
		async send(...fields) {
			const url = `${stage.n8n().url}/form/${path}`;
			await until('the form', async () => (await fetch(url)).ok);
			const before = await stage.client.countExecutions(workflowId);
			const body = new FormData();
			fields.forEach((field, index) => body.append(`field-${index}`, field));
			expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
			const { id } = await until('the execution', async () => {
				const all = await stage.client.listExecutions(workflowId);
				return all.length > before && all[0];
			});
			return await stage.client.waitForEnd(id);
		},
	};
}
