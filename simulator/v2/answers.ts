import { jsonReply, type Reply, toDollars } from '../answers';
import { type Attempt, type Delivery, genuineAttempts, isTaken } from '../deliveries';
import type { JobView, SimulatedJob } from '../job';
import type { WebhookEndpoint } from '../webhooks';
import { SECOND_VOICE } from './errorFormat';

const toDate = (ms: number) => new Date(ms).toISOString();

/**
 * 200 of `POST /videos`, also of a replay. `requestId` is the HTTP request's; with `aliases` it
 * stands in a field of its own.
 */
export function queuedReply(job: SimulatedJob, requestId: string, aliases: boolean): Reply {
	return jsonReply(200, {
		id: job.requestId,
		object: 'video',
		status: 'queued',
		model: job.body.model,
		cost_usd: job.priceCents / 100,
		request_id: aliases ? job.requestId : requestId,
		...(aliases && { trace_request_id: requestId }),
	});
}

/** 200 (or 404) of `GET /videos/{id}`. */
export function videoReply(id: string, view: JobView): Reply {
	const video = { id, object: 'video' };
	switch (view.kind) {
		case 'not-found':
			return SECOND_VOICE.error('not_found', 'No video with this id');
		case 'processing': {
			const progress = view.word === 'queued' && view.progress !== undefined ? 0 : view.progress;
			return jsonReply(200, { ...video, status: view.word, progress });
		}
		case 'completed':
			return jsonReply(200, {
				...video,
				status: 'completed',
				progress: 100,
				video_url: view.videoUrl,
			});
		case 'failed':
			return jsonReply(200, { ...video, status: 'failed', error: view.reason });
	}
}

/** 200 of `GET /balance`. How `balance` is written is not published; this is generation 1's way. */
export function balanceReply(balanceCents: number, requestId: string): Reply {
	return jsonReply(200, {
		object: 'balance',
		balance_cents: balanceCents,
		balance: toDollars(balanceCents),
		currency: 'usd',
		request_id: requestId,
	});
}

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

/** 200 (or 404) of `DELETE /webhooks?id=`. */
export function removedReply(id: string, wasThere: boolean): Reply {
	return wasThere
		? jsonReply(200, { id, disabled: true })
		: SECOND_VOICE.error('not_found', 'No webhook with this id');
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
