import { createHmac } from 'crypto';
import {
	findFault,
	isAboutVideo,
	keyOf,
	readPayload,
	type Delivery,
} from '../../../nodes/NinjaVideo/api/delivery';

const SECRET = 'whsec of a test';
const NOW_SECONDS = 1_800_000_000;
const BODY = '{"event":"video.completed","id":"video_1"}';

const sign = (body: string | Uint8Array, timestamp: string, secret = SECRET) =>
	createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');

/** A delivery as the service sends it; `changes` are made after it was signed. */
function aDelivery(
	changes: { headers?: Record<string, unknown>; body?: string | undefined } = {},
	signedAt = String(NOW_SECONDS),
): Delivery {
	const body = 'body' in changes ? changes.body : BODY;
	return {
		headers: {
			'x-ninja-timestamp': signedAt,
			'x-ninja-signature': sign(BODY, signedAt),
			...changes.headers,
		},
		rawBody: body === undefined ? undefined : Buffer.from(body),
	};
}

const faultOf = (delivery: Delivery, secret = SECRET) =>
	findFault(delivery, secret, NOW_SECONDS * 1000);

describe('a signed delivery', () => {
	it.each([
		{ label: 'of this second', delivery: aDelivery() },
		{ label: 'of 300 seconds ago', delivery: aDelivery({}, String(NOW_SECONDS - 300)) },
		{
			label: 'of a clock that is 300 seconds ahead',
			delivery: aDelivery({}, String(NOW_SECONDS + 300)),
		},
		{
			label: 'whose signature is in capitals',
			delivery: aDelivery({
				headers: { 'x-ninja-signature': sign(BODY, String(NOW_SECONDS)).toUpperCase() },
			}),
		},
		{
			label: 'with blanks around its headers',
			delivery: aDelivery({ headers: { 'x-ninja-timestamp': ` ${NOW_SECONDS} ` } }),
		},
	])('$label is believed', ({ delivery }) => {
		expect(faultOf(delivery)).toBeUndefined();
	});

	it('is believed by its bytes, whatever they spell', () => {
		const rawBody = Buffer.from([0xff, 0xfe, 0x00, 0x7b, 0xc3]);
		const timestamp = String(NOW_SECONDS);
		const headers = {
			'x-ninja-timestamp': timestamp,
			'x-ninja-signature': sign(rawBody, timestamp),
		};
		expect(faultOf({ headers, rawBody })).toBeUndefined();
	});

	it.each([
		{ label: 'one blank more in the body', delivery: aDelivery({ body: `${BODY} ` }) },
		{ label: 'another job', delivery: aDelivery({ body: BODY.replace('video_1', 'video_2') }) },
		{ label: 'no body', delivery: aDelivery({ body: '' }) },
		{
			label: 'another time',
			delivery: aDelivery({ headers: { 'x-ninja-timestamp': String(NOW_SECONDS + 1) } }),
		},
		{
			label: 'the signature of another secret',
			delivery: aDelivery({
				headers: { 'x-ninja-signature': sign(BODY, String(NOW_SECONDS), 'another') },
			}),
		},
		{
			label: 'a signature over the body alone',
			delivery: aDelivery({
				headers: { 'x-ninja-signature': createHmac('sha256', SECRET).update(BODY).digest('hex') },
			}),
		},
	])('is not believed with $label', ({ delivery }) => {
		expect(faultOf(delivery)).toBe('its signature is wrong');
	});

	it.each([
		{ label: 'no signature', headers: { 'x-ninja-signature': undefined } },
		{ label: 'an empty signature', headers: { 'x-ninja-signature': '' } },
		{ label: 'a short signature', headers: { 'x-ninja-signature': 'abcd' } },
		{ label: 'a signature that is no hex', headers: { 'x-ninja-signature': 'z'.repeat(64) } },
		{ label: 'two signatures', headers: { 'x-ninja-signature': `${'a'.repeat(64)}, b` } },
		{ label: 'no time', headers: { 'x-ninja-timestamp': undefined } },
		{ label: 'a time in words', headers: { 'x-ninja-timestamp': 'now' } },
		{ label: 'a negative time', headers: { 'x-ninja-timestamp': '-1' } },
		{ label: 'a broken time', headers: { 'x-ninja-timestamp': `${NOW_SECONDS}.5` } },
		{ label: 'a time without end', headers: { 'x-ninja-timestamp': '9'.repeat(13) } },
	])('is not signed with $label', ({ headers }) => {
		expect(faultOf(aDelivery({ headers }))).toBe('it is not signed');
	});

	it('is not signed where n8n did not keep its bytes', () => {
		expect(faultOf(aDelivery({ body: undefined }))).toBe('it is not signed');
	});

	it.each([
		{ label: 'old', signedAt: NOW_SECONDS - 301 },
		{ label: 'of the future', signedAt: NOW_SECONDS + 301 },
		{ label: 'of 1970', signedAt: 0 },
	])('is refused when it is $label', ({ signedAt }) => {
		expect(faultOf(aDelivery({}, String(signedAt)))).toMatch(/^it was signed \d+ seconds before/);
	});
});

it('is refused a moment after 300 seconds', () => {
	const delivery = aDelivery({}, String(NOW_SECONDS - 300));
	expect(findFault(delivery, SECRET, NOW_SECONDS * 1000)).toBeUndefined();
	expect(findFault(delivery, SECRET, NOW_SECONDS * 1000 + 100)).toBeDefined();
});

