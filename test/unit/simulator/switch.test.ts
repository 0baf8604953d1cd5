import type { Settings } from '../../../simulator/app';
import { createVirtualSimulator, KEY, readJson, statusOf } from './virtualSimulator';

const AUTHORIZATION = { authorization: `Bearer ${KEY}` };
const FIRST = [
	['POST', '/api/v1/video'],
	['GET', '/api/v1/video/status?request_id=x'],
] as const;
const SECOND = [
	['POST', '/api/v1/videos'],
	['GET', '/api/v1/videos/x'],
	['GET', '/api/v1/models'],
	['GET', '/api/v1/models/veo-3.1'],
	['GET', '/api/v1/balance'],
	['POST', '/api/v1/webhooks'],
	['GET', '/api/v1/webhooks'],
	['DELETE', '/api/v1/webhooks?id=x'],
	['GET', '/api/v1/webhooks/deliveries'],
	['POST', '/api/v1/webhooks/test'],
] as const;

function send(settings: Partial<Settings>, method: string, path: string) {
	const { app, world } = createVirtualSimulator({}, settings);
	const body = '{"prompt":"A cat"}';
	const answer = app.handle({ method, path, headers: AUTHORIZATION, body });
	return { answer, world };
}

describe('generations', () => {
	it.each<[Partial<Settings>, boolean, boolean]>([
		[{}, true, false],
		[{ generations: 'first' }, true, false],
		[{ generations: 'second' }, false, true],
		[{ generations: 'both' }, true, true],
	])('of %j: the first is %s, the second is %s', (settings, isFirstOn, isSecondOn) => {
		const isOn = ([method, path]: readonly [string, string]) => {
			const { answer } = send({ ...settings, notFound: 'html' }, method, path);
			return !('body' in answer && answer.body.startsWith('<!DOCTYPE html>'));
		};
		expect(FIRST.map(isOn)).toEqual(FIRST.map(() => isFirstOn));
		expect(SECOND.map(isOn)).toEqual(SECOND.map(() => isSecondOn));
	});

	it.each([
		['first', '/api/v1/videos'],
		['second', '/api/v1/video'],
		['both', '/api/v1/videos/a/b'],
		['both', '/api/v2/videos'],
	] as const)('%s: nothing at %s, and nothing charged', (generations, path) => {
		const { answer, world } = send({ generations }, 'POST', path);
		expect(statusOf(answer)).toBe(404);
		expect(readJson(answer)).toEqual({ error: 'not_found', message: 'No such endpoint' });
		expect(world.charges()).toBe(0);
	});

	it('that are off can be answered with a web page', () => {
		const { answer } = send({ notFound: 'html' }, 'POST', '/api/v1/videos');
		expect(answer).toMatchObject({
			status: 404,
			headers: { 'content-type': 'text/html; charset=utf-8' },
			body: expect.stringContaining('404 Not Found'),
		});
	});

	it('that are off know no key and keep no count', () => {
		const rateLimit = { requests: 1, windowMs: 60_000 };
		const { app, create } = createVirtualSimulator({ rateLimit });
		for (let count = 0; count < 5; count++) {
			app.handle({ method: 'GET', path: '/api/v1/balance', headers: AUTHORIZATION });
		}
		expect(statusOf(create())).toBe(200);
	});
});

describe('an apex', () => {
	const apex: Partial<Settings> = { generations: 'both', apex: true };

	it.each<[string, string | undefined, string | undefined]>([
		['a request without an origin', undefined, 'https://www.ninjachat.ai'],
		['the bare name', 'https://ninjachat.ai', 'https://www.ninjachat.ai'],
		['the www name', 'https://www.ninjachat.ai', undefined],
		['the www name over http', 'http://www.ninjachat.ai', 'https://www.ninjachat.ai'],
		['a name with a port', 'http://localhost:4010', 'https://www.localhost:4010'],
		['an address over http', 'http://127.0.0.1:4010', 'https://127.0.0.1:4010'],
		['an address over https', 'https://127.0.0.1:4010', undefined],
	])('sends %s on, unless it has arrived', (_, origin, expected) => {
		const { app, world } = createVirtualSimulator({}, apex);
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

	it.each([301, 302, 307, 308] as const)('can redirect with %i', (apexStatus) => {
		const { answer } = send({ ...apex, apexStatus }, 'GET', '/api/v1/balance');
		expect(statusOf(answer)).toBe(apexStatus);
	});

	it('takes no fault for a request it sends on', () => {
		const { app, create, faults } = createVirtualSimulator({}, apex);
		faults.add({ name: 'unavailable', on: 'create' });
		create();
		const origin = 'https://www.ninjachat.ai';
		const request = { method: 'POST', path: '/api/v1/video', headers: AUTHORIZATION, origin };
		expect(statusOf(app.handle({ ...request, body: '{"prompt":"x"}' }))).toBe(503);
	});

	it.each(['/api', '/api/v1/unknown'])('sends %s on', (path) => {
		expect(statusOf(send(apex, 'GET', path).answer)).toBe(308);
	});

	it.each(['/', '/apiary', '/docs/api/'])('leaves %s alone', (path) => {
		expect(statusOf(send(apex, 'GET', path).answer)).toBe(404);
	});
});
