import type { Clock } from '../../nodes/NinjaVideo/pacing/clock';
import { failure, success } from '../../nodes/NinjaVideo/result';
import {
	ServiceError,
	type JobStatus,
	type Route,
	type VideoService,
} from '../../nodes/NinjaVideo/videoService';

/** What meets one call: an error, silence for ever, or nothing out of the ordinary. */
export type Fault = ServiceError | 'never answers' | undefined;

/** How the service treats one job. */
export interface JobScript {
	/** From the order to the finished video, in milliseconds; a minute unless said. */
	readonly generationMs?: number;
	readonly endsAs?: 'completed' | 'failed';
	/** What it says of the progress while it works. */
	readonly progress?: 'steady' | 'none' | 'stuck' | 'jumps back';
	/** How long an order, and a look, take to be answered, in milliseconds. */
	readonly submitMs?: number;
	readonly lookMs?: number;
	/** What meets the first, second, ... order and look. */
	readonly submitFaults?: readonly Fault[];
	readonly lookFaults?: readonly Fault[];
}

/** One order as it reached the service. */
export interface SeenSubmit {
	readonly atMs: number;
	readonly prompt: string;
	readonly key: string;
}

/** One look as it reached the service. */
export interface SeenLook {
	readonly atMs: number;
	readonly requestId: string;
}

/** A service that costs nothing and remembers everything. */
export interface FakeService extends VideoService {
	readonly submits: readonly SeenSubmit[];
	readonly looks: readonly SeenLook[];
	/** Prompts that are charged now, in order: a failed video is given back when it has failed. */
	charged(): string[];
}

interface Made {
	readonly requestId: string;
	readonly script: JobScript;
	readonly startedAtMs: number;
}

const PRICE_CENTS = 300;

/** The request id of the job ordered with a prompt; the n-th order of the same prompt has a number. */
export const requestIdOf = (prompt: string, order = 1): string =>
	order === 1 ? `veo:operations/${prompt}` : `veo:operations/${prompt}-${order}`;

/**
 * Makes a fake service on a clock. Scripts are found by the prompt of an order, or by the request id of a job
 * that was ordered elsewhere. An order that meets an error counts as charged unless the error proves the
 * opposite: that is the worst that can have happened.
 * @param replay the account within which an order under a known key is replayed: v1/videos
 */
export function createFakeService(
	clock: Clock,
	scripts: Readonly<Record<string, JobScript>>,
	otherwise: JobScript = {},
	replay?: string,
): FakeService {
	const made = new Map<string, Made>();
	for (const [requestId, script] of Object.entries(scripts)) {
		made.set(requestId, { requestId, script, startedAtMs: clock.now() });
	}
	const submits: SeenSubmit[] = [];
	const looks: SeenLook[] = [];
	const route: Route = replay === undefined ? { api: 'v1/video' } : { api: 'v1/videos', replay };
	const byKey = new Map<string, Made>();
	const charges: Array<{ readonly prompt: string; readonly job: Made | undefined }> = [];

	const isReady = ({ script, startedAtMs }: Made) =>
		clock.now() >= startedAtMs + (script.generationMs ?? 60_000);

	/** Waits for ever where nothing is ever answered; otherwise the error that meets the call, if any. */
	async function meet(fault: Fault): Promise<ServiceError | undefined> {
		return fault === 'never answers' ? await new Promise<never>(() => {}) : fault;
	}

	return {
		replayRoutes: () => (replay === undefined ? [] : [route]),
		routeOf: () => route,
		bodyOf: (request) => JSON.stringify(request),
		addressesOf: ({ requestId }) => [{ requestId, api: route.api }],
		identify: (job) => job,
		submits,
		looks,
		charged: () =>
			charges
				.filter(({ job }) => job === undefined || job.script.endsAs !== 'failed' || !isReady(job))
				.map(({ prompt }) => prompt),
		async submit({ body, model, idempotencyKey: key }) {
			const { prompt } = JSON.parse(body) as { prompt: string };
			const script = scripts[prompt] ?? otherwise;
			const fault = script.submitFaults?.[submits.filter((seen) => seen.prompt === prompt).length];
			submits.push({ atMs: clock.now(), prompt, key });
			await clock.sleep(script.submitMs ?? 0);
			const costs = !(fault instanceof ServiceError && fault.facts.charged === 'no');
			if (fault !== undefined && costs && replay === undefined) {
				charges.push({ prompt, job: undefined });
			}
			const make = (): Made => {
				const before = charges.filter((charge) => charge.prompt === prompt).length;
				const job = {
					requestId: requestIdOf(prompt, before + 1),
					script,
					startedAtMs: clock.now(),
				};
				made.set(job.requestId, job);
				charges.push({ prompt, job });
				if (replay !== undefined) byKey.set(key, job);
				return job;
			};
			const isAccepted = fault === undefined || (costs && replay !== undefined);
			const job = isAccepted ? (byKey.get(key) ?? make()) : undefined;
			const error = await meet(fault);
			if (error !== undefined) return failure(error);
			const { requestId, startedAtMs } = job ?? make();
			return success({ requestId, model, priceCents: PRICE_CENTS, startedAtMs, api: route.api });
		},
		async getStatus({ requestId }) {
			const job = made.get(requestId);
			const script = job?.script ?? otherwise;
			const nth = looks.filter((seen) => seen.requestId === requestId).length;
			looks.push({ atMs: clock.now(), requestId });
			await clock.sleep(script.lookMs ?? 0);
			const error = await meet(script.lookFaults?.[nth]);
			if (error !== undefined) return failure(error);
			if (job === undefined) throw new Error(`no job ${requestId}`);
			if (!isReady(job)) return success(working(job, nth, clock.now()));
			return success(
				script.endsAs === 'failed'
					? { kind: 'failed', reason: 'the prompt was refused' }
					: { kind: 'completed', videoUrl: `https://cdn.example.com/${requestId}.mp4` },
			);
		},
	};
}

function working({ script, startedAtMs }: Made, nth: number, nowMs: number): JobStatus {
	const share = (nowMs - startedAtMs) / (script.generationMs ?? 60_000);
	switch (script.progress ?? 'steady') {
		case 'none':
			return { kind: 'processing' };
		case 'stuck':
			return { kind: 'processing', progress: 40 };
		case 'jumps back':
			return { kind: 'processing', progress: nth % 2 === 0 ? 60 : 20 };
		case 'steady':
			return { kind: 'processing', progress: Math.min(95, Math.floor(share * 100)) };
	}
}
