import { FAULT_NAMES, type FaultName } from '../../../simulator/faults';
import { CLIP } from '../../../simulator/clip';
import { createVideoHost, videoChunks } from '../../../simulator/videoHost';
import { createVirtualSimulator, readVideoUrl, statusOf } from './virtualSimulator';

function completedVideo() {
	const simulator = createVirtualSimulator();
	const requestId = simulator.createJob();
	simulator.clock.ms = 120_000;
	return { ...simulator, requestId, url: readVideoUrl(simulator.status(requestId)) };
}

it('a video is an MP4 of its announced length', () => {
	const { fetchVideo, url, requestId, videoHost } = completedVideo();
	expect(fetchVideo(url)).toMatchObject({
		kind: 'video',
		status: 200,
		headers: { 'content-type': 'video/mp4', 'content-length': String(CLIP.length) },
		sentBytes: CLIP.length,
	});
	expect(videoHost.calls).toMatchObject([{ status: 200, kind: 'reply', requestId }]);
});

it('a URL without an expiry stays the same and good', () => {
	const { clock, fetchVideo, requestId, status, url } = completedVideo();
	clock.ms = 1_000_000_000;
	expect(readVideoUrl(status(requestId))).toBe(url);
	expect(statusOf(fetchVideo(url))).toBe(200);
});

it.each([
	['a wrong token', (url: string) => url.replace(/token=.*/, 'token=guess'), 403],
	['no token', (url: string) => url.replace(/\?.*/, ''), 403],
	['a job that is not there', (url: string) => url.replace('generate', 'degenerate'), 403],
	['another path', () => 'https://videos.example/other', 404],
])('with %s there is no video', (_, change, status) => {
	const { fetchVideo, url } = completedVideo();
	expect(statusOf(fetchVideo(change(url)))).toBe(status);
});

it('a job that is not done has no token yet', () => {
	const simulator = createVirtualSimulator();
	const path = encodeURIComponent(simulator.createJob());
	const url = `https://videos.example/videos/${path}.mp4?token=lasting`;
	expect(statusOf(simulator.fetchVideo(url))).toBe(403);
});

it('only GET is answered', () => {
	const { url, videoHost } = completedVideo();
	const { pathname, search } = new URL(url);
	const request = { method: 'POST', path: pathname + search, headers: {} };
	expect(videoHost.handle(request)).toMatchObject({ status: 405, headers: { allow: 'GET' } });
});

const FAULTS: Array<[FaultName, object]> = [
	['video-unavailable', { status: 503 }],
	['video-not-found', { status: 404 }],
	['video-expired', { status: 403 }],
	[
		'video-html',
		{
			status: 200,
			kind: 'reply',
			headers: { 'content-type': expect.stringContaining('text/html') },
		},
	],
	['video-truncated', { kind: 'video', sentBytes: Math.floor(CLIP.length / 2) }],
	['video-reset', { kind: 'reset' }],
];

it('no fault of the video host is missing here', () => {
	const tested = FAULTS.map(([name]) => name);
	expect(FAULT_NAMES.filter((name) => name.startsWith('video-')).sort()).toEqual(tested.sort());
});

it.each(FAULTS)('%s strikes once and costs nothing', (name, expected) => {
	const { faults, fetchVideo, requestId, url, videoHost, world } = completedVideo();
	faults.add({ name, on: 'video', requestId });
	expect(fetchVideo(url)).toMatchObject(expected);
	expect(videoHost.calls[0]?.fault).toBe(name);
	expect(statusOf(fetchVideo(url))).toBe(200);
	expect(world.charges()).toBe(1);
});

it('a video can be made big', () => {
	const { faults, url, world } = completedVideo();
	const host = createVideoHost({ world, faults, videoBytes: 1_000_000 });
	const { pathname, search } = new URL(url);
	const request = { method: 'GET', path: pathname + search, headers: {} };
	expect(host.handle(request)).toMatchObject({
		headers: { 'content-length': '1000000' },
		sentBytes: 1_000_000,
	});
});

it.each([0, 1, 100, CLIP.length, CLIP.length + 1, 300_000])(
	'the pieces of a video of %i bytes are the clip and zeros',
	(count) => {
		const whole = Buffer.concat([...videoChunks(count, CLIP, 4_096)]);
		const expected = Buffer.alloc(count);
		expected.set(CLIP.subarray(0, count));
		expect(whole.equals(expected)).toBe(true);
	},
);
