import { type FinalAnswer, htmlReply } from './answers';
import { CLIP, clipOf } from './clip';
import { PAGE_ERRORS } from './errorFormat';
import type { Faults, FaultName } from './faults';
import { decodeSegment, type RecordedCall, recordCall, type SimulatedRequest } from './request';
import type { World } from './world';

/** An answer of the video host: like the API's, or a video of which `sentBytes` are really sent. */
export type VideoAnswer =
	| FinalAnswer
	| {
			readonly kind: 'video';
			readonly status: 200;
			readonly headers: Record<string, string>;
			readonly sentBytes: number;
			/** What the video begins with. */
			readonly clip: Uint8Array;
	  };

export interface VideoHostOptions {
	readonly world: World;
	readonly faults: Faults;
	/** Size of every video in bytes: the clip and zeros behind it. The clip alone by default. */
	readonly videoBytes?: number;
	/** Told of every call, right after it was recorded. */
	readonly onCall?: (call: RecordedCall) => void;
}

/** The other origin, where the videos lie. It asks for a token in the URL and for no key. */
export type VideoHost = ReturnType<typeof createVideoHost>;

function readVideoPath(path: string): { requestId: string; token: string } | undefined {
	const [, name, query] = /^\/videos\/([^/?]+)\.mp4(?:\?(.*))?$/.exec(path) ?? [];
	if (name === undefined) return undefined;
	return { requestId: decodeSegment(name), token: new URLSearchParams(query).get('token') ?? '' };
}

/** Makes the host of the videos over a world. */
export function createVideoHost({ world, faults, videoBytes, onCall }: VideoHostOptions) {
	const calls: RecordedCall[] = [];
	const size = videoBytes ?? CLIP.length;

	function video(sentBytes: number, requestId: string): VideoAnswer {
		const headers = { 'content-type': 'video/mp4', 'content-length': String(size) };
		const job = world.jobs.get(requestId);
		const clip = job === undefined ? CLIP : clipOf(job.body);
		return { kind: 'video', status: 200, headers, sentBytes, clip };
	}

	function faultAnswer(name: FaultName, requestId: string): VideoAnswer | undefined {
		switch (name) {
			case 'video-unavailable':
				return htmlReply(503, '503 Service Unavailable');
			case 'video-not-found':
				return htmlReply(404, '404 Not Found');
			case 'video-expired':
				return htmlReply(403, 'Request has expired');
			case 'video-html':
				return htmlReply(200, 'Sign in to continue');
			case 'video-truncated':
				return video(Math.floor(size / 2), requestId);
			case 'video-reset':
				return { kind: 'reset' };
			default:
				return undefined;
		}
	}

	function regularAnswer(target: { requestId: string; token: string }): VideoAnswer {
		switch (world.videoAccess(target.requestId, target.token)) {
			case 'granted':
				return video(size, target.requestId);
			case 'expired':
				return htmlReply(403, 'Request has expired');
			case 'forbidden':
				return htmlReply(403, 'Access denied');
		}
	}

	function serve(request: SimulatedRequest) {
		const target = readVideoPath(request.path);
		if (target === undefined) return { answer: htmlReply(404, '404 Not Found') };
		const { requestId } = target;
		if (request.method !== 'GET') {
			return {
				answer: PAGE_ERRORS.error('method_not_allowed', 'Use GET', { headers: { allow: 'GET' } }),
				requestId,
			};
		}
		const fault = faults.take({ on: 'video', requestId })?.name;
		const answer = fault === undefined ? undefined : faultAnswer(fault, requestId);
		return { answer: answer ?? regularAnswer(target), requestId, fault };
	}

	return {
		/** Every request so far, in order, with its headers: no API key may ever be among them. */
		calls,
		/** Answers one request at once. */
		handle(request: SimulatedRequest): VideoAnswer {
			const at = world.clock.now();
			const { answer, ...findings } = serve(request);
			const kind = answer.kind === 'video' ? 'reply' : answer.kind;
			const status = 'status' in answer ? { status: answer.status } : {};
			const call = recordCall(at, request, { kind, ...status }, findings);
			calls.push(call);
			onCall?.(call);
			return answer;
		},
	};
}

/** The bytes of a video, up to `count`, a piece at a time: big videos are never whole in memory. */
export function* videoChunks(
	count: number,
	clip: Uint8Array = CLIP,
	chunkBytes = 65_536,
): Generator<Uint8Array> {
	const zeros = new Uint8Array(chunkBytes);
	for (let sent = 0; sent < count; ) {
		const source = sent < clip.length ? clip.subarray(sent, sent + chunkBytes) : zeros;
		const chunk = source.subarray(0, Math.min(source.length, count - sent));
		sent += chunk.length;
		yield chunk;
	}
}
