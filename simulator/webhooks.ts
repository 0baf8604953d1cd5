import { randomBytes } from 'crypto';

import { createDeliveries, type Delivery } from './deliveries';
import {
	DEFAULT_PAYLOAD,
	type EventType,
	type NewEvent,
	type Payload,
	type WebhookEvent,
} from './events';
import { makeId } from './ids';

/** An address an account wants to be told at. `createdAt` in milliseconds of the world's clock. */
export interface WebhookEndpoint {
	readonly id: string;
	readonly accountKey: string;
	readonly url: string;
	readonly events: readonly EventType[];
	/** Shown once, when it is made. */
	readonly secret: string;
	readonly createdAt: number;
}

/** Endpoints an account may have. Invented; the vendor does not publish a limit. */
export const DEFAULT_MAX_WEBHOOKS = 5;

/** What a world says of its webhooks. */
export interface WebhooksOptions {
	/** Divides the delays between attempts. */
	readonly speed: number;
	readonly maxWebhooks?: number | undefined;
	readonly payload?: Payload | undefined;
}

/** The webhooks of a world: endpoints, events and deliveries, as data. Nothing here sends anything. */
export type Webhooks = ReturnType<typeof createWebhooks>;

/** Makes them, empty. */
export function createWebhooks(options: WebhooksOptions) {
	const { speed, maxWebhooks = DEFAULT_MAX_WEBHOOKS, payload = DEFAULT_PAYLOAD } = options;
	const endpoints: WebhookEndpoint[] = [];
	const events: WebhookEvent[] = [];
	const secrets = new Map<string, string>();
	const deliveries = createDeliveries(speed);

	function list(accountKey: string): WebhookEndpoint[] {
		return endpoints.filter((endpoint) => endpoint.accountKey === accountKey);
	}

	function put(given: NewEvent): WebhookEvent {
		const event = { id: makeId('evt'), ...given };
		events.push(event);
		return event;
	}

	function send(event: WebhookEvent, endpoint: WebhookEndpoint, retries: boolean): Delivery {
		return deliveries.add(event, endpoint, JSON.stringify(payload(event)), retries);
	}

	return {
		events,
		deliveries,
		/** The endpoints of an account, in the order they were made. */
		list,
		find(accountKey: string, id: string): WebhookEndpoint | undefined {
			return list(accountKey).find((endpoint) => endpoint.id === id);
		},
		/** The secret of an endpoint, also of one that is gone. */
		secretOf(endpointId: string): string {
			return secrets.get(endpointId) ?? '';
		},
		/** Makes an endpoint, or `undefined` if the account has as many as it may. */
		register(
			accountKey: string,
			{ url, events: types }: Pick<WebhookEndpoint, 'url' | 'events'>,
			createdAt: number,
		): WebhookEndpoint | undefined {
			if (list(accountKey).length >= maxWebhooks) return undefined;
			const id = makeId('whk');
			const secret = `whsec_${randomBytes(24).toString('hex')}`;
			const endpoint = { id, accountKey, url, events: types, secret, createdAt };
			secrets.set(id, secret);
			endpoints.push(endpoint);
			return endpoint;
		},
		/** Takes an endpoint away, and with it what is on its way there. Says whether there was one. */
		remove(accountKey: string, id: string): boolean {
			const index = endpoints.findIndex(
				(endpoint) => endpoint.id === id && endpoint.accountKey === accountKey,
			);
			if (index < 0) return false;
			endpoints.splice(index, 1);
			deliveries.drop(id);
			return true;
		},
		/** Something happened: every endpoint of the account that asked for it gets a delivery. */
		publish(given: NewEvent): void {
			const event = put(given);
			for (const endpoint of list(event.accountKey)) {
				if (endpoint.events.includes(event.type)) send(event, endpoint, true);
			}
		},
		/** A synthetic event for one endpoint, tried once. `at` in milliseconds. */
		test(endpoint: WebhookEndpoint, at: number): Delivery {
			const type = endpoint.events[0] ?? 'video.completed';
			const data = { id: 'video_test', object: 'video', status: 'completed', test: true };
			return send(put({ type, at, accountKey: endpoint.accountKey, data }), endpoint, false);
		},
	};
}
