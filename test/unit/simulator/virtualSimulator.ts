import { type Answer, createApp } from '../../simulator/app';
import { createFaults, type Fault } from '../../simulator/faults';
import { createVideoHost } from '../../simulator/videoHost';
import { createWorld, DEFAULT_ACCOUNT, type WorldOptions } from '../../simulator/world';

/** The key of the default account. */
export const KEY = DEFAULT_ACCOUNT.key;

const HEADERS = { authorization: `Bearer ${KEY}` };

/** The simulator without sockets, on a clock the test sets: `simulator.clock.ms += 1000`. */
export function createVirtualSimulator(options: Partial<WorldOptions> = {}) {
	const clock = { ms: 0, now: () => clock.ms };
	const world = createWorld({ clock, videoOrigin: () => 'https://videos.example', ...options });
	const faults = createFaults(options.random);
	const app = createApp({ world, faults });
	const videoHost = createVideoHost({ world, faults });

	return {
		clock,
		world,
		faults,
		app,
		videoHost,
		/** Sends a create call; by default a valid one. */
		create(body: unknown = { prompt: 'A cat' }, headers: Record<string, string> = HEADERS): Answer {
			const text = typeof body === 'string' ? body : JSON.stringify(body);
			return app.handle({ method: 'POST', path: '/api/v1/video', headers, body: text });
		},
		/** Asks for the status of a job. */
		status(requestId: string, headers: Record<string, string> = HEADERS): Answer {
			const path = `/api/v1/video/status?request_id=${encodeURIComponent(requestId)}`;
			return app.handle({ method: 'GET', path, headers });
		},
		/** Makes a job, under a fault if given, and returns its id. */
		createJob(fault?: Fault): string {
			if (fault !== undefined) faults.add(fault);
			return String(readJson(this.create())['request_id']);
		},
		/** Fetches a video by the URL the status call gave. */
		fetchVideo(url: string) {
			const { pathname, search } = new URL(url);
			return videoHost.handle({ method: 'GET', path: pathname + search, headers: {} });
		},
	};
}

/** The JSON object an answer carries. Throws if it carries none. */
export function readJson(answer: Answer): Record<string, unknown> {
	if (answer.kind !== 'reply') throw new Error(`Expected a reply, got ${answer.kind}`);
	return JSON.parse(answer.body) as Record<string, unknown>;
}

/** The HTTP status of an answer, or its kind where there is none. */
export function statusOf(answer: { kind: string; status?: number }): number | string {
	return answer.status ?? answer.kind;
}

/** The video URL of a status answer. */
export function readVideoUrl(answer: Answer): string {
	return String((readJson(answer)['result'] as { video_url?: string }).video_url);
}
