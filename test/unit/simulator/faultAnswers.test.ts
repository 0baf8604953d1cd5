import type { Answer } from '../../../simulator/app';
import { FAULT_NAMES, type Fault, type FaultName, strikeOf } from '../../../simulator/faults';
import { createVirtualSimulator, readJson, statusOf } from './virtualSimulator';

type Case = [FaultName, number | string, 'charged' | 'not charged', string | RegExp];

/** What each fault answers to a create call, and whether it costs. */
const ON_CREATE: Case[] = [
	['rate-limited', 429, 'not charged', 'rate_limit_exceeded'],
	['internal-error', 500, 'not charged', 'internal_error'],
	['internal-error-accepted', 500, 'charged', 'internal_error'],
	['generation-failed-502', 502, 'not charged', 'generation_failed'],
	['unavailable', 503, 'not charged', 'service_unavailable'],
	['gateway-timeout', 504, 'not charged', /^<!DOCTYPE html>.*504/s],
	['gateway-timeout-accepted', 504, 'charged', /^<!DOCTYPE html>.*504/s],
	['timeout-before', 'silence', 'not charged', ''],
	['timeout-after', 'silence', 'charged', ''],
	['reset-before', 'reset', 'not charged', ''],
	['reset-after', 'reset', 'charged', ''],
	['html-page', 200, 'not charged', /^<!DOCTYPE html>/],
	['html-page-accepted', 200, 'charged', /^<!DOCTYPE html>/],
	['empty-body', 200, 'charged', /^$/],
	['truncated-json', 200, 'charged', /^\{"request_id":"[^}]*$/],
	['truncated-body', 200, 'charged', /^\{"request_id":"[^}]*$/],
	['missing-request-id', 200, 'charged', /^\{"model":"seedance-2",.*\}$/],
	['not-found', 404, 'not charged', 'not_found'],
	['redirect', 307, 'not charged', /^$/],
	['insufficient-credits', 402, 'not charged', 'insufficient_credits'],
	['invalid-key', 401, 'not charged', 'invalid_api_key'],
	['slow-create', 200, 'charged', /^\{"request_id":/],
	['generation-fails', 200, 'charged', /^\{"request_id":/],
	['completed-without-url', 200, 'charged', /^\{"request_id":/],
	['unknown-status', 200, 'charged', /^\{"request_id":/],
	['not-found-at-first', 200, 'charged', /^\{"request_id":/],
	['progress-missing', 200, 'charged', /^\{"request_id":/],
	['progress-stuck', 200, 'charged', /^\{"request_id":/],
	['progress-jumps-back', 200, 'charged', /^\{"request_id":/],
	['url-expires', 200, 'charged', /^\{"request_id":/],
];
const OF_THE_API = ON_CREATE.filter(([name]) => strikeOf(name) !== 'plan');

function bodyOf(answer: Answer): string {
	return 'body' in answer ? answer.body : '';
}

it('no fault but those of the video host is missing here', () => {
	const tested = ON_CREATE.map(([name]) => name);
	expect(FAULT_NAMES.filter((name) => !name.startsWith('video-')).sort()).toEqual(tested.sort());
});

it.each(ON_CREATE)('%s on a create call: %s, %s', (name, status, charged, body) => {
	const { app, create, faults, world } = createVirtualSimulator();
	faults.add({ name, on: 'create' });
	const answer = create();
	expect(statusOf(answer)).toBe(status);
	if (typeof body === 'string' && body !== '') expect(readJson(answer)['error']).toBe(body);
	else expect(bodyOf(answer)).toMatch(body);
	expect(world.charges()).toBe(charged === 'charged' ? 1 : 0);
	expect(world.jobs.size).toBe(world.charges());
	expect(app.calls[0]).toMatchObject({ fault: name, kind: answer.kind });
	expect(app.calls[0]?.requestId).toBe([...world.jobs.keys()][0]);
});

it.each(OF_THE_API)('%s on a status call: %s, and it costs nothing', (name, status, _, body) => {
	const simulator = createVirtualSimulator();
	const requestId = simulator.createJob();
	simulator.faults.add({ name, on: 'status', requestId });
	const answer = simulator.status(requestId);
	expect(statusOf(answer)).toBe(status);
	if (typeof body === 'string' && body !== '') expect(readJson(answer)['error']).toBe(body);
	else expect(bodyOf(answer)).not.toMatch(/"request_id".*\}$/);
	expect(simulator.world.charges()).toBe(1);
	expect(readJson(simulator.status(requestId))).toMatchObject({ status: 'processing' });
});

it.each<[string, Partial<Fault>, string | undefined]>([
	['5 seconds by default', {}, '5'],
	['seconds as told', { retryAfter: 17 }, '17'],
	['a date', { retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT' }, 'Wed, 21 Oct 2026 07:28:00 GMT'],
	['nothing', { retryAfter: false }, undefined],
])('rate-limited asks for %s', (_, options, expected) => {
	const { create, faults } = createVirtualSimulator();
	faults.add({ name: 'rate-limited', on: 'create', ...options });
	const answer = create();
	expect(answer.kind === 'reply' && answer.headers['retry-after']).toBe(expected);
});

it.each<[string, Partial<Fault>, number, string]>([
	['to the www host by default', {}, 307, 'https://www.ninjachat.ai/api/v1/video'],
	['as told', { status: 301, location: 'https://a.example/' }, 301, 'https://a.example/'],
])('redirect leads %s', (_, options, status, location) => {
	const { create, faults } = createVirtualSimulator();
	faults.add({ name: 'redirect', on: 'create', ...options });
	expect(create()).toMatchObject({ status, headers: { location } });
});

it('truncated-body promises more than it sends', () => {
	const { create, faults } = createVirtualSimulator();
	faults.add({ name: 'truncated-body', on: 'create' });
	const answer = create();
	if (answer.kind !== 'truncated') throw new Error(`Expected truncated, got ${answer.kind}`);
	expect(Number(answer.headers['content-length'])).toBeGreaterThan(answer.body.length);
});

it.each<[string, unknown, number]>([
	['an invalid body', { prompt: '' }, 400],
	['no JSON', '{', 400],
])('a fault after acceptance does not accept %s', (_, body, status) => {
	const { create, faults, world } = createVirtualSimulator();
	faults.add({ name: 'timeout-after', on: 'create' });
	expect(statusOf(create(body))).toBe(status);
	expect(world.charges()).toBe(0);
});

it('a create call that vanished can still be planned to fail', () => {
	const { clock, create, faults, world } = createVirtualSimulator();
	faults.add({ name: 'timeout-after', on: 'create', outcome: 'failed', generationMs: 10 });
	create();
	expect(world.charges()).toBe(1);
	clock.ms = 10;
	expect(world.charges()).toBe(0);
});
