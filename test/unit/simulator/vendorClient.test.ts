import { createContractRecorder } from '../../../simulator/contracts/recorder';
import { type Attempt, isTaken } from '../../../simulator/deliveries';
import { type Simulator, startSimulator } from '../../../simulator/server';
import { createVendorClient, isGenuine } from './vendorClient';
import { KEY } from './virtualSimulator';

const HOOK = 'http://127.0.0.1:1/hook';

let simulator: Simulator;
let client: ReturnType<typeof createVendorClient>;
let recorder: ReturnType<typeof createContractRecorder>;

beforeEach(async () => {
	recorder = createContractRecorder();
	simulator = await startSimulator({ contract: 'N', speed: 1e6, onAnswer: recorder.onAnswer });
	client = createVendorClient(simulator.url, KEY);
});
afterEach(async () => {
	await simulator.close();
	expect(recorder.problems).toEqual([]);
});

describe("the vendor's own client works against contract N:", () => {
	it('it orders a video, waits for it and fetches it, for one charge', async () => {
		const {
			id,
			request_id: requestId,
			cost_usd: cost,
		} = await client.generate({
			prompt: 'A cat',
			model: 'veo-3.1',
			duration: 8,
		});
		expect(requestId).toBe(id);
		const url = await client.wait(String(id), 5);
		expect((await fetch(url)).headers.get('content-type')).toBe('video/mp4');
		expect(await client.get(String(id))).toMatchObject({ status: 'completed', progress: 100 });
		expect(simulator.world.chargedCents()).toBe(Number(cost) * 100);
	});

	it.each(['internal-error-accepted', 'gateway-timeout-accepted'] as const)(
		'an order that met %s is repeated under its key and charged once',
		async (name) => {
			// The client reads JSON only, so a page of a gateway ends the call and the user repeats it.
			simulator.faults.add({ name, on: 'create' });
			const order = async () => await client.generate({ prompt: 'A cat' }, 'k1');
			const made = await order().catch(order);
			expect(simulator.world.jobs.has(String(made['id']))).toBe(true);
			expect(simulator.world.charges()).toBe(1);
		},
	);

	it('a failed video is an error with its reason', async () => {
		simulator.faults.add({ name: 'generation-fails', on: 'create', failureReason: 'Policy' });
		const { id } = await client.generate({ prompt: 'A cat' });
		await expect(client.wait(String(id), 5)).rejects.toThrow('Policy');
		expect(simulator.world.charges()).toBe(0);
	});

	it('it lists models, and shows one', async () => {
		const { data } = (await client.models()) as { data: Array<{ id: string; modality: string }> };
		const video = data.find(({ modality }) => modality === 'video');
		expect(await client.model(String(video?.id))).toEqual(video);
	});

	it('it reads the balance and the usage', async () => {
		await client.generate({ prompt: 'A cat' });
		expect(await client.balance()).toMatchObject({ balance_cents: 9_700, currency: 'usd' });
		expect(await client.usage('7d')).toMatchObject({ total_cost_cents: 300, period: '7d' });
	});

	it('it creates, lists, tests and deletes a webhook', async () => {
		const { id, secret } = await client.webhooks.create(HOOK, ['video.completed']);
		expect(secret).toEqual(expect.any(String));
		expect(await client.webhooks.list()).toMatchObject({ endpoints: [{ id, url: HOOK }] });
		expect(await client.webhooks.test(String(id))).toMatchObject({ delivered: false });
		expect(await client.webhooks.deliveries()).toMatchObject({ deliveries: [{ endpoint_id: id }] });
		expect(await client.webhooks.delete(String(id))).toEqual({ id, disabled: true });
		expect(await client.webhooks.list()).toEqual({ endpoints: [] });
	});

	it.each([
		['genuine', true],
		['again', true],
		['tampered', false],
		['stale', false],
		['unsigned', false],
		['wrong-secret', false],
	] as const)(
		'its check of a signature takes a delivery that is %s: %s',
		async (manner, isGood) => {
			const { id, secret } = await client.webhooks.create(HOOK);
			await client.webhooks.test(String(id));
			const [delivery] = simulator.world.webhooks.deliveries.all;
			const { request, ...attempt }: Attempt = await simulator.dispatcher.deliver(
				delivery!,
				manner,
			);
			expect(isTaken({ request, ...attempt })).toBe(false);
			const now = attempt.at / 1000;
			expect(isGenuine(request.body, request.headers, String(secret), now)).toBe(isGood);
		},
	);

	it('an error is named by its code', async () => {
		const wrong = createVendorClient(simulator.url, 'nj_sk_wrong');
		await expect(wrong.balance()).rejects.toThrow('invalid_api_key');
		await expect(client.generate({ prompt: '' })).rejects.toThrow('validation_error');
		await expect(client.get('nobody')).rejects.toThrow('not_found');
		expect(recorder.problems.splice(0)).toEqual([expect.stringContaining('body.prompt')]);
	});
});
