import { jsonReply, type Reply } from '../answers';
import { type Attempt, type Delivery, genuineAttempts, isTaken } from '../deliveries';
import type { WebhookEndpoint } from '../webhooks';

const toDate = (ms: number) => new Date(ms).toISOString();

/** 201 of `POST /webhooks`: the only answer with the secret in it. */
export function registeredReply({ id, url, events, secret }: WebhookEndpoint): Reply {
	const message = 'Store the secret now. It is not shown again.';
	return jsonReply(201, { id, url, events, secret, message });
}

/** 200 of `GET /webhooks`. */
export function endpointsReply(endpoints: readonly WebhookEndpoint[]): Reply {
	return jsonReply(200, {
		endpoints: endpoints.map(({ id, url, events, secret, createdAt }) => ({
			id,
			url,
			events,
			secret_hint: `...${secret.slice(-4)}`,
			created_at: toDate(createdAt),
		})),
	});
}

/** 200 of `DELETE /webhooks?id=`. */
export function removedReply(id: string): Reply {
	return jsonReply(200, { id, disabled: true });
}

/** What became of an attempt, or `null` if all is well. */
const detailOf = ({ status, error }: Attempt): string | null =>
	error ?? (isTaken({ status } as Attempt) ? null : `The endpoint answered ${status}`);

/** 200 of `POST /webhooks/test`. */
export function testedReply(attempt: Attempt): Reply {
	return jsonReply(200, { delivered: isTaken(attempt), detail: detailOf(attempt) });
}

/** 200 of `GET /webhooks/deliveries`, newest first. */
export function deliveriesReply(deliveries: readonly Delivery[]): Reply {
	return jsonReply(200, {
		deliveries: deliveries.map((delivery) => {
			const attempts = genuineAttempts(delivery);
			const last = attempts.at(-1);
			return {
				id: delivery.id,
				endpoint_id: delivery.endpointId,
				event: delivery.event.type,
				status: delivery.status,
				attempts: attempts.length,
				delivered_at:
					delivery.status === 'delivered' && last !== undefined ? toDate(last.at) : null,
				next_attempt_at: toDate(delivery.nextAttemptAt),
				last_error: last === undefined ? null : detailOf(last),
				created_at: toDate(delivery.event.at),
				request_id: null,
			};
		}),
	});
}
