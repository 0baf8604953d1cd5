import type { IDataObject, INodeTypeDescription } from 'n8n-workflow';
import { withCredential } from '../../../tools/host/examples';
import { until } from '../../../tools/host/until';
import { CLIP } from '../../../simulator/clip';
import { KEY, startFastSimulator } from '../../support/simulation';
import { createSender } from '../support/deliveries';
import { triggerFlow, usePublished } from '../support/published';
import { createCredential, openStage, type Stage } from '../support/stage';
import {
	chain,
	ninjaVideo,
	NINJA_VIDEO,
	NINJA_VIDEO_TRIGGER,
	node,
	rows,
	start,
} from '../support/workflows';

const LONG_MS = 300_000;

let stage: Stage;
beforeAll(async () => {
	stage = await openStage('older', { host: 'older' });
}, LONG_MS);
afterAll(async () => {
	await stage?.close();
});
beforeEach(() => {
	stage.simulator.faults.clear();
});

/** What the editor asks when a list of the form is opened. */
async function ask<T>(list: string, rest: IDataObject): Promise<T> {
	return await stage.client.call<T>('POST', `/dynamic-node-parameters/${list}`, {
		path: 'parameters',
		nodeTypeAndVersion: { name: NINJA_VIDEO, version: 1 },
		currentNodeParameters: {},
		credentials: { ninjaChatApi: stage.credential },
		...rest,
	});
}

/** What the Test button of a credential does. */
const testCredential = async (data: IDataObject) =>
	await stage.client.call<{ status: string; message: string }>('POST', '/credentials/test', {
		credentials: { ...stage.credential, type: 'ninjaChatApi', data },
	});

async function runToEnd(name: string, nodes: IDataObject[]) {
	const id = await stage.save(chain(name, nodes));
	return await stage.client.runToEnd(id, 'Start');
}

