import * as crypto from 'crypto';
import { verifySignature, type WebhookDelivery } from '../../../nodes/NinjaVideo/api/webhookEvents';

jest.mock('crypto', () => {
	const real = jest.requireActual<typeof crypto>('crypto');
	return { ...real, timingSafeEqual: jest.fn(real.timingSafeEqual) };
});

const { createHmac } = crypto;
const SECRET = 'whsec of a test';
const NOW_SECONDS = 1_800_000_000;
const BODY = '{"event":"video.completed","id":"video_1"}';

const sign = (body: string | Uint8Array, timestamp: string, secret = SECRET) =>
	createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');

/** A delivery as the service sends it; `changes` are made after it was signed. */
function aDelivery(
	changes: { headers?: Record<string, unknown>; body?: string | undefined } = {},
	signedAt = String(NOW_SECONDS),
): WebhookDelivery {
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

const faultOf = (delivery: WebhookDelivery, secret = SECRET) =>
	verifySignature(delivery, secret, NOW_SECONDS * 1000);

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
			label: 'with spaces around its headers',
			delivery: aDelivery({ headers: { 'x-ninja-timestamp': ` ${NOW_SECONDS} ` } }),
		},
	])('$label is believed', ({ delivery }) => {
		expect(faultOf(delivery)).toBeUndefined();
	});

	it('is compared in constant time', () => {
		const { timingSafeEqual } = jest.mocked(crypto);
		timingSafeEqual.mockClear();
		faultOf(aDelivery());
		expect(timingSafeEqual).toHaveBeenCalledTimes(1);
		// Whatever it says is what counts.
		timingSafeEqual.mockReturnValueOnce(false);
		expect(faultOf(aDelivery())).toBe('its signature is wrong');
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
		{
			label: 'a signature behind a scheme',
			headers: { 'x-ninja-signature': `sha256=${sign(BODY, String(NOW_SECONDS))}` },
		},
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
	expect(verifySignature(delivery, SECRET, NOW_SECONDS * 1000)).toBeUndefined();
	expect(verifySignature(delivery, SECRET, NOW_SECONDS * 1000 + 100)).toBeDefined();
});
