import type { Reply } from './support/reply';
import { runHostile } from './support/run';
import { completed, UNKNOWN_JOB, withService } from './support/service';

const errorOutput = { node: { onError: 'continueErrorOutput' } } as const;

/** The answer of a service in which `/video` is another name of `/videos`. */
const ALIAS: Reply = {
	body: {
		id: 'vid_1',
		object: 'video',
		status: 'queued',
		model: 'google-veo-2',
		cost_usd: 3,
		request_id: 'req_http_1',
	},
};

const FINISHED = {
	body: {
		id: 'vid_1',
		object: 'video',
		status: 'completed',
		video_url: 'https://cdn.example.com/v.mp4',
	},
};
const isOld = (target: string) => target.startsWith('/api/v1/video/status');

describe('an order with two ids delivers its video where the status call of the page', () => {
	const page: Reply = { status: 404, headers: { 'Content-Type': 'text/html' }, body: '<html>404' };
	const routes: ReadonlyArray<readonly [string, (id: string, isOldPath: boolean) => Reply]> = [
		['is missing, as a page', (id, old) => (old ? page : id === 'vid_1' ? FINISHED : UNKNOWN_JOB)],
		['is missing, as JSON', (id, old) => (old || id !== 'vid_1' ? UNKNOWN_JOB : FINISHED)],
		[
			'is gone',
			(id, old) =>
				old
					? {
							status: 410,
							body: { error: { message: 'Gone', type: 'invalid_request', code: 'gone' } },
						}
					: id === 'vid_1'
						? FINISHED
						: UNKNOWN_JOB,
		],
		[
			'knows the id of the job only',
			(id, old) => (old && id === 'vid_1' ? completed() : old ? UNKNOWN_JOB : page),
		],
		[
			'knows the id of the HTTP request only',
			(id, old) => (old && id === 'req_http_1' ? completed() : old ? UNKNOWN_JOB : page),
		],
		[
			'redirects to the other one',
			(id, old) =>
				old
					? { status: 308, headers: { Location: '/api/v1/videos/vid_1' } }
					: id === 'vid_1'
						? FINISHED
						: UNKNOWN_JOB,
		],
		[
			'answers in the shape of the other one',
			(id, old) => (old && id === 'vid_1' ? FINISHED : old ? UNKNOWN_JOB : page),
		],
	];
	it.each(
		routes.flatMap(([label, status]) =>
			['automatic', 'v1/video'].map((api) => [label, api, status] as const),
		),
	)('%s (%s)', async (_, apiVersion, status) => {
		const script = {
			order: ALIAS,
			status: (id: string, { target }: { target: string }) => status(id, isOld(target)),
		};
		await withService(script, async ({ url, orders }) => {
			const { items, words } = await runHostile({ baseUrl: url, apiVersion, ...errorOutput });
			expect(words).toBe('. ');
			expect(items[0]?.json).toMatchObject({ status: 'completed', cost_usd: 3 });
			expect(['vid_1', 'req_http_1']).toContain(items[0]?.json.request_id);
			expect(orders()).toHaveLength(1);
		});
	});
});
