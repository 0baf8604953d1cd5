import type { Settings } from '../../../simulator/app';
import { createVirtualSimulator, KEY, readJson, statusOf } from './virtualSimulator';

const AUTHORIZATION = { authorization: `Bearer ${KEY}` };
const PAGE = ['POST /video', 'GET /video/status?request_id=x'];
const K = [
	...['POST /videos', 'GET /videos/x', 'GET /models', 'GET /models/veo-3.1', 'GET /balance'],
	...['POST /webhooks', 'GET /webhooks', 'DELETE /webhooks?id=x', 'POST /webhooks/test'],
	...['GET /webhooks/deliveries', 'GET /usage'],
];
const ADDED_BY_N = ['GET /pricing', 'GET /health', 'GET /requests/x'];
const ALL = [...PAGE, ...K, ...ADDED_BY_N];

function send(settings: Partial<Settings>, method: string, path: string) {
	const { app, world } = createVirtualSimulator({}, settings);
	const body = '{"prompt":"A cat"}';
	const answer = app.handle({ method, path, headers: AUTHORIZATION, body });
	return { answer, world };
}

/** The calls that are there: all else is an HTML 404. */
function callsOf(settings: Partial<Settings>): string[] {
	return ALL.filter((call) => {
		const [method = '', path = ''] = call.split(' ');
		const { answer } = send({ ...settings, notFound: 'html' }, method, `/api/v1${path}`);
		return !('body' in answer && answer.body.startsWith('<!DOCTYPE html>'));
	});
}

describe('what is there', () => {
	it.each([
		['page', PAGE],
		['K', [...PAGE, ...K]],
		['N', ALL],
	] as const)('under %s are its calls and no other', (contract, calls) => {
		expect(callsOf({ contract })).toEqual(calls);
	});

	it.each<[Partial<Settings>, readonly string[]]>([
		[{ video: 'missing' }, PAGE],
		[{ videos: false }, ['POST /videos', 'GET /videos/x']],
		[{ models: false }, ['GET /models', 'GET /models/veo-3.1']],
		[{ balance: false }, ['GET /balance']],
		[{ pricing: false }, ['GET /pricing']],
		[{ usage: false }, ['GET /usage']],
		[{ requests: false }, ['GET /requests/x']],
		[{ health: false }, ['GET /health']],
		[{ deliveries: false }, ['GET /webhooks/deliveries']],
		[{ webhooks: false }, K.filter((call) => /webhooks(\?|\/test|$)/.test(call))],
		[{ videoStatus: 'missing-page' }, ['GET /video/status?request_id=x']],
		[{ videosStatus: 'missing-page' }, ['GET /videos/x']],
	])('under N with %j is all but that', (flags, missing) => {
		expect(callsOf({ contract: 'N', ...flags })).toEqual(
			ALL.filter((call) => !missing.includes(call)),
		);
	});

	it.each([
		['page', '/api/v1/videos'],
		['K', '/api/v1/videos/a/b'],
		['N', '/api/v2/videos'],
	] as const)('under %s is nothing at %s, and nothing is charged', (contract, path) => {
		const { answer, world } = send({ contract, notFound: 'json' }, 'POST', path);
		expect(statusOf(answer)).toBe(404);
		expect(readJson(answer)).toEqual({ error: 'not_found', message: 'No such endpoint' });
		expect(world.charges()).toBe(0);
	});

	it('under page is a web page for everything else', () => {
		const { answer } = send({ contract: 'page' }, 'POST', '/api/v1/videos');
		expect(answer).toMatchObject({
			status: 404,
			headers: { 'content-type': 'text/html; charset=utf-8' },
			body: expect.stringContaining('404 Not Found'),
		});
	});

	it('does not count what is not there', () => {
		const rateLimit = { requests: 1, windowMs: 60_000 };
		const { app, create } = createVirtualSimulator({ rateLimit });
		for (let count = 0; count < 5; count++) {
			app.handle({ method: 'GET', path: '/api/v1/balance', headers: AUTHORIZATION });
		}
		expect(statusOf(create())).toBe(200);
	});
});

describe('a redirect host', () => {
	const redirected: Partial<Settings> = { contract: 'K', redirectHost: true };

	it.each<[string, string | undefined, string | undefined]>([
		['a request without an origin', undefined, 'https://www.ninjachat.ai'],
		['the bare name', 'https://ninjachat.ai', 'https://www.ninjachat.ai'],
		['the www name', 'https://www.ninjachat.ai', undefined],
		['the www name over http', 'http://www.ninjachat.ai', 'https://www.ninjachat.ai'],
		['a name with a port', 'http://localhost:4010', 'https://www.localhost:4010'],
		['an address over http', 'http://127.0.0.1:4010', 'https://127.0.0.1:4010'],
		['an address over https', 'https://127.0.0.1:4010', undefined],
	])('sends %s on, unless it has arrived', (_, origin, expected) => {
		const { app, world } = createVirtualSimulator({}, redirected);
		const path = '/api/v1/videos?a=b%2Fc';
		const answer = app.handle({
			method: 'POST',
			path,
			headers: AUTHORIZATION,
			body: '{"prompt":"A cat"}',
			...(origin !== undefined && { origin }),
		});
		const redirect = { status: 308, headers: { location: `${expected}${path}` }, body: '' };
		expect(answer).toMatchObject(expected === undefined ? { status: 200 } : redirect);
		expect(world.charges()).toBe(expected === undefined ? 1 : 0);
		expect(app.calls).toMatchObject([{ status: statusOf(answer) }]);
	});

	it.each([301, 302, 307, 308] as const)('can redirect with %i', (redirectStatus) => {
		const { answer } = send({ ...redirected, redirectStatus }, 'GET', '/api/v1/balance');
		expect(statusOf(answer)).toBe(redirectStatus);
	});

	it('takes no fault for a request it sends on', () => {
		const { app, create, faults } = createVirtualSimulator({}, redirected);
		faults.add({ name: 'unavailable', on: 'create' });
		create();
		const origin = 'https://www.ninjachat.ai';
		const request = { method: 'POST', path: '/api/v1/video', headers: AUTHORIZATION, origin };
		expect(statusOf(app.handle({ ...request, body: '{"prompt":"x"}' }))).toBe(503);
	});

	it.each(['/api', '/api/v1/unknown'])('sends %s on', (path) => {
		expect(statusOf(send(redirected, 'GET', path).answer)).toBe(308);
	});

	it.each(['/', '/apiary', '/docs/api/'])('leaves %s alone', (path) => {
		expect(statusOf(send(redirected, 'GET', path).answer)).toBe(404);
	});
});
