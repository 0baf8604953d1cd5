import { readExample } from '../../../tools/host/examples';
import type { Execution } from '../../../tools/host/n8nClient';
import { until } from '../../../tools/host/until';
import { openStage, type Stage } from '../support/stage';

/** A picture of one pixel. */
const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
);

let stage: Stage;
let runs: number;
let workflowId: string;
let form: string;
afterAll(async () => {
	await stage?.close();
});

/** Publishes the example of an image and a form on the n8n that runs. */
async function publish(): Promise<void> {
	const example = await readExample('image-to-video.json', '');
	form = String(example.nodes.find(({ name }) => name === 'Image Form')?.webhookId);
	workflowId = await stage.save(example);
	await stage.client.activate(workflowId);
	runs = 0;
}

/** Sends the form with an image, as a browser does, and waits for what comes of it. */
async function send(prompt: string): Promise<Execution> {
	const url = `${stage.n8n().url}/form/${form}`;
	await until('the form', async () => (await fetch(url)).ok);
	const body = new FormData();
	body.append('field-0', new Blob([PNG], { type: 'image/png' }), 'pixel.png');
	body.append('field-1', prompt);
	expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
	runs += 1;
	const { id } = await until('the execution', async () => {
		const all = await stage.client.listExecutions(workflowId);
		return all.length === runs && all[0];
	});
	return await stage.client.waitForEnd(id);
}

it('an image from a form becomes a video: the service fetches it from n8n by the signed address', async () => {
	stage = await openStage('image-form', { env: { WEBHOOK_URL: 'https://n8n.example.com/' } });
	const { images, world } = stage.simulator;
	images.hosts.set('n8n.example.com', stage.n8n().url);
	await publish();
	const execution = await send('The pixel wakes up');
	expect(execution.error).toBeUndefined();
	expect(execution.items('Ninja Video')[0]?.binary?.data?.mimeType).toBe('video/mp4');
	expect(world.charges()).toBe(1);
	const [image] = images.fetched;
	expect(images.fetched).toHaveLength(1);
	expect(image).toMatchObject({ status: 200, type: 'image/png' });
	expect(image?.url).toMatch(/^https:\/\/n8n\.example\.com\/rest\/binary-data\/signed\?token=/);
	expect(image?.data.equals(PNG)).toBe(true);
});

it('where n8n is reached by a private address, the image of the form is refused and nothing is ordered', async () => {
	await stage.n8n().stop();
	await stage.startAgain({});
	runs = (await stage.client.listExecutions(workflowId)).length;
	const before = stage.simulator.app.calls.filter(({ method }) => method === 'POST').length;
	const execution = await send('The pixel stays at home');
	expect(execution.status).toBe('error');
	expect(execution.error?.message).toContain('cannot be reached from the internet');
	expect(`${execution.error?.message} ${execution.error?.description}`).toMatch(
		/WEBHOOK_URL.*nothing was charged/s,
	);
	const posts = stage.simulator.app.calls.filter(({ method }) => method === 'POST');
	expect(posts).toHaveLength(before);
	expect(stage.simulator.world.charges()).toBe(1);
});
