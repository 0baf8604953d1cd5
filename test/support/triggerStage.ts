/* eslint-disable @n8n/community-nodes/no-restricted-imports -- waits for deliveries */
import { setTimeout } from 'node:timers/promises';
import type { Delivery } from '../../simulator/deliveries';
import { KEY, startFastSimulator, type Simulation } from './simulation';
import { startTriggerHost, type TriggerHostOptions } from './triggerHost';

/** How the simulator is started. */
export type ServiceOptions = NonNullable<Parameters<typeof startFastSimulator>[0]>;

/** Waits until something holds; a minute at most, since the machine may be busy. */
export async function until(holds: () => boolean): Promise<void> {
	const endMs = performance.now() + 60_000;
	while (!holds() && performance.now() < endMs) await setTimeout(20);
	expect(holds()).toBe(true);
}

/** For a file of tests: the trigger in its host against a simulator, both started by each test and closed after it. */
export function useTrigger() {
	let simulation: Simulation;
	let host: Awaited<ReturnType<typeof startTriggerHost>>;
	afterEach(async () => {
		await host.close();
		await simulation.close();
	});

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

	return {
		/** Starts both; contract K unless the test says otherwise. */
		async start(options: Partial<TriggerHostOptions> = {}, service: ServiceOptions = {}) {
			simulation = await startFastSimulator({ contract: 'K', ...service });
			host = await startTriggerHost({
				credential: { apiKey: KEY, baseUrl: simulation.url },
				...options,
			});
		},
		simulation: () => simulation,
		host: () => host,
		/** The webhooks that the service has. */
		endpoints: () => simulation.world.webhooks.list(KEY),
		api,
		/** Orders a video, with no node between. */
		order,
		/** Orders a video and waits until its event was delivered. */
		async deliverOne(): Promise<Delivery> {
			const before = deliveries().length;
			await order();
			await until(() => deliveries()[before]?.status === 'delivered');
			return deliveries()[before]!;
		},
		/** The deliveries of one event each, which the service has not sent yet. */
		publish(ids: readonly string[]): Delivery[] {
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
		},
	};
}
