import type { Reply } from './support/reply';
import { runHostile, type HostileRun } from './support/run';
import { completed, withService, type Script } from './support/service';

const order: Reply = { body: { request_id: 'job-1', cost: { this_request: '$3.00' } } };
const VIDEO = 'https://cdn.example.com/v.mp4';
const PROCESSING: Reply = { body: { status: 'processing', progress: 10 } };
const errorOutput = { node: { onError: 'continueErrorOutput' } } as const;

async function watch(
	status: NonNullable<Script['status']>,
	rest: Partial<Parameters<typeof runHostile>[0]> = {},
): Promise<HostileRun> {
	return await withService(
		{ order, status },
		async ({ url }) => await runHostile({ baseUrl: url, ...errorOutput, ...rest }),
	);
}

/** Everything a user reads of a video that was not delivered: paid, its id, and never to order it again. */
function expectPaidAdvice({ words, details }: HostileRun): void {
	expect(words).toContain('job-1');
	expect(words).not.toMatch(/run it again|run the item again|correct the/i);
	expect(details.request_id).toBe('job-1');
}

describe('a video is delivered although its status', () => {
	it.each<readonly [string, unknown]>([
		...[
			'COMPLETED',
			'Completed',
			' completed\n',
			'complete',
			'succeeded',
			'SUCCESS',
			'done',
			'Finished',
			'ready',
		].map((word) => [`is the word '${word.trim()}'`, { status: word, video_url: VIDEO }] as const),
		['is missing', { video_url: VIDEO }],
		['is null', { status: null, result: { video_url: VIDEO } }],
		['is a number', { status: 2, result: { video_url: VIDEO } }],
		['is an unknown word', { status: 'fertig', video_url: VIDEO }],
		['is nested in data', { data: { status: 'completed', video_url: VIDEO } }],
		['is nested in result', { result: { status: 'completed', video_url: VIDEO } }],
		['is nested in video', { video: { status: 'completed', url: VIDEO } }],
		['is in an array', [{ status: 'completed', video_url: VIDEO }]],
		['is called state', { state: 'completed', video_url: VIDEO }],
	])('%s', async (_, body) => {
		const { items, words } = await watch({ body });
		expect(words).toBe('. ');
		expect(items[0]?.json).toMatchObject({ status: 'completed', video_url: VIDEO });
	});
});

describe('a video is delivered from an address', () => {
	it.each<readonly [string, unknown]>([
		['in data.video_url', { status: 'completed', data: { video_url: VIDEO } }],
		['in data.result.video_url', { status: 'completed', data: { result: { video_url: VIDEO } } }],
		['in videoUrl', { status: 'completed', videoUrl: VIDEO }],
		['in url', { status: 'completed', url: VIDEO }],
		['in video.url', { status: 'completed', video: { url: VIDEO } }],
		['in result.url', { status: 'completed', result: { url: VIDEO } }],
		['in output', { status: 'completed', output: VIDEO }],
		['in a list of outputs', { status: 'completed', output: [VIDEO] }],
		['in a list of videos', { status: 'completed', videos: [{ url: VIDEO }] }],
		['in result as a text', { status: 'completed', result: VIDEO }],
		['with spaces around it', { status: 'completed', video_url: ` ${VIDEO}\n` }],
		['beside an empty one', { status: 'completed', result: { video_url: '' }, video_url: VIDEO }],
		['beside null', { status: 'completed', result: null, video_url: VIDEO }],
	])('%s', async (_, body) => {
		const { items, words } = await watch({ body });
		expect(words).toBe('. ');
		expect(items[0]?.json).toMatchObject({ status: 'completed', video_url: VIDEO });
	});

	it('that is relative to the base URL', async () => {
		const body = { status: 'completed', video_url: '/files/v.mp4?a=1' };
		await withService({ order, status: { body } }, async ({ url }) => {
			const { items } = await runHostile({ baseUrl: url });
			expect(items[0]?.json.video_url).toBe(`${url}/files/v.mp4?a=1`);
		});
	});

	it('that comes one look after the word completed', async () => {
		const { items } = await watch([{ body: { status: 'completed' } }, completed(VIDEO)]);
		expect(items[0]?.json).toMatchObject({ status: 'completed', video_url: VIDEO });
	});
});

