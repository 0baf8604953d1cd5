import type { Reply } from './support/reply';
import { runHostile } from './support/run';
import { completed, withService } from './support/service';

const errorOutput = { node: { onError: 'continueErrorOutput' } } as const;
const order: Reply = { body: { request_id: 'job-1', cost: { this_request: '$3.00' } } };
const working = { order, status: completed() };

describe('nothing is ordered where something else is proven to answer:', () => {
	const page = (status: number): Reply => ({
		status,
		headers: { 'Content-Type': 'text/html; charset=utf-8' },
		body: '<!DOCTYPE html><title>Sign in</title>',
	});
	it.each<readonly [string, Reply]>([
		['a page with 200', page(200)],
		['a page with 203', page(203)],
		['a page with 511', page(511)],
		[
			'a redirect to a page',
			{
				status: 302,
				headers: { Location: 'https://portal.example.com/login', 'Content-Type': 'text/html' },
				body: '<html>',
			},
		],
		['a proxy that asks for a password', { status: 407 }],
	])('%s', async (_, reply) => {
		await withService(
			{ order, models: reply, other: reply, status: reply },
			async ({ url, orders }) => {
				const { details, words } = await runHostile({ baseUrl: url, ...errorOutput });
				expect(orders()).toEqual([]);
				expect(details.charged).toBe('no');
				expect(words).toMatch(/nothing was charged/);
			},
		);
	});
});

describe('it is ordered at /video where the list of models', () => {
	it.each<readonly [string, Reply]>([
		[
			'is not there, as a page',
			{ status: 404, headers: { 'Content-Type': 'text/html' }, body: '<html>' },
		],
		['asks for a key', { status: 401, body: { error: 'missing_api_key', message: 'x' } }],
		['is forbidden', { status: 403, body: 'no' }],
		['is not allowed', { status: 405 }],
		['is busy', { status: 429, headers: { 'Retry-After': '30' } }],
		['is broken', { status: 500, body: '<html>oops' }],
		[
			'is broken by a gateway',
			{ status: 504, headers: { 'Content-Type': 'text/html' }, body: '<html>oops' },
		],
		['is empty', { body: '' }],
		['is JSON of something else', { body: { hello: 'world' } }],
		['lists nothing', { body: { object: 'list', data: [] } }],
		['is text', { body: 'ok', headers: { 'Content-Type': 'text/plain' } }],
		['never comes', { wire: { kind: 'silent' } }],
		['drips', { body: 'x'.repeat(3000), wire: { kind: 'drip', from: 'body', everyMs: 500 } }],
		[
			'drips in its head',
			{ body: 'x'.repeat(3000), wire: { kind: 'drip', from: 'head', everyMs: 500 } },
		],
		['is cut off', { body: { data: [{ id: 'x' }] }, wire: { kind: 'cut', bodyBytes: 8 } }],
		['is a 418', { status: 418 }],
	])('%s', async (_, models) => {
		await withService({ ...working, models }, async ({ url, orders }) => {
			const { items, calls } = await runHostile({ baseUrl: url, ...errorOutput });
			expect(items[0]?.json).toMatchObject({ request_id: 'job-1', status: 'completed' });
			expect(orders().map(({ target }) => target)).toEqual(['/api/v1/video']);
			expect(Object.keys(JSON.parse(orders()[0]?.body ?? '{}') as object).sort()).toEqual([
				'aspect_ratio',
				'duration',
				'model',
				'prompt',
			]);
			const list = calls.find(({ url: address }) => address.endsWith('/models'));
			expect((list?.endedAtMs ?? Infinity) - (list?.startedAtMs ?? 0)).toBeLessThanOrEqual(11_000);
		});
	});
});
