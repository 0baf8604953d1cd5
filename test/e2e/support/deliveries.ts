import { until } from '../../../tools/host/until';
import type { Delivery } from '../../../simulator/deliveries';
import type { Manner } from '../../../simulator/signature';
import { KEY, type Simulation } from '../../support/simulation';

/** What a simulator sends to webhooks. */
export type Sender = ReturnType<typeof createSender>;

/** Watches over the webhooks of the tests' account and what they are sent. */
export function createSender(simulator: Simulation) {
	const webhooks = () => simulator.world.webhooks;

	/** Orders a video at the service itself, as another program of the owner would; returns its id. */
	function order(): string {
		const created = simulator.world.order({
			key: KEY,
			version: 'v2',
			body: {
				prompt: 'A dog in a park',
				model: 'veo-3.1-fast',
				duration: 8,
				aspect_ratio: '16:9',
			},
			priceCents: 300,
			typicalMs: 45_000,
			replays: false,
			notifies: true,
		});
		if (!('job' in created)) throw new Error(`The video was not ordered: ${created.kind}`);
		return created.job.requestId;
	}

	/** Waits until the webhook has taken the event of a video. */
	async function waitForDelivery(videoId: string): Promise<Delivery> {
		return await until(`the delivery about ${videoId}`, () =>
			webhooks().deliveries.all.find(
				({ event, status }) => event.data.id === videoId && status === 'delivered',
			),
		);
	}

	return {
		/** The webhooks of the account, in the order they were made. */
		endpoints: () => webhooks().list(KEY),
		/** How often a webhook was ordered. */
		registrations: () =>
			simulator.app.calls.filter(
				({ method, path }) => method === 'POST' && path === '/api/v1/webhooks',
			).length,
		/** Orders a video, and waits until the webhook has taken its event. */
		deliverOne: async () => await waitForDelivery(order()),
		/** Orders some videos at once, and waits until the webhook has taken every event. */
		deliverMany: async (count: number) =>
			await Promise.all(Array.from({ length: count }, async () => await waitForDelivery(order()))),
		/** Sends a delivery once more; hands back the status of the answer. */
		send: async (delivery: Delivery, manner: Manner) =>
			(await simulator.dispatcher.deliver(delivery, manner)).status,
	};
}
