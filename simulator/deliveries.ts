import type { WebhookEvent } from './events';
import { makeId } from './ids';
import type { Manner, SignedRequest } from './signature';

/** One sending of a delivery. `at` in milliseconds of the world's clock. */
export interface Attempt {
	readonly at: number;
	readonly manner: Manner;
	readonly request: SignedRequest;
	/** HTTP status of the receiver's answer. */
	readonly status?: number;
	/** Why there was none. */
	readonly error?: string;
}

/** An event on its way to one endpoint. Times in milliseconds of the world's clock. */
export interface Delivery {
	readonly id: string;
	readonly event: WebhookEvent;
	readonly endpointId: string;
	readonly url: string;
	/** The raw JSON, the same in every attempt. */
	readonly body: string;
	/** Whether a failed attempt is followed by another. */
	readonly retries: boolean;
	/** The vendor's words: `pending` before the first attempt, `dead` when it was given up. */
	status: 'pending' | 'retrying' | 'delivered' | 'dead';
	/** In the order they ended, those a test asked for included. */
	readonly attempts: Attempt[];
	/** Of no meaning once it is delivered or dead. */
	nextAttemptAt: number;
}

/**
 * How long after a failed attempt the next one follows, in milliseconds, at speed 1: five attempts
 * in all. Invented; nothing is published.
 */
export const RETRY_DELAYS_MS: readonly number[] = [5_000, 30_000, 120_000, 600_000];

const isOpen = ({ status }: Delivery) => status === 'pending' || status === 'retrying';

/** Whether the receiver took it. */
export function isTaken({ status }: Attempt): boolean {
	return status !== undefined && status >= 200 && status < 300;
}

/** Attempts the service itself made. */
export function genuineAttempts({ attempts }: Delivery): Attempt[] {
	return attempts.filter(({ manner }) => manner === 'genuine');
}

/** The deliveries of a world. `speed` divides the delays. */
export function createDeliveries(speed: number) {
	const all: Delivery[] = [];

	return {
		all,
		/** Puts an event on its way; the first attempt is due at once. */
		add(
			event: WebhookEvent,
			endpoint: { readonly id: string; readonly url: string },
			body: string,
			retries: boolean,
		): Delivery {
			const delivery: Delivery = {
				id: makeId('dlv'),
				event,
				endpointId: endpoint.id,
				url: endpoint.url,
				body,
				retries,
				status: 'pending',
				attempts: [],
				nextAttemptAt: event.at,
			};
			all.push(delivery);
			return delivery;
		},
		/** Those that still have an attempt before them. */
		open(): Delivery[] {
			return all.filter(isOpen);
		},
		/** Writes an attempt down and decides what follows from it. */
		record(delivery: Delivery, attempt: Attempt): void {
			delivery.attempts.push(attempt);
			if (attempt.manner !== 'genuine' || !isOpen(delivery)) return;
			if (isTaken(attempt)) {
				delivery.status = 'delivered';
				return;
			}
			const delayMs = RETRY_DELAYS_MS[genuineAttempts(delivery).length - 1];
			if (delayMs === undefined || !delivery.retries) {
				delivery.status = 'dead';
				return;
			}
			delivery.status = 'retrying';
			delivery.nextAttemptAt = attempt.at + Math.round(delayMs / speed);
		},
		/** Gives up what is on its way to an endpoint that is gone. */
		drop(endpointId: string): void {
			for (const delivery of all) {
				if (delivery.endpointId === endpointId && isOpen(delivery)) delivery.status = 'dead';
			}
		},
	};
}
