import type { Clock } from '../nodes/NinjaVideo/pacing/clock';
import { toServiceError } from '../nodes/NinjaVideo/api/errorPolicy';
import { failure, success } from '../nodes/NinjaVideo/result';
import type { ServiceError, VideoService } from '../nodes/NinjaVideo/videoService';
import { createRandom, normal, type BenchJob } from './workload';

/** How long the calls take, in milliseconds: half of it before the service sees the request. */
const POST_MS = 500;
const GET_MS = 200;
/** The vendor's limit. */
const LIMIT = { requests: 60, windowMs: 60_000 };

/**
 * What a look at a running job reports: nothing; a percentage with a little noise; or a percentage cut down to
 * full tens. Both end at 95, as the service's does.
 */
export type Progress = 'none' | 'fine' | 'coarse';

/** What a stand-in service has seen. */
export interface StandIn {
	readonly service: VideoService;
	/** When each job was ready, in milliseconds of the clock, by request id. */
	readonly readyAtMs: ReadonlyMap<string, number>;
	requests(): number;
	tooMany(): number;
}

/** A service with a list of jobs to hand out and the vendor's request limit. */
export function createStandIn(
	clock: Clock,
	jobs: readonly BenchJob[],
	options: { readonly progress: Progress; readonly seed: number },
): StandIn {
	const random = createRandom(options.seed);
	const made = new Map<string, { job: BenchJob; startMs: number }>();
	const readyAtMs = new Map<string, number>();
	const arrivals: number[] = [];
	let requests = 0;
	let tooMany = 0;

	async function arrive(latencyMs: number): Promise<ServiceError | undefined> {
		await clock.sleep(latencyMs / 2);
		requests += 1;
		while ((arrivals[0] ?? Infinity) <= clock.now() - LIMIT.windowMs) arrivals.shift();
		if (arrivals.length < LIMIT.requests) {
			arrivals.push(clock.now());
			return undefined;
		}
		tooMany += 1;
		await clock.sleep(latencyMs / 2);
		return toServiceError('rate-limited', 'Too many requests', {
			paid: false,
			code: 'rate_limit_exceeded',
			retryAfterSeconds: 1,
		});
	}

	return {
		readyAtMs,
		requests: () => requests,
		tooMany: () => tooMany,
		service: {
			routeOf: () => ({ api: 'v1/video' }),
			replayRoutes: [],
			bodyOf: (request) => JSON.stringify(request),
			addressesOf: ({ requestId }) => [{ requestId, api: 'v1/video' }],
			identify: (job) => job,
			async submit({ model, idempotencyKey: key }) {
				const refused = await arrive(POST_MS);
				if (refused !== undefined) return failure(refused);
				const job = jobs[Number(key)];
				if (job === undefined) throw new Error('The workload has no such job');
				const requestId = `job-${key}`;
				made.set(requestId, { job, startMs: clock.now() });
				readyAtMs.set(requestId, clock.now() + job.generationMs);
				await clock.sleep(POST_MS / 2);
				return success({
					requestId,
					model,
					startedAtMs: clock.now(),
					priceCents: 300,
				});
			},
			async getStatus({ requestId }) {
				const refused = await arrive(GET_MS);
				if (refused !== undefined) return failure(refused);
				const { job, startMs } = made.get(requestId)!;
				const share = (clock.now() - startMs) / job.generationMs;
				await clock.sleep(GET_MS / 2);
				if (share >= 1) {
					return success({ kind: 'completed', videoUrl: 'https://videos.example/1.mp4' });
				}
				if (options.progress === 'none') return success({ kind: 'processing' });
				const percent =
					options.progress === 'coarse'
						? Math.floor(9.5 * share) * 10
						: Math.round(95 * share + normal(random));
				return success({ kind: 'processing', progress: Math.min(95, Math.max(0, percent)) });
			},
		},
	};
}
