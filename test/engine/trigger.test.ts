/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- waits for deliveries, reads the fixture */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Delivery } from '../simulator/deliveries';
import type { Manner } from '../simulator/signature';
import { readBinary } from '../support/engine';
import { KEY, startFastSimulator, type Simulation } from '../support/simulation';
import { startTriggerHost, type TriggerHostOptions } from '../support/triggerHost';

const clip = readFileSync(join(__dirname, '../simulator/clip.mp4'));
let simulation: Simulation;
let host: Awaited<ReturnType<typeof startTriggerHost>>;

async function start(
	options: Partial<TriggerHostOptions> = {},
	service: Parameters<typeof startFastSimulator>[0] = {},
) {
	simulation = await startFastSimulator({ generations: 'both', ...service });
	host = await startTriggerHost({
		credential: { apiKey: KEY, baseUrl: simulation.url },
		...options,
	});
}
// Executions of the real engine take their time on a busy machine.
jest.setTimeout(30_000);
afterEach(async () => {
	await host.close();
	await simulation.close();
});

const endpoints = () => simulation.world.webhooks.list(KEY);
const deliveries = () => simulation.world.webhooks.deliveries.all;

/** Calls the service as its owner does. */
async function api(method: string, path: string, body: object): Promise<Record<string, unknown>> {
	const response = await fetch(`${simulation.url}/api/v1${path}`, {
		method,
		headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' },
		body: JSON.stringify(body),
	});
	return (await response.json()) as Record<string, unknown>;
}

const order = async (prompt = 'A dog') =>
	String((await api('POST', '/videos', { prompt, model: 'veo-3.1-fast' })).id);

async function until(holds: () => boolean): Promise<void> {
	for (let tries = 0; tries < 500 && !holds(); tries += 1) await setTimeout(20);
	expect(holds()).toBe(true);
}

/** Orders a video and waits until its event was delivered. */
async function deliverOne(): Promise<Delivery> {
	const before = deliveries().length;
	await order();
	await until(() => deliveries()[before]?.status === 'delivered');
	return deliveries()[before]!;
}

/** The deliveries of one event each, which the service has not sent yet. */
function publish(ids: readonly string[]): Delivery[] {
	const before = deliveries().length;
	for (const id of ids) {
		const data = {
			id,
			object: 'video',
			status: 'completed',
			video_url: 'https://videos.example/1',
		};
		simulation.world.webhooks.publish({
			at: Date.now(),
			accountKey: KEY,
			type: 'video.completed',
			data,
		});
	}
	return deliveries().slice(before);
}

describe('the webhook of an active workflow', () => {
	it('is there while the workflow is active, once, for the chosen events', async () => {
		await start({ parameters: { events: ['video.failed', 'balance.low'] } });
		await host.activate();
		expect(endpoints()).toMatchObject([
			{ url: host.webhookUrl, events: ['video.failed', 'balance.low'] },
		]);
		expect(host.kept()).toEqual({
			endpointId: endpoints()[0]?.id,
			secret: endpoints()[0]?.secret,
		});
		await expect(host.deactivate()).resolves.toBe(true);
		expect(endpoints()).toEqual([]);
		expect(host.kept()).toEqual({});
	});

	it('is the same one after n8n has started again', async () => {
		await start();
		await host.activate();
		const before = endpoints();
		await host.restart();
		await host.activate();
		expect(endpoints()).toEqual(before);
	});

	it('is made anew for other events, and when its secret is lost', async () => {
		await start();
		await host.activate();
		const [first] = endpoints();
		await host.activate({ events: ['video.failed'] });
		const [second] = endpoints();
		expect(endpoints()).toMatchObject([{ events: ['video.failed'] }]);
		expect(second?.id).not.toBe(first?.id);
		host.setSaved({});
		await host.activate();
		expect(endpoints()).toHaveLength(1);
		expect(endpoints()[0]?.id).not.toBe(second?.id);
		expect(host.kept()).toMatchObject({ secret: endpoints()[0]?.secret });
	});

	it.each([
		'reset-after',
		'truncated-json',
		'internal-error-accepted',
		'html-page-accepted',
	] as const)(
		'is not made twice when its order is answered with %s: it is cleaned up, and comes with the next activation',
		async (name) => {
			await start();
			simulation.faults.add({ name, on: 'webhooks', method: 'POST' });
			await expect(host.activate()).rejects.toThrow(/activate again/);
			expect(endpoints()).toEqual([]);
			await host.activate();
			expect(endpoints()).toHaveLength(1);
			await deliverOne();
			expect(host.executions).toHaveLength(1);
		},
	);

	it.each([
		{
			label: 'that knows the first generation only',
			service: { generations: 'first' },
			says: /second generation/,
		},
		{
			label: 'without room for it',
			service: { maxWebhooks: 0 },
			says: /Delete webhooks you no longer use/,
		},
		{ label: 'that does not know the key', service: { accounts: [] }, says: /Open the credential/ },
	] as const)('says what to do at a service $label', async ({ service, says }) => {
		await start({}, service as Parameters<typeof startFastSimulator>[0]);
		await expect(host.activate()).rejects.toThrow(says);
		expect(host.kept()).toEqual({});
	});

	it('stays usable when it cannot be deleted', async () => {
		await start();
		await host.activate();
		const [endpoint] = endpoints();
		simulation.faults.add({ name: 'unavailable', on: 'webhooks', method: 'DELETE', times: 3 });
		await expect(host.deactivate()).resolves.toBe(false);
		expect(host.warnings.join()).toContain(endpoint?.id);
		await host.activate();
		expect(endpoints()).toEqual([endpoint]);
	});
});