describe('a payload', () => {
	it.each([
		{ label: 'flat', payload: { event: 'video.completed', id: 'v1' }, ids: ['v1'] },
		{
			label: 'with the job under data',
			payload: { id: 'evt_1', type: 'video.completed', data: { id: 'v1', object: 'video' } },
			ids: ['v1', 'evt_1'],
		},
		{
			label: 'with the job under data.object',
			payload: { id: 'evt_1', type: 'video.completed', data: { object: { id: 'v1' } } },
			ids: ['v1', 'evt_1'],
		},
		{
			label: 'with the job under video',
			payload: { event: 'video.completed', video: { id: 'v1' } },
			ids: ['v1'],
		},
		{
			label: 'that names the job video_id',
			payload: { event: 'video.completed', id: 'evt_1', data: { video_id: 'v1', id: 'x' } },
			ids: ['v1', 'x', 'evt_1'],
		},
		{
			label: 'that names it job_id',
			payload: { type: 'video.completed', job_id: 'v1' },
			ids: ['v1'],
		},
		{
			label: 'that names it request_id',
			payload: { type: 'video.completed', data: { request_id: 'gemini-veo:operations/1' } },
			ids: ['gemini-veo:operations/1'],
		},
		{
			label: 'that names it by a number',
			payload: { event: 'video.completed', id: 7 },
			ids: ['7'],
		},
		{
			label: 'that names more than four',
			payload: {
				type: 'video.completed',
				video_id: 'a',
				job_id: 'b',
				id: 'c',
				request_id: 'd',
				data: { id: 'e' },
			},
			ids: ['a', 'b', 'e', 'c'],
		},
		{ label: 'that names none', payload: { event: 'video.completed' }, ids: [] },
	])('$label gives its job ids, most likely first', ({ payload, ids }) => {
		expect(readPayload(payload)).toMatchObject({ event: 'video.completed', jobIds: ids });
	});

	it.each([
		{ label: 'event', payload: { event: 'video.failed' }, event: 'video.failed' },
		{ label: 'type', payload: { type: 'balance.low' }, event: 'balance.low' },
		{
			label: 'a known name beside an unknown one',
			payload: { event: 'notification', type: 'budget.alert' },
			event: 'budget.alert',
		},
		{ label: 'data.event', payload: { data: { event: 'video.failed' } }, event: 'video.failed' },
		{ label: 'an unknown name', payload: { type: 'ping' }, event: 'ping' },
		{ label: 'nothing', payload: {}, event: undefined },
	])('tells its event by $label', ({ payload, event }) => {
		expect(readPayload(payload).event).toBe(event);
	});

	it('tells what else it has of the video', () => {
		const data = { id: 'v1', model: 'veo-3.1', cost_usd: 5, video_url: 'https://a/b.mp4' };
		expect(readPayload({ type: 'video.completed', data })).toMatchObject({
			model: 'veo-3.1',
			costUsd: 5,
			videoUrl: 'https://a/b.mp4',
		});
		expect(readPayload({ type: 'video.failed', data: { id: 'v1', error: 'no' } })).toMatchObject({
			failureReason: 'no',
			videoUrl: undefined,
		});
	});

	it.each([null, undefined, 'text', 7, [], { data: null }, { data: 'x', id: {} }])(
		'%j is read as one that says nothing',
		(payload) => {
			expect(readPayload(payload)).toMatchObject({ event: undefined, jobIds: [] });
		},
	);

	it.each([
		{ event: 'video.completed', ids: [], about: true },
		{ event: 'video.progress', ids: ['v1'], about: true },
		{ event: 'balance.low', ids: ['x'], about: false },
		{ event: 'ping', ids: ['x'], about: false },
		{ event: undefined, ids: ['v1'], about: true },
		{ event: undefined, ids: [], about: false },
	])('of $event with $ids is about a video: $about', ({ event, ids, about }) => {
		const told = { ...readPayload({}), event, jobIds: ids };
		expect(isAboutVideo(told)).toBe(about);
	});
});

describe('the key of an event', () => {
	const key = (payload: object) =>
		keyOf(readPayload(payload), Buffer.from(JSON.stringify(payload)));
	const event = { id: 'evt_1', type: 'video.completed', data: { id: 'v1' } };

	it('is the same however the delivery is written', () => {
		expect(key({ ...event, attempt: 2 })).toBe(key(event));
	});

	it.each([
		{ label: 'another job', other: { ...event, data: { id: 'v2' } } },
		{ label: 'another event of the same job', other: { ...event, type: 'video.failed' } },
		{ label: 'another event id', other: { ...event, id: 'evt_2' } },
	])('differs for $label', ({ other }) => {
		expect(key(other)).not.toBe(key(event));
	});

	it('differs for two alerts with an id in common', () => {
		const alert = (percent: number) => ({ event: 'budget.alert', id: 'project_1', percent });
		expect(key(alert(50))).not.toBe(key(alert(80)));
		expect(key(alert(50))).toBe(key(alert(50)));
	});

	it('is short', () => {
		expect(key(event)).toMatch(/^[A-Za-z0-9_-]{16}$/);
	});
});
