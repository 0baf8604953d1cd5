import type { Reply } from './support/reply';
import { clock, runHostile } from './support/run';
import { knows, withService } from './support/service';

const errorOutput = { node: { onError: 'continueErrorOutput' } } as const;

/** Answers that are no order, or may be none, and say an id all the same. */
const REFUSALS: ReadonlyArray<readonly [string, Reply]> = [
	[
		'a 500',
		{ status: 500, body: { error: 'internal_error', message: 'Oops', request_id: 'job-1' } },
	],
	[
		'a 500 in the shape of the other version',
		{
			status: 500,
			body: { error: { message: 'Oops', type: 'api_error', code: 'internal_error' }, id: 'job-1' },
		},
	],
	['a 504', { status: 504, body: { request_id: 'job-1' } }],
	['a 503 in plain text', { status: 503, body: 'upstream timed out, request_id=job-1' }],
	[
		'a 409',
		{ status: 409, body: { error: 'conflict', message: 'In flight', request_id: 'job-1' } },
	],
	['a 408', { status: 408, body: { data: { id: 'job-1' } } }],
];

describe('an id is kept and named where it came with', () => {
	it.each(REFUSALS)('%s', async (_, order) => {
		await withService({ order }, async ({ url, orders }) => {
			const { words, details, visible } = await runHostile({ baseUrl: url, ...errorOutput });
			expect(visible).toContain('job-1');
			expect(`${words} ${JSON.stringify(details)}`).toContain('job-1');
			expect(details.charged).toBe('unknown');
			expect(orders()).toHaveLength(1);
		});
	});
});

describe('an order without any id may have been charged, and is not made again, where its answer', () => {
	it.each<readonly [string, Reply]>([
		['is an empty 200', { body: '' }],
		['is a 204', { status: 204 }],
		['is null', { body: 'null' }],
		['is a number', { body: '17' }],
		['is an empty object', { body: {} }],
		[
			'is cut off before the id',
			{
				body: '{"model":"google-veo-2","request_id":"job-1"}',
				wire: { kind: 'cut', bodyBytes: 25 },
			},
		],
		['is cut off after its head', { body: { request_id: 'job-1' }, wire: { kind: 'cut' } }],
		[
			'is cut off in its head',
			{ body: { request_id: 'job-1' }, wire: { kind: 'cut', headBytes: 20 } },
		],
		['is no HTTP', { body: 'SSH-2.0-OpenSSH_9.2\r\n\r\n', wire: { kind: 'raw' } }],
		['is a reset', { wire: { kind: 'reset' } }],
		[
			'is compressed, and the bytes are no gzip',
			{ body: 'no gzip', headers: { 'Content-Encoding': 'gzip' } },
		],
	])('%s', async (_, order) => {
		await withService({ order }, async ({ url, orders }) => {
			const { details, words } = await runHostile({ baseUrl: url, ...errorOutput });
			expect(details.charged).toBe('unknown');
			expect(words).toMatch(/may have been charged/);
			expect(orders()).toHaveLength(1);
		});
	});
});

describe('an order ends at its limit, as one that may have been charged, where its answer', () => {
	const long = { body: { filler: 'x'.repeat(3000), request_id: 'job-1' } };
	it.each<readonly [string, Reply]>([
		['drips from the body on', { ...long, wire: { kind: 'drip', from: 'body', everyMs: 500 } }],
		['drips from the head on', { ...long, wire: { kind: 'drip', from: 'head', everyMs: 500 } }],
		[
			'drips slower than any idle limit',
			{ ...long, wire: { kind: 'drip', from: 'body', everyMs: 29_000 } },
		],
		[
			'drips slower than the limit',
			{ ...long, wire: { kind: 'drip', from: 'body', everyMs: 900_000 } },
		],
		['never comes', { wire: { kind: 'silent' } }],
	])('%s', async (_, order) => {
		await withService({ order }, async ({ url, orders }) => {
			const run = await runHostile({ baseUrl: url, ...errorOutput });
			expect(run.details.charged).toBe('unknown');
			expect(orders()).toHaveLength(1);
			const post = run.calls.find(({ method }) => method === 'POST');
			expect(post?.endedAtMs).toBeLessThanOrEqual((post?.startedAtMs ?? 0) + 301_000);
		});
	});
});

it('keeps the id that a dripping answer has told before its limit', async () => {
	const body = { request_id: 'job-1', filler: 'x'.repeat(3000) };
	const order: Reply = { body, wire: { kind: 'drip', from: 'body', everyMs: 500 } };
	await withService({ order, status: knows('job-1') }, async ({ url }) => {
		const { items } = await runHostile({ baseUrl: url, ...errorOutput });
		expect(items[0]?.json).toMatchObject({ request_id: 'job-1', status: 'completed' });
	});
});

it('ends a dripping order at Stop', async () => {
	const order: Reply = {
		body: 'x'.repeat(3000),
		wire: { kind: 'drip', from: 'body', everyMs: 500 },
	};
	let stop = () => {};
	const stopSoon = () => {
		void clock.sleep(20_000).then(() => stop());
		return order;
	};
	await withService({ order: stopSoon }, async ({ url }) => {
		const run = await runHostile({ baseUrl: url, onStart: (given) => (stop = given) });
		const post = run.calls.find(({ method }) => method === 'POST');
		expect(post?.endedAtMs).toBeLessThanOrEqual((post?.startedAtMs ?? 0) + 22_000);
	});
});