describe('a delivery', () => {
	it('starts the workflow with the fields of the Ninja Video node', async () => {
		await start();
		await host.activate();
		const { event } = await deliverOne();
		const [execution] = await host.ended();
		expect(execution?.items).toMatchObject([
			{
				json: {
					event: 'video.completed',
					request_id: event.data.id,
					status: 'completed',
					model: 'veo-3.1-fast',
					video_url: expect.stringMatching(/^http/) as string,
				},
			},
		]);
		expect(Object.keys(execution?.items[0]?.json ?? {})).toHaveLength(5);
	});

	it('of a failed video starts it with the reason', async () => {
		await start();
		await host.activate();
		simulation.faults.add({ name: 'generation-fails', on: 'create', failureReason: 'No dogs' });
		await deliverOne();
		const [execution] = await host.ended();
		expect(execution?.items).toMatchObject([
			{ json: { event: 'video.failed', status: 'failed', failure_reason: 'No dogs' } },
		]);
	});

	it.each([
		{ manner: 'tampered', status: 401 },
		{ manner: 'stale', status: 401 },
		{ manner: 'unsigned', status: 401 },
		{ manner: 'wrong-secret', status: 401 },
		{ manner: 'replayed', status: 200 },
		{ manner: 'again', status: 200 },
	] as const)(
		'that comes $manner is answered with $status and starts nothing',
		async ({ manner, status }) => {
			await start();
			await host.activate();
			const delivery = await deliverOne();
			expect(host.executions).toHaveLength(1);
			const before = JSON.stringify(host.kept());
			await expect(simulation.courier.deliver(delivery, manner)).resolves.toMatchObject({ status });
			expect(host.executions).toHaveLength(1);
			expect(JSON.stringify(host.kept())).toBe(before);
		},
	);

	it.each(['tampered', 'stale', 'unsigned', 'wrong-secret'] as const)(
		'that was %s does not stand in the way of the good one',
		async (manner) => {
			await start();
			await host.activate();
			const delivery = publish(['video_1'])[0]!;
			await simulation.courier.deliver(delivery, manner);
			expect(host.executions).toHaveLength(0);
			await simulation.courier.deliver(delivery, 'genuine');
			expect(host.executions).toHaveLength(1);
		},
	);

	it.each(['again', 'replayed'] as const)(
		'%s after n8n has started again starts nothing',
		async (manner) => {
			await start();
			await host.activate();
			const delivery = await deliverOne();
			await host.restart();
			await host.activate();
			await expect(simulation.courier.deliver(delivery, manner)).resolves.toMatchObject({
				status: 200,
			});
			expect(host.executions).toHaveLength(1);
		},
	);

	it('that comes ten times at the same moment starts one execution', async () => {
		await start();
		await host.activate();
		const delivery = publish(['video_1'])[0]!;
		const manners: Manner[] = Array.from({ length: 10 }, () => 'again');
		await Promise.all(manners.map((manner) => simulation.courier.deliver(delivery, manner)));
		expect(host.executions).toHaveLength(1);
	});

	it('is answered before anything is asked of the service', async () => {
		await start();
		await host.activate();
		const delivery = publish(['video_1'])[0]!;
		simulation.faults.add({ name: 'timeout-before', on: 'status', times: Infinity });
		const asked = simulation.app.calls.length;
		const startedAt = performance.now();
		await expect(simulation.courier.deliver(delivery)).resolves.toMatchObject({ status: 200 });
		expect(performance.now() - startedAt).toBeLessThan(1000);
		expect(simulation.app.calls.slice(asked).filter(({ kind }) => kind === 'reply')).toEqual([]);
	});

	it('a thousand times, of a thousand videos, starts a thousand executions', async () => {
		await start();
		await host.activate();
		const ids = Array.from({ length: 1000 }, (_, count) => `video_${count}`);
		const all = publish(ids);
		for (const manner of ['genuine', 'again'] as const) {
			for (let sent = 0; sent < all.length; sent += 50) {
				const some = all.slice(sent, sent + 50);
				await Promise.all(some.map((delivery) => simulation.courier.deliver(delivery, manner)));
				await host.ended();
			}
			expect(all.every(({ attempts }) => attempts.at(-1)?.status === 200)).toBe(true);
			expect(host.executions).toHaveLength(1000);
		}
		const seen = (await host.ended()).map(({ items }) => items[0]?.json.request_id);
		expect(new Set(seen)).toEqual(new Set(ids));
	}, 300_000);
});

