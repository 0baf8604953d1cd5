/* eslint-disable @n8n/community-nodes/no-restricted-imports -- drives real programs; not part of the package */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { readExample, withCredential, withParameters } from '../../../tools/host/examples';
import type { HostName } from '../../../tools/host/installHost';
import type { Execution, WorkflowJson } from '../../../tools/host/n8nClient';
import { until } from '../../../tools/host/until';
import { listen } from '../../../simulator/listener';
import { startFastSimulator } from '../../support/simulation';
import { createSender } from './deliveries';
import { publishForm, type PublishedForm } from './publishForm';
import { usePublished } from './published';
import { writeXlsx } from './sheets';
import { createCredential, openStage, type Stage } from './stage';

const LONG_MS = 300_000;

/** The tests of the examples that are not about agents or images; the same on every n8n. */
export function describeExamples(host: HostName): void {
	describe('the examples', () => {
		let stage: Stage;
		beforeAll(async () => {
			stage = await openStage(`examples-${host}`, { host });
		}, LONG_MS);
		afterAll(async () => {
			await stage?.close();
		});

		const charges = () => stage.simulator.world.charges();
		const prompts = () => [...stage.simulator.world.jobs.values()].map(({ body }) => body.prompt);
		const jsonOf = (execution: Execution, node: string) =>
			execution.items(node).map(({ json }) => json);

		it('first video: makes one video and its file', async () => {
			const id = await stage.save(await readExample('first-video.json', ''));
			const before = charges();
			const execution = await stage.client.runToEnd(id, 'Start');
			expect(execution.status).toBe('success');
			expect(execution.items('Ninja Video')[0]?.binary?.data?.mimeType).toBe('video/mp4');
			expect(charges()).toBe(before + 1);
		});

		describe('spreadsheet to videos', () => {
			let form: PublishedForm;
			beforeAll(async () => {
				form = await publishForm(stage, 'spreadsheet-to-videos.json', 'Spreadsheet Form');
			});
			const send = async (name: string, content: string | Uint8Array<ArrayBuffer>) =>
				await form.send(new File([content], name));

			const SHEET = [
				'Prompt;Model;Duration;Aspect Ratio;Status',
				'A paper boat;Veo 2;8 seconds;vertical;',
				'A night train;;;;done',
				';;;;',
				'A foggy forest;veo-9;;;',
				'"Two ""quoted"" words";google-veo-2;5;16:9;new',
			].join('\r\n');

			it('reads capital headers, semicolons, status and empty rows, and tells what failed in the results', async () => {
				const before = charges();
				const execution = await send('prompts.csv', SHEET);
				expect(execution.error).toBeUndefined();
				expect(charges()).toBe(before + 2);
				expect(prompts().slice(-2).sort()).toEqual(['A paper boat', 'Two "quoted" words']);
				const rows = jsonOf(execution, 'Ninja Video');
				expect(rows).toHaveLength(3);
				expect(rows[0]).toMatchObject({ Prompt: 'A paper boat', aspect_ratio: '9:16' });
				expect(rows[1]).toMatchObject({
					Prompt: 'A foggy forest',
					error: expect.stringContaining('veo-9') as string,
				});
				expect(execution.items('Results Sheet')[0]?.binary?.data?.fileName).toBe('results.csv');
			});

			it('pays nothing for the same rows in another file, and once for a new one', async () => {
				const path = join(stage.filesFolder, 'prompts.xlsx');
				const before = charges();
				await writeXlsx(path, [
					{ PROMPT: 'A paper boat', model: 'Veo 2', duration: 8, 'Aspect Ratio': '9:16' },
					{ PROMPT: 'A stone bridge', model: 'Veo 2', duration: 8, 'Aspect Ratio': '9:16' },
				]);
				const execution = await send('prompts.xlsx', new Uint8Array(await readFile(path)));
				expect(execution.error).toBeUndefined();
				expect(charges()).toBe(before + 1);
				expect([...stage.simulator.world.jobs.values()].at(-1)?.body).toMatchObject({
					prompt: 'A stone bridge',
					aspect_ratio: '9:16',
				});
			});

			it('orders nothing of a sheet with a title above its header, and names the columns found', async () => {
				const before = charges();
				const execution = await send(
					'title.csv',
					`Videos for May,,\r\nprompt,model\r\nA dog,veo-2\r\n`,
				);
				expect(charges()).toBe(before);
				expect(JSON.stringify(jsonOf(execution, 'Ninja Video'))).toContain("'Videos for May'");
			});
		});

		/** n8n 1 knows no table by its name: there a person chooses it in both nodes. */
		async function tableExample(id: string): Promise<WorkflowJson> {
			const example = await readExample('table-to-videos.json', '');
			if (host === 'current') return example;
			const dataTableId = { __rl: true, mode: 'list', value: id };
			return ['Rows Without a Video', 'Write Into the Row'].reduce(
				(workflow, name) => withParameters(workflow, name, { dataTableId }),
				example,
			);
		}

		it('table to videos: makes the rows without a video, writes into them, and makes none again', async () => {
			const { client } = stage;
			const { id: project } = await client.call<{ id: string }>('GET', '/projects/personal');
			const tables = `/projects/${project}/data-tables`;
			const columns = ['prompt', 'model', 'video_url', 'request_id', 'error'];
			const table = await client.call<{ id: string }>('POST', tables, {
				name: 'Videos',
				columns: columns.map((name) => ({ name, type: 'string' })),
			});
			await client.call('POST', `${tables}/${table.id}/insert`, {
				returnType: 'all',
				data: [
					{ prompt: 'A lighthouse', model: 'Veo 2' },
					{ prompt: '', model: '' },
					{ prompt: 'Made already', model: 'Veo 2', video_url: 'https://example.com/a.mp4' },
				],
			});
			const workflowId = await stage.save(await tableExample(table.id));
			const before = charges();
			const execution = await client.runToEnd(workflowId, 'Start');
			expect(execution.error).toBeUndefined();
			expect(charges()).toBe(before + 1);
			const { data } = await client.call<{ data: IDataObject[] }>(
				'GET',
				`${tables}/${table.id}/rows`,
			);
			const byPrompt = (prompt: string) => data.find((row) => row.prompt === prompt);
			expect(String(byPrompt('A lighthouse')?.video_url)).toContain(stage.simulator.videoUrl);
			expect(byPrompt('')?.error).toContain('Prompt is empty');
			expect(byPrompt('Made already')?.video_url).toBe('https://example.com/a.mp4');

			expect((await client.runToEnd(workflowId, 'Start')).error).toBeUndefined();
			expect(charges()).toBe(before + 1);
		});

		it('feed to videos: makes entries without a guid and with tags once, and orders none without text', async () => {
			const entries = [
				'<item><guid isPermaLink="false"/><title>&lt;b&gt;Harbour&lt;/b&gt; at dusk</title></item>',
				'<item><guid isPermaLink="false"/><title>Harbour at dawn</title></item>',
				'<item><guid>empty</guid></item>',
				'<item><title>Old town</title><link>https://example.com/old-town</link></item>',
			];
			const feed = await listen(0, 0, () => ({
				kind: 'reply',
				status: 200,
				headers: { 'content-type': 'application/rss+xml' },
				body: `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>${entries.join('')}</channel></rss>`,
			}));
			try {
				const example = await readExample('feed-to-videos.json', '');
				const workflowId = await stage.save(
					withParameters(example, 'Read Feed', { url: `${feed.url}/feed.xml` }),
				);
				const before = charges();
				const first = await stage.client.runToEnd(workflowId, 'Every Morning at 7');
				expect(first.error).toBeUndefined();
				expect(prompts().slice(-3).sort()).toEqual([
					'A short film about: Harbour at dawn',
					'A short film about: Harbour at dusk',
					'A short film about: Old town',
				]);
				expect(
					jsonOf(first, 'Ninja Video').filter(({ error }) => error !== undefined),
				).toHaveLength(1);
				await stage.client.runToEnd(workflowId, 'Every Morning at 7');
				expect(charges()).toBe(before + 3);
			} finally {
				await feed.close();
			}
		});

		it('ready videos: starts once for a video that another workflow has ordered, with its file', async () => {
			const { client } = stage;
			const service = await startFastSimulator({ contract: 'K' });
			try {
				const sender = createSender(service);
				const credential = await createCredential(client, service);
				const example = await readExample('ready-videos.json', '');
				const id = await client.createWorkflow(withCredential(example, credential));
				await client.activate(id);
				await until('the webhook', () => sender.endpoints().length === 1);
				const { event } = await sender.deliverOne();
				const [execution] = await usePublished(stage).ended(id, 1);
				const [item] = execution?.items('What Comes Next') ?? [];
				expect(item?.json).toMatchObject({ request_id: event.data.id, status: 'completed' });
				expect(item?.binary?.data?.mimeType).toBe('video/mp4');
				await client.deactivate(id);
				await until('the webhook to be gone', () => sender.endpoints().length === 0);
			} finally {
				await service.close();
			}
		});
	});
}
