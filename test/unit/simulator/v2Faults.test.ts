import type { Answer } from '../../../simulator/app';
import { FAULT_NAMES, type FaultName, type FaultPlace, strikeOf } from '../../../simulator/faults';
import { findAnswerProblems } from '../../../simulator/contracts/judge';
import { createKSimulator, readError, readJson, statusOf } from './virtualSimulator';

type Place = Exclude<FaultPlace, 'video'>;

/** What each fault answers, and whether a create call under it costs. */
const CASES: Array<[FaultName, number | string, boolean, string | RegExp]> = [
	['rate-limited', 429, false, 'rate_limit_exceeded'],
	['internal-error', 500, false, 'internal_error'],
	['internal-error-accepted', 500, true, 'internal_error'],
	['generation-failed-502', 502, false, 'generation_failed'],
	['unavailable', 503, false, 'service_unavailable'],
	['gateway-timeout', 504, false, /^<!DOCTYPE html>.*504/s],
	['gateway-timeout-accepted', 504, true, /^<!DOCTYPE html>.*504/s],
	['timeout-before', 'silence', false, /^$/],
	['timeout-after', 'silence', true, /^$/],
	['reset-before', 'reset', false, /^$/],
	['reset-after', 'reset', true, /^$/],
	['html-page', 200, false, /^<!DOCTYPE html>/],
	['html-page-accepted', 200, true, /^<!DOCTYPE html>/],
	['empty-body', 'same', true, /^$/],
	['truncated-json', 'same', true, /^\{[^}]*/],
	['truncated-body', 'same', true, /^\{[^}]*/],
	['not-found', 404, false, 'not_found'],
	['redirect', 307, false, /^$/],
	['insufficient-credits', 402, false, 'insufficient_credits'],
	['invalid-key', 401, false, 'invalid_api_key'],
];

const PLACES: Place[] = ['create', 'status', 'models', 'balance', 'webhooks'];
const STATUS_AS_USUAL: Record<Place, number> = {
	create: 200,
	status: 200,
	models: 200,
	balance: 200,
	webhooks: 201,
};

const URL_OF_HOOK = { url: 'https://hooks.example/in' };

/** A simulator and a call of this place. */
function at(place: Place) {
	const simulator = createKSimulator();
	const id = place === 'status' ? simulator.orderId() : '';
	const calls: Record<Place, () => Answer> = {
		create: () => simulator.order(undefined, 'k1'),
		status: () => simulator.look(id),
		models: () => simulator.call('GET', '/models'),
		balance: () => simulator.call('GET', '/balance'),
		webhooks: () => simulator.call('POST', '/webhooks', URL_OF_HOOK),
	};
	return { ...simulator, id, call: calls[place] };
}

it('no fault is missing here but those of jobs and of the video host', () => {
	const others = FAULT_NAMES.filter(
		(name) => !name.startsWith('video-') && strikeOf(name) !== 'plan',
	);
	const tested = [...CASES.map(([name]) => name), 'missing-request-id'];
	expect(others.sort()).toEqual(tested.sort());
});

describe.each(PLACES)('on %s', (place) => {
	it.each(CASES)('%s: %s', (name, status, isAccepted, body) => {
		const { app, call, faults, world } = at(place);
		const before = world.charges();
		faults.add({ name, on: place });
		const answer = call();
		expect(statusOf(answer)).toBe(status === 'same' ? STATUS_AS_USUAL[place] : status);
		if (typeof body === 'string') {
			expect(readError(answer)['code']).toBe(body);
			if (answer.kind !== 'reply') throw new Error(answer.kind);
			expect(findAnswerProblems('K', app.calls.at(-1)!, answer)).toEqual([]);
		} else {
			expect('body' in answer ? answer.body : '').toMatch(body);
		}
		expect(app.calls.at(-1)).toMatchObject({ fault: name, kind: answer.kind });
		const charged = place === 'create' && isAccepted ? 1 : 0;
		expect(world.charges() - before).toBe(charged);
		expect(world.webhooks.list('nj_sk_simulator')).toHaveLength(
			place === 'webhooks' && isAccepted ? 1 : 0,
		);
		expect(statusOf(call())).toBe(STATUS_AS_USUAL[place]);
	});
});

