/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type FinalAnswer, htmlReply } from './answers';
import { PAGE_ERRORS } from './errorFormat';
import type { Faults, FaultName } from './faults';
import { decodeSegment, type RecordedCall, recordCall, type SimulatedRequest } from './request';
import type { World } from './world';

/**
 * What every job makes: two seconds of moving test pattern. Made with
 * `ffmpeg -f lavfi -i testsrc2=size=320x180:rate=15:duration=2 -c:v libx264 -profile:v baseline
 * -pix_fmt yuv420p -preset veryslow -crf 34 -movflags +faststart -fflags +bitexact
 * -flags:v +bitexact -map_metadata -1 clip.mp4`.
 */
export const CLIP: Uint8Array = readFileSync(join(__dirname, 'clip.mp4'));

/** An answer of the video host: like the API's, or a video of which `sentBytes` are really sent. */
export type VideoAnswer =
	| FinalAnswer
	| {
			readonly kind: 'video';
			readonly status: 200;
			readonly headers: Record<string, string>;
			readonly sentBytes: number;
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

	function video(sentBytes: number): VideoAnswer {
		const headers = { 'content-type': 'video/mp4', 'content-length': String(size) };
		return { kind: 'video', status: 200, headers, sentBytes };
	}

	function faultAnswer(name: FaultName): VideoAnswer | undefined {
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
				return video(Math.floor(size / 2));
			case 'video-reset':
				return { kind: 'reset' };
			default:
				return undefined;
		}
	}

	function regularAnswer(target: { requestId: string; token: string }): VideoAnswer {
		switch (world.videoAccess(target.requestId, target.token)) {
			case 'granted':
				return video(size);
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
		const answer = fault === undefined ? undefined : faultAnswer(fault);
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
export function* videoChunks(count: number, chunkBytes = 65_536): Generator<Uint8Array> {
	const zeros = new Uint8Array(chunkBytes);
	for (let sent = 0; sent < count; ) {
		const source = sent < CLIP.length ? CLIP.subarray(sent, sent + chunkBytes) : zeros;
		const chunk = source.subarray(0, Math.min(source.length, count - sent));
		sent += chunk.length;
		yield chunk;
	}
}
