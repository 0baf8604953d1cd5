import type { Reply } from './support/reply';
import { runHostile, type HostileRun } from './support/run';
import { completed, UNKNOWN_JOB, withService, type Script } from './support/service';

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

describe('a paid video is looked at again after', () => {
	const looks: ReadonlyArray<readonly [string, Reply]> = [
		['a 400', { status: 400, body: { error: 'validation_error', message: 'Bad request' } }],
		[
			'a 403',
			{ status: 403, body: { error: { message: 'Forbidden', type: 'auth', code: 'forbidden' } } },
		],
		['a 409', { status: 409, body: { error: 'conflict', message: 'Busy' } }],
		['a 422', { status: 422, body: { detail: [{ msg: 'value is not valid' }] } }],
		['a 418', { status: 418, body: 'teapot' }],
		['a 402', { status: 402, body: { error: 'insufficient_credits', message: 'Too low' } }],
		['a 204', { status: 204 }],
		[
			'a 206 cut off',
			{
				status: 206,
				body: '{"status":"completed","video_url":"https',
				wire: { kind: 'cut', bodyBytes: 30 },
			},
		],
		[
			'a web page with 200',
			{ headers: { 'Content-Type': 'text/html' }, body: '<html>Sign in</html>' },
		],
		['a list of nothing', { body: [] }],
		[
			'a redirect to itself',
			{ status: 302, headers: { Location: '/api/v1/video/status?request_id=job-1' } },
		],
		[
			'a redirect to another host',
			{ status: 302, headers: { Location: 'https://login.example.com/' } },
		],
		['a reset', { wire: { kind: 'reset' } }],
		['no answer', { wire: { kind: 'silent' } }],
		[
			'an answer that drips',
			{ body: 'x'.repeat(3000), wire: { kind: 'drip', from: 'body', everyMs: 500 } },
		],
	];
	it.each(looks)('%s', async (_, reply) => {
		const { items, words } = await watch([PROCESSING, reply, reply, completed(VIDEO)]);
		expect(words).toBe('. ');
		expect(items[0]?.json.video_url).toBe(VIDEO);
	});

	it.each(looks)(
		'%s that stays, and then its id is named and never another order advised',
		async (_, reply) => {
			const run = await watch([PROCESSING, reply], {
				parameters: { options: { timeoutMinutes: 5 } },
			});
			expectPaidAdvice(run);
			expect(run.details.charged).toBe('yes');
		},
	);
});

describe('a job that one version made is found by its id with the credential set to the other:', () => {
	it.each(
		['wait', 'getStatus'].flatMap((operation) =>
			['v1/video', 'v1/videos', 'automatic'].flatMap(
				(api) =>
					[
						[operation, api, 'v1/video'],
						[operation, api, 'v1/videos'],
					] as const,
			),
		),
	)('%s under %s, made by %s', async (operation, apiVersion, madeBy) => {
		const status = (_: string, { target }: { target: string }) =>
			target.includes('/video/status') === (madeBy === 'v1/video') ? completed(VIDEO) : UNKNOWN_JOB;
		const { items, words } = await watch(status, {
			apiVersion,
			parameters: { operation, requestId: 'job-1' },
		});
		expect(words).toBe('. ');
		expect(items[0]?.json).toMatchObject({ request_id: 'job-1', video_url: VIDEO });
	});
});