it('gives up on an address that does not come within a minute or two, and says that the video is paid for', async () => {
	const run = await watch({ body: { status: 'completed', result: {} } });
	expectPaidAdvice(run);
	expect(run.details.charged).toBe('yes');
	expect(run.tookMs).toBeGreaterThanOrEqual(60_000);
	expect(run.tookMs).toBeLessThan(240_000);
});

describe('a running video is not taken for a finished one by', () => {
	it.each<readonly [string, unknown]>([
		[
			'the picture it is made of',
			{
				status: 'processing',
				input: { image_url: 'https://h/a.png' },
				image_url: 'https://h/a.png',
			},
		],
		[
			'the video it is made of',
			{
				status: 'processing',
				input: { reference_video: 'https://h/a.mp4' },
				reference_video: 'https://h/a.mp4',
			},
		],
		['a thumbnail', { status: 'processing', thumbnail_url: 'https://h/a.jpg' }],
		[
			'the address of the status call',
			{
				status: 'processing',
				status_url: 'https://h/v1/videos/1',
				urls: { get: 'https://h/v1/videos/1' },
			},
		],
		['null as its address', { status: 'processing', video_url: null, result: { video_url: null } }],
		['an empty address', { status: 'processing', video_url: '' }],
	])('%s', async (_, body) => {
		const { items } = await watch([{ body }, completed(VIDEO)]);
		expect(items[0]?.json.video_url).toBe(VIDEO);
	});
});

describe('a running video is waited for while its status is', () => {
	it.each([
		'queued',
		'PENDING',
		'in_progress',
		'IN PROGRESS',
		'Running',
		'starting',
		'generating',
		'uploading',
		'',
		'???',
	])("'%s'", async (word) => {
		const { items } = await watch([
			{ body: { status: word, progress: 40 } },
			PROCESSING,
			completed(VIDEO),
		]);
		expect(items[0]?.json.video_url).toBe(VIDEO);
	});
});

describe('a video that ended badly is not waited for any longer, and its word is shown:', () => {
	it.each([
		'error',
		'Errored',
		'cancelled',
		'CANCELED',
		'expired',
		'rejected',
		'aborted',
		'blocked',
	])('%s', async (word) => {
		const run = await watch({ body: { status: word } });
		expect(run.failed).toHaveLength(1);
		expect(run.words.toLowerCase()).toContain(word.toLowerCase());
		expect(run.details.charged).not.toBe('yes');
		expect(run.visible).toContain('job-1');
		expect(run.tookMs).toBeLessThan(300_000);
	});
});

describe('a failed video gives its reason', () => {
	it.each<readonly [string, object]>([
		['as a text', { error: 'Not allowed by policy' }],
		['as an object', { error: { code: 'policy', message: 'Not allowed by policy' } }],
		['as a message', { message: 'Not allowed by policy' }],
		['as failure_reason', { failure_reason: 'Not allowed by policy' }],
		['as reason', { reason: 'Not allowed by policy' }],
		['in result', { result: { error: 'Not allowed by policy' } }],
		['in data', { data: { error: { message: 'Not allowed by policy' } } }],
		['in a list', { errors: [{ message: 'Not allowed by policy' }] }],
		['as detail', { detail: 'Not allowed by policy' }],
		['beside an error that is true', { error: true, message: 'Not allowed by policy' }],
	])('%s', async (_, reason) => {
		const { words, details } = await watch({ body: { status: 'failed', ...reason } });
		expect(words).toContain('Not allowed by policy');
		expect(details).toMatchObject({ request_id: 'job-1', charged: 'no' });
	});

	it('as a code, where there is nothing else', async () => {
		const { words } = await watch({
			body: { status: 'FAILED', error: { code: 'content_policy' } },
		});
		expect(words).toContain('content_policy');
	});
});