describe('the item of a finished video', () => {
	it('has the file, if that is wanted, and the host of the file never sees the key', async () => {
		await start({ parameters: { downloadVideo: true, options: { outputField: 'clip' } } });
		await host.activate();
		await deliverOne();
		const [execution] = await host.ended();
		const item = execution!.items[0]!;
		expect((await readBinary(item, 'clip')).equals(clip)).toBe(true);
		expect(JSON.stringify(simulation.videoHost.calls)).not.toContain(KEY);
	});

	it.each([
		{ label: 'is not a video', name: 'video-html', options: {} },
		{ label: 'is over the size cap', name: undefined, options: { maxFileSizeMegabytes: 0.01 } },
	] as const)(
		'comes without a file that $label, with its address and the reason',
		async ({ name, options }) => {
			await start({ parameters: { downloadVideo: true, options } });
			if (name !== undefined) simulation.faults.add({ name, on: 'video', times: Infinity });
			await host.activate();
			await deliverOne();
			const [execution] = await host.ended();
			expect(execution?.items[0]?.binary).toBeUndefined();
			expect(execution?.items[0]?.json).toMatchObject({
				event: 'video.completed',
				status: 'completed',
				video_url: expect.stringMatching(/^http/) as string,
				download_error: expect.stringMatching(/could not be downloaded/) as string,
			});
		},
	);

	it('has what the payload says, and why, when the job cannot be asked for', async () => {
		await start();
		await host.activate();
		simulation.faults.add({ name: 'invalid-key', on: 'status', times: Infinity });
		await deliverOne();
		const [execution] = await host.ended();
		expect(execution?.items[0]?.json).toMatchObject({
			status: 'completed',
			video_url: expect.stringMatching(/^http/) as string,
			lookup_error: expect.stringMatching(/key was rejected/) as string,
		});
	});

	it('does not come when neither the job nor the payload says enough: the execution fails, and can be retried', async () => {
		const bare = ({ type, data }: { type: string; data: Readonly<Record<string, unknown>> }) => ({
			type,
			id: data.id,
		});
		await start({}, { webhookPayload: bare });
		await host.activate();
		simulation.faults.add({ name: 'invalid-key', on: 'status', times: Infinity });
		const { event } = await deliverOne();
		const [execution] = await host.ended();
		expect(execution?.error?.message).toMatch(/key was rejected/);
		expect(execution?.error?.description).toContain(event.data.id);
	});

	it.each([
		{ label: 'flat', payload: ({ type, data }) => ({ event: type, ...data }) },
		{ label: 'nested', payload: ({ id, type, data }) => ({ id, type, data: { object: data } }) },
		{ label: 'with the id alone', payload: ({ type, data }) => ({ type, job_id: data.id }) },
		{ label: 'without the name of the event', payload: ({ data }) => ({ video_id: data.id }) },
	] as const satisfies ReadonlyArray<{ label: string; payload: Payload }>)(
		'is the same for a payload that is $label',
		async ({ payload }) => {
			await start({}, { webhookPayload: payload });
			await host.activate();
			const { event } = await deliverOne();
			const [execution] = await host.ended();
			expect(execution?.items[0]?.json).toMatchObject({
				event: 'video.completed',
				request_id: event.data.id,
				status: 'completed',
			});
		},
	);

	it('is asked for again while the service is busy', async () => {
		await start();
		await host.activate();
		simulation.faults.add({ name: 'unavailable', on: 'status' });
		await deliverOne();
		const [execution] = await host.ended();
		expect(execution?.items[0]?.json).toMatchObject({ status: 'completed' });
		expect(execution?.items[0]?.json).not.toHaveProperty('lookup_error');
	}, 20_000);
});

