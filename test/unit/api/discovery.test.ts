import { discover } from '../../../nodes/NinjaVideo/api/discovery';
import type { HttpResult } from '../../../nodes/NinjaVideo/api/http';
import { answer, scriptedConnection } from './scriptedCall';

const find = async (...answers: readonly HttpResult[]) => {
	const { connection, seen } = scriptedConnection(answers);
	return { found: await discover(connection), seen, connection };
};

describe('a look at the service before the first order', () => {
	it('finds its models and what each costs at most', async () => {
		const { found, seen } = await find(
			answer(200, {
				data: [
					{ id: 'a', modality: 'video' },
					{ id: 'b', modality: 'video' },
				],
			}),
			answer(200, { video: [{ id: 'a', per_video_cents: 900, basis: 'max_duration' }, null] }),
		);
		expect(found).toMatchObject({
			kind: 'listed',
			models: [{ id: 'a', ceilingCents: 900 }, { id: 'b' }],
		});
		expect(seen.map(({ method }) => method)).toEqual(['GET', 'GET']);
	});

	it.each([
		{ label: 'a rejected key', result: answer(401, { error: 'invalid_api_key' }) },
		{ label: 'a page of 404', result: answer(404, '<html>Not found') },
		{ label: 'too many requests', result: answer(429, '') },
		{ label: 'a fault with a page', result: answer(502, '<html>Bad gateway') },
		{ label: 'words', result: answer(200, 'OK') },
		{
			label: 'JSON under the type of a page',
			result: answer(200, '{}', { 'content-type': 'text/html' }),
		},
		{
			label: 'a redirect without a page',
			result: answer(302, '', { location: 'https://a.example' }),
		},
		{ label: 'nothing', result: { kind: 'no-answer', detail: 'out of time' } as const },
	])('knows nothing after $label, so that v1/video is used', async ({ result }) => {
		expect((await find(result)).found).toEqual({ kind: 'unknown' });
	});

	it.each([
		{ label: 'a proxy', result: answer(407, ''), words: /proxy.*password/ },
		{ label: 'a login page', result: answer(511, '<html>'), words: /wants a login/ },
		{
			label: 'a web page',
			result: answer(200, '<!DOCTYPE html><title>Guest\n Wi-Fi</title>'),
			words: /web page answers at ninjachat\.ai in place of NinjaChat: Guest Wi-Fi/,
		},
		{
			label: 'a page that leads elsewhere',
			result: answer(302, '<html>Moved', { location: 'https://login.example' }),
			words: /web page answers/,
		},
		{
			label: 'no connection',
			result: { kind: 'never-connected', detail: 'CERT_HAS_EXPIRED' } as const,
			words: /could not be reached/,
		},
	])('is proof of $label in its place', async ({ result, words }) => {
		const { found } = await find(result);
		expect(found).toMatchObject({ kind: 'intercepted', error: { facts: { charged: 'no' } } });
		expect(found.kind === 'intercepted' && found.error.message).toMatch(words);
	});

	it('is made once for many that ask at the same time', async () => {
		const { connection, seen } = scriptedConnection([answer(404, '')]);
		await Promise.all([discover(connection), discover(connection)]);
		expect(seen).toHaveLength(1);
	});
});
