import { toServiceError } from '../../../nodes/NinjaVideo/api/errorPolicy';
import type { Clock } from '../../../nodes/NinjaVideo/pacing/clock';
import { failure, success } from '../../../nodes/NinjaVideo/result';
import type { ServiceError, VideoService } from '../../../nodes/NinjaVideo/videoService';
import { createRandom, type BenchJob, type Shape } from './workload';

/** How long the calls take, in milliseconds: half of it before the service sees the request. */
const POST_MS = 500;
const GET_MS = 200;
const WINDOW_MS = 60_000;

/** What a stand-in service has seen. */
export interface StandIn {
	readonly service: VideoService;
	/** When a job was ready, in milliseconds of the clock. */
	readyAtMs(requestId: string): number;
	requests(): number;
	refused(): number;
}

/** A service with a list of jobs to hand out, and a sliding window of requests for its one account. */
export function createStandIn(
	clock: Clock,
	jobs: readonly BenchJob[],
	{ shape, seed, limit }: { readonly shape: Shape; readonly seed: number; readonly limit: number },
): StandIn {
	const random = createRandom(seed + 1e6);
	const made = new Map<string, { readonly job: BenchJob; readonly startMs: number }>();
	const arrivals: number[] = [];
	let requests = 0;
	let refused = 0;

	/** The way there; the error where the request was one too many. */
	async function arrive(latencyMs: number): Promise<ServiceError | undefined> {
		await clock.sleep(latencyMs / 2);
		requests += 1;
		while ((arrivals[0] ?? Infinity) <= clock.now() - WINDOW_MS) arrivals.shift();
		if (arrivals.length < limit) {
			arrivals.push(clock.now());
			return undefined;
		}
		refused += 1;
		const retryAfterSeconds = Math.ceil((arrivals[0]! + WINDOW_MS - clock.now()) / 1000);
		await clock.sleep(latencyMs / 2);
		const facts = { paid: true, retryAfterSeconds };
		return toServiceError('rate-limited', 'Too many requests', facts);
	}

	return {
		readyAtMs(requestId) {
			const { job, startMs } = made.get(requestId)!;
			return startMs + job.generationMs;
		},
		requests: () => requests,
		refused: () => refused,
		service: {
			routeOf: () => ({ api: 'v1/video' }),
			replayRoutes: () => [],
			// The prompt is the number of the job in the workload.
			bodyOf: ({ prompt }) => prompt,
			addressesOf: ({ requestId }) => [{ requestId, api: 'v1/video' }],
			identify: (job) => job,
			async submit({ body, model }) {
				const error = await arrive(POST_MS);
				if (error !== undefined) return failure(error);
				const job = jobs[Number(body)];
				if (job === undefined) throw new Error('The workload has no such job');
				const requestId = `job-${body}`;
				made.set(requestId, { job, startMs: clock.now() });
				await clock.sleep(POST_MS / 2);
				return success({ requestId, model, startedAtMs: clock.now(), priceCents: 300 });
			},
			async getStatus({ requestId }) {
				const error = await arrive(GET_MS);
				if (error !== undefined) return failure(error);
				const { job, startMs } = made.get(requestId)!;
				const elapsedMs = clock.now() - startMs;
				await clock.sleep(GET_MS / 2);
				const share = elapsedMs / job.generationMs;
				if (share >= 1) {
					return success({ kind: 'completed', videoUrl: 'https://videos.example/1.mp4' });
				}
				const progress = shape(share, random, elapsedMs);
				return success({ kind: 'processing', ...(progress === undefined ? {} : { progress }) });
			},
		},
	};
}