type Payload = NonNullable<NonNullable<Parameters<typeof startFastSimulator>[0]>['webhookPayload']>;

describe('an alert', () => {
	it('comes with the balance of now, and with what the payload says', async () => {
		await start(
			{ parameters: { events: ['balance.low', 'budget.alert'] } },
			{
				accounts: [{ key: KEY, balanceCents: 700 }],
				alerts: { balanceLowCents: [500], budgetCents: 600 },
			},
		);
		await host.activate();
		await order();
		await until(() => host.executions.length >= 2);
		const items = (await host.ended()).map((execution) => execution.items[0]?.json);
		expect(items).toContainEqual(
			expect.objectContaining({ event: 'balance.low', balance_usd: 4, balance_cents: 400 }),
		);
		expect(items).toContainEqual(
			expect.objectContaining({
				event: 'budget.alert',
				payload: expect.objectContaining({
					data: expect.objectContaining({ percent: 50 }) as object,
				}) as object,
			}),
		);
	});

	it('comes without a balance, and says why, when that cannot be asked for', async () => {
		await start(
			{ parameters: { events: ['balance.low'] } },
			{ accounts: [{ key: KEY, balanceCents: 700 }] },
		);
		await host.activate();
		simulation.faults.add({ name: 'invalid-key', on: 'balance', times: Infinity });
		await order();
		await until(() => host.executions.length === 1);
		const [execution] = await host.ended();
		expect(execution?.items[0]?.json).toMatchObject({
			event: 'balance.low',
			lookup_error: expect.stringMatching(/key was rejected/) as string,
		});
	});
});

describe('listening for a test event', () => {
	it('has a webhook of its own, beside that of the active workflow, until the first event', async () => {
		await start();
		await host.activate();
		await host.listen();
		expect(endpoints()).toHaveLength(2);
		await deliverOne();
		await until(() => host.executions.length === 2);
		const modes = (await host.ended()).map(({ mode }) => mode);
		expect(modes.sort()).toEqual(['manual', 'webhook']);
		await until(() => endpoints().length === 1);
		expect(endpoints()[0]?.url).toBe(host.webhookUrl);
	});

	it('is not ended by a delivery that is refused', async () => {
		await start();
		await host.listen();
		const [endpoint] = endpoints();
		await fetch(endpoint!.url, { method: 'POST', body: '{}' });
		expect(endpoints()).toHaveLength(1);
		await deliverOne();
		await until(() => endpoints().length === 0);
		expect(host.executions).toHaveLength(1);
	});

	it('takes the test delivery of the service, which is about no real video', async () => {
		await start();
		await host.listen();
		const tested = await api('POST', '/webhooks/test', { endpoint_id: endpoints()[0]?.id });
		expect(tested).toMatchObject({ delivered: true });
		const [execution] = await host.ended();
		expect(execution?.error).toBeUndefined();
		expect(execution?.items[0]?.json).toMatchObject({
			event: 'video.completed',
			lookup_error: 'NinjaChat does not know this video',
		});
	});

	it('leaves nothing behind when nothing comes', async () => {
		await start();
		await host.listen();
		await host.stopListening();
		expect(endpoints()).toEqual([]);
	});
});