it.each(['create', 'status'] as const)('missing-request-id on %s leaves out the job’s', (place) => {
	const { call, faults } = at(place);
	faults.add({ name: 'missing-request-id', on: place });
	const answer = readJson(call());
	expect(answer).not.toHaveProperty('id');
	expect(answer).toHaveProperty('status');
});

it('rate-limited and redirect can be told what to say', () => {
	const { call, faults } = at('balance');
	faults.add({ name: 'rate-limited', on: 'balance', retryAfter: 17 });
	expect(call()).toMatchObject({ headers: { 'retry-after': '17' } });
	faults.add({ name: 'redirect', on: 'balance', status: 308, location: 'https://a.example/' });
	expect(call()).toMatchObject({ status: 308, headers: { location: 'https://a.example/' } });
	faults.add({ name: 'redirect', on: 'balance' });
	const location = 'https://www.ninjachat.ai/api/v1/balance';
	expect(call()).toMatchObject({ headers: { location } });
});

it('web pages come from in front of the service and carry no request id', () => {
	const { call, faults } = at('balance');
	faults.add({ name: 'html-page', on: 'balance' });
	const answer = call();
	expect('headers' in answer && answer.headers).not.toHaveProperty('x-request-id');
});

it('a fault can be kept to one method', () => {
	const { call, faults, register } = createKSimulator();
	faults.add({ name: 'internal-error', on: 'webhooks', method: 'DELETE' });
	const { id } = register();
	expect(statusOf(call('GET', '/webhooks'))).toBe(200);
	expect(statusOf(call('DELETE', `/webhooks?id=${id}`))).toBe(500);
	expect(statusOf(call('DELETE', `/webhooks?id=${id}`))).toBe(200);
});

it('a fault can be kept to one job and to one prompt', () => {
	const { faults, look, order, orderId } = createKSimulator();
	const [one, two] = [orderId(), orderId()];
	faults.add({ name: 'unavailable', on: 'status', requestId: two });
	faults.add({ name: 'unavailable', on: 'create', promptIncludes: 'dog' });
	expect([look(one), look(two), look(two)].map(statusOf)).toEqual([200, 503, 200]);
	const statuses = ['A cat', 'A dog', 'A dog'].map((prompt) => statusOf(order({ prompt })));
	expect(statuses).toEqual([200, 503, 200]);
});

it('a fault after a test delivery spoils the answer to it, when it comes', async () => {
	const { call, faults, receiver, register } = createKSimulator();
	const { id } = register();
	faults.add({ name: 'timeout-after', on: 'webhooks' });
	const answer = call('POST', '/webhooks/test', { endpoint_id: id });
	if (answer.kind !== 'later') throw new Error(answer.kind);
	expect(await answer.answer).toEqual({ kind: 'silence' });
	expect(receiver.got).toHaveLength(1);
});

it.each([
	['unknown-status', 0, { status: 'rendering' }],
	['not-found-at-first', 0, { error: { code: 'not_found' } }],
	['progress-stuck', 40_000, { progress: 40 }],
	['completed-without-url', 45_000, { status: 'completed', progress: 100 }],
] as const)('a job under %s behaves so in v2', (name, ms, expected) => {
	const { clock, faults, look, orderId } = createKSimulator();
	faults.add({ name, on: 'create' });
	const id = orderId();
	clock.ms = ms;
	const answer = readJson(look(id));
	expect(answer).toMatchObject(expected);
	expect(answer).not.toHaveProperty('video_url');
});

it('a video URL of v2 can expire, and every status call gives a new one', () => {
	const { clock, faults, fetchVideo, look, orderId } = createKSimulator();
	faults.add({ name: 'url-expires', on: 'create', urlLifetimeMs: 1_000 });
	const id = orderId();
	clock.ms = 45_000;
	const url = String(readJson(look(id))['video_url']);
	clock.ms = 46_000;
	expect(statusOf(fetchVideo(url))).toBe(403);
	expect(statusOf(fetchVideo(String(readJson(look(id))['video_url'])))).toBe(200);
});
