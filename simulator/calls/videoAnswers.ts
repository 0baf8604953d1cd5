import { jsonReply, type Reply, toDollars } from '../answers';
import type { JobView, SimulatedJob } from '../job';
import type { Settings } from '../settings';

const POLL_V1 = 'Poll GET /api/v1/video/status?request_id=... for completion.';

/** 200 of `POST /api/v1/video`, after its reference page. Money in US cents. */
export function pageOrderReply(job: SimulatedJob, balanceCents: number): Reply {
	const price = toDollars(job.priceCents);
	return jsonReply(200, {
		request_id: job.requestId,
		model: job.body.model,
		message: POLL_V1,
		cost: { this_request: price, per_video: price },
		balance: toDollars(balanceCents),
		metadata: { latency_ms: 123 },
	});
}

/** What only the answers of N have. Money in US cents. */
const extrasOfN = (job: SimulatedJob, httpId: string, balanceCents: number) => ({
	trace_request_id: httpId,
	message: 'Use id or request_id to poll.',
	balance: toDollars(balanceCents),
	cost: { this_request: toDollars(job.priceCents), per_video: toDollars(job.priceCents) },
	metadata: { latency_ms: 123 },
});

/** 200 of `POST /videos` and of its alias, also of a replay. Money in US cents. */
export function orderReply(
	job: SimulatedJob,
	httpId: string,
	balanceCents: number,
	{ orderIds, catalog }: Settings,
): Reply {
	return jsonReply(200, {
		...(orderIds !== 'request_id' && { id: job.requestId }),
		object: 'video',
		status: 'queued',
		model: job.body.model,
		cost_usd: job.priceCents / 100,
		...(orderIds !== 'id' && { request_id: orderIds === 'http' ? httpId : job.requestId }),
		...(catalog === 'N' && extrasOfN(job, httpId, balanceCents)),
	});
}

/** What a status call shows of a job it knows. */
export type KnownJobView = Exclude<JobView, { kind: 'not-found' }>;

/**
 * 200 of `GET /video/status`, after the vendor's page on checking a job. It has no word for a job
 * that is queued.
 */
export function statusReply(askedId: string, view: KnownJobView): Reply {
	const job = { request_id: askedId };
	switch (view.kind) {
		case 'processing': {
			const { word = 'processing', progress } = view;
			return jsonReply(200, { ...job, status: word, progress });
		}
		case 'completed':
			return jsonReply(200, { ...job, status: 'completed', result: { video_url: view.videoUrl } });
		case 'failed':
			return jsonReply(200, { ...job, status: 'failed', error: view.reason });
	}
}

/** 200 of `GET /videos/{id}`. */
export function videoReply(id: string, view: KnownJobView): Reply {
	const video = { id, object: 'video' };
	switch (view.kind) {
		case 'processing': {
			const { isQueued, word = isQueued ? 'queued' : 'processing' } = view;
			const progress = isQueued && view.progress !== undefined ? 0 : view.progress;
			return jsonReply(200, { ...video, status: word, progress });
		}
		case 'completed': {
			const done = { status: 'completed', progress: 100, video_url: view.videoUrl };
			return jsonReply(200, { ...video, ...done });
		}
		case 'failed':
			return jsonReply(200, { ...video, status: 'failed', error: view.reason });
	}
}
