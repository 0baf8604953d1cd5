import { listen, type Listener } from '../../../simulator/listener';
import { startSimulator, type Simulator } from '../../../simulator/server';
import { until } from '../../../tools/host/until';
import { KEY } from './virtualSimulator';

let simulator: Simulator;
let host: Listener;
let asked: string[];
beforeEach(async () => {
	asked = [];
	simulator = await startSimulator({ accounts: [{ key: KEY, balanceCents: 10_000 }] });
	host = await listen(0, 0, ({ path }) => {
		asked.push(path);
		const headers = { 'content-type': 'image/png' };
		return { kind: 'reply', status: 200, headers, body: 'an image' };
	});
});
afterEach(async () => {
	await simulator.close();
	await host.close();
});

async function order(images: Readonly<Record<string, string>>): Promise<void> {
	const answer = await fetch(`${simulator.url}/api/v1/videos`, {
		method: 'POST',
		headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
		body: JSON.stringify({ prompt: 'A cat', model: 'veo-3.1', ...images }),
	});
	expect(answer.status).toBe(200);
}

it('the images of an order are fetched from the server that stands for their host, and kept', async () => {
	simulator.images.hosts.set('n8n.example.com', host.url);
	await order({
		image_url: 'https://n8n.example.com/signed?token=a',
		end_image_url: 'https://n8n.example.com/signed?token=b',
	});
	const { fetched } = simulator.images;
	await until('both images', () => fetched.length === 2);
	expect(asked.sort()).toEqual(['/signed?token=a', '/signed?token=b']);
	expect(fetched[0]).toMatchObject({
		requestId: [...simulator.world.jobs.keys()][0],
		url: expect.stringContaining('https://n8n.example.com/signed') as string,
		status: 200,
		type: 'image/png',
		data: Buffer.from('an image'),
	});
});

it('a server that does not answer is kept as status 0', async () => {
	await host.close();
	simulator.images.hosts.set('n8n.example.com', host.url);
	await order({ image_url: 'https://n8n.example.com/a.png' });
	await until('the attempt', () => simulator.images.fetched.length === 1);
	expect(simulator.images.fetched[0]).toMatchObject({ status: 0, type: '' });
});

it('nothing is fetched from a host for which no server stands', async () => {
	simulator.images.hosts.set('n8n.example.com', host.url);
	await order({
		image_url: 'https://elsewhere.example.com/a.png',
		end_image_url: 'https://n8n.example.com/b.png',
	});
	await until('the end image', () => simulator.images.fetched.length === 1);
	expect(simulator.images.fetched.map(({ url }) => url)).toEqual(['https://n8n.example.com/b.png']);
});
