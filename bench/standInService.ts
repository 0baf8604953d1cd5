import type { Clock } from '../nodes/NinjaVideo/pacing/clock';
import { ServiceError, type VideoService } from '../nodes/NinjaVideo/videoService';
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

	async function arrive(latencyMs: number): Promise<void> {
		await clock.sleep(latencyMs / 2);
		requests += 1;
		while ((arrivals[0] ?? Infinity) <= clock.now() - LIMIT.windowMs) arrivals.shift();
		if (arrivals.length < LIMIT.requests) {
			arrivals.push(clock.now());
			return;
		}
		tooMany += 1;
		await clock.sleep(latencyMs / 2);
		throw new ServiceError('Too many requests', {
			kind: 'rate-limited',
			charged: 'no',
			code: 'rate_limit_exceeded',
			advice: '',
			retryAfterSeconds: 1,
		});
	}

	return {
		readyAtMs,
		requests: () => requests,
		tooMany: () => tooMany,
		service: {
			routeOf: () => ({ api: 'v1/video' }),
			apisOf: () => ['v1/video'],
			async submit(request, key) {
				await arrive(POST_MS);
				const job = jobs[Number(key)];
				if (job === undefined) throw new Error('The workload has no such job');
				const requestId = `job-${key}`;
				made.set(requestId, { job, startMs: clock.now() });
				readyAtMs.set(requestId, clock.now() + job.generationMs);
				await clock.sleep(POST_MS / 2);
				return { requestId, model: request.model, startedAtMs: clock.now(), priceCents: 300 };
			},
			async getStatus(requestId) {
				await arrive(GET_MS);
				const { job, startMs } = made.get(requestId)!;
				const share = (clock.now() - startMs) / job.generationMs;
				await clock.sleep(GET_MS / 2);
				if (share >= 1) return { kind: 'completed', videoUrl: 'https://videos.example/1.mp4' };
				if (options.progress === 'none') return { kind: 'processing' };
				const percent =
					options.progress === 'coarse'
						? Math.floor(9.5 * share) * 10
						: Math.round(95 * share + normal(random));
				return { kind: 'processing', progress: Math.min(95, Math.max(0, percent)) };
			},
		},
	};
}