describe('n8n 1', () => {
	it('n8n 1 lists the node, its form as a tool, its trigger, and the credential', async () => {
		const nodes = await stage.client.readTypes<INodeTypeDescription[]>('nodes.json');
		const ours = nodes.filter(({ name }) => name.startsWith(NINJA_VIDEO));
		expect(ours.map(({ name }) => name).sort()).toEqual([
			NINJA_VIDEO,
			`${NINJA_VIDEO}Tool`,
			NINJA_VIDEO_TRIGGER,
		]);
		const form = ours.find(({ name }) => name === NINJA_VIDEO);
		expect(form?.properties.length).toBeGreaterThan(10);
		const credentials = await stage.client.readTypes<Array<{ name: string }>>('credentials.json');
		expect(credentials.map(({ name }) => name)).toContain('ninjaChatApi');
	});

	it('the trigger starts an active workflow of n8n 1 once for a delivery', async () => {
		const { client } = stage;
		const service = await startFastSimulator({ contract: 'K' });
		const sender = createSender(service);
		const credential = await createCredential(client, service);
		const id = await client.createWorkflow(withCredential(triggerFlow('older'), credential));
		await client.activate(id);
		await until('the webhook', () => sender.endpoints().length === 1);
		const delivery = await sender.deliverOne();
		expect(await sender.send(delivery, 'again')).toBe(200);
		expect(await sender.send(delivery, 'tampered')).toBe(401);
		const next = await sender.deliverOne();
		const executions = await usePublished(stage).ended(id, 2);
		expect(executions.map((each) => each.items('Done')[0]?.json.request_id)).toEqual([
			delivery.event.data.id,
			next.event.data.id,
		]);
		await client.deactivate(id);
		await until('the webhook to be gone', () => sender.endpoints().length === 0);
		await service.close();
	});

	it('n8n 1 shows the list of models, searched by a word', async () => {
		const models = await ask<{ results: Array<{ value: string }> }>('resource-locator-results', {
			methodName: 'searchModels',
			filter: 'veo 2',
		});
		expect(models.results.map(({ value }) => value)).toEqual(['google-veo-2']);
	});

	it.each([
		['the right key', KEY, 'OK', /accepted by NinjaChat/],
		['a wrong key', 'nj_sk_wrong', 'Error', /rejected by NinjaChat/],
		['the key of another service', 'sk_live_1', 'Error', /nj_sk_/],
	])('tests a credential with %s, in its own words', async (_, apiKey, status, message) => {
		const answer = await testCredential({ apiKey, baseUrl: stage.simulator.url });
		expect(answer.status).toBe(status);
		expect(answer.message).toMatch(message);
	});

	it('n8n 1 makes and stores a video of every row, each paid for once', async () => {
		const before = stage.simulator.world.charges();
		const execution = await runToEnd('Two videos', [
			start(),
			...rows([{ prompt: 'A dog in a park' }, { prompt: 'A boat on a stream' }]),
			ninjaVideo({ prompt: '={{ $json.prompt }}', downloadVideo: true }),
		]);
		expect(execution.status).toBe('success');
		const items = execution.items('Ninja Video');
		expect(items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
		expect(items.map(({ binary }) => binary?.data?.mimeType)).toEqual(['video/mp4', 'video/mp4']);
		expect(items.map(({ binary }) => Number(binary?.data?.bytes ?? CLIP.length))).toEqual([
			CLIP.length,
			CLIP.length,
		]);
		expect(stage.simulator.world.charges()).toBe(before + 2);
	}, 120_000);

	it('n8n 1 orders without waiting, asks for the status, and waits for the video', async () => {
		const before = stage.simulator.world.charges();
		const requestId = '={{ $json.request_id }}';
		const step = (name: string, parameters: IDataObject) => node(name, NINJA_VIDEO, { parameters });
		const execution = await runToEnd('Three steps', [
			start(),
			ninjaVideo({ operation: 'create' }),
			step('Look', { operation: 'getStatus', requestId }),
			step('Fetch', { operation: 'wait', requestId, downloadVideo: true }),
		]);
		expect(execution.status).toBe('success');
		expect(execution.items('Ninja Video')[0]?.json.status).toBe('processing');
		expect(execution.items('Look')[0]?.json.request_id).toMatch(/^gemini-veo:/);
		expect(execution.items('Fetch')[0]?.json.status).toBe('completed');
		expect(execution.items('Fetch')[0]?.binary?.data?.mimeType).toBe('video/mp4');
		expect(stage.simulator.world.charges()).toBe(before + 1);
	});

	it('a retry in n8n 1 of an execution whose download had failed pays nothing', async () => {
		stage.simulator.faults.add({ name: 'video-not-found', on: 'video', times: Infinity });
		const failed = await runToEnd('Retry', [start(), ninjaVideo({ downloadVideo: true })]);
		expect(failed.error?.message).toContain('could not be downloaded');
		stage.simulator.faults.clear();
		const before = stage.simulator.world.charges();
		const retried = await stage.client.retry(failed.id);
		expect(retried.status).toBe('success');
		expect(stage.simulator.world.charges()).toBe(before);
	});

	it('Stop in n8n 1 ends the run, and the log names what is paid for', async () => {
		const { client, simulator } = stage;
		simulator.faults.add({ name: 'progress-missing', on: 'create', generationMs: 3_600_000 });
		const known = simulator.world.jobs.size;
		const id = await stage.save(chain('Stop', [start(), ninjaVideo()]));
		const executionId = await client.run(id, 'Start');
		const job = await until('a look at the video', () => {
			const ordered = [...simulator.world.jobs.values()].at(known);
			return (ordered?.statusCalls ?? 0) > 0 && ordered;
		});
		await client.stop(executionId);
		expect((await client.waitForEnd(executionId)).status).toBe('canceled');
		const { statusCalls } = job;

		// Another video from order to end: time enough for a look that should not come.
		await runToEnd('After Stop', [start(), ninjaVideo()]);
		expect(job.statusCalls).toBe(statusCalls);
		expect(await stage.n8n().readLog()).toMatch(/Ninja Video was stopped/);
	});
});
