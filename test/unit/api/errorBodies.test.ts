import { readErrorBody } from '../../../nodes/NinjaVideo/api/readError';
import { readRetryAfter } from '../../../nodes/NinjaVideo/api/retryAfter';
import { sameServiceTarget } from '../../../nodes/NinjaVideo/api/redirect';
import { answer } from './scriptedCall';

describe('an error of the service', () => {
	it.each([
		[{ error: { code: ' bad_model ', message: 'No' } }, 'bad_model', 'No'],
		[{ error: 'bad_model', message: 'No' }, 'bad_model', 'No'],
		[{ error: 'Bad model here' }, undefined, 'Bad model here'],
		[{ error: ' Bad model here ', message: 'No' }, undefined, 'No'],
		[{ code: 'bad', message: 'No' }, 'bad', 'No'],
		[{ error_code: 'bad', message: 'No' }, 'bad', 'No'],
		[{ error: { type: 'bad', message: 'No' } }, 'bad', 'No'],
		[{ type: 'bad', title: 'No' }, 'bad', 'No'],
		[{ error: { code: 'a', type: 'b' }, code: 'c' }, 'a', ''],
		[{ error: { type: 'b' }, error_code: 'd', code: 'c' }, 'c', ''],
		[{ error: { type: 'b' }, error_code: 'd', type: 'e' }, 'd', ''],
		[{ error: { type: 'b' }, type: 'e' }, 'b', ''],
		[{ error: 'invalid', error_description: 'No' }, 'invalid', 'No'],
		[{ error: { detail: 'No' }, detail: 'Other' }, undefined, 'No'],
		[{ detail: 'No' }, undefined, 'No'],
		[{ error: { param: 'model', message: 'No' } }, undefined, 'model: No'],
		[{ param: 'model', message: 'No' }, undefined, 'model: No'],
		[{ error: { param: 'a', message: 'x' }, param: 'b', message: 'y' }, undefined, 'a: x'],
		[{ param: 'model', title: 'No' }, undefined, 'No'],
		[{ code: 7, message: 'No' }, undefined, 'No'],
		[{ code: 'two words', message: 'No' }, undefined, 'No'],
		[{ code: 'x'.repeat(80), message: 'No' }, 'x'.repeat(80), 'No'],
		[{ code: 'x'.repeat(81), message: 'No' }, undefined, 'No'],
		[{ data: { error: 'bad', message: 'No' } }, 'bad', 'No'],
		[{ error: 'bad', data: { error: 'other' } }, 'bad', ''],
		[[{ error: 'bad', message: 'No' }, { error: 'other' }], 'bad', 'No'],
		[{ details: [{ field: 'model', message: 'No' }] }, undefined, 'model: No'],
		[
			{ errors: [{ loc: ['body', 'model'], msg: 'No' }, 'Also no'] },
			undefined,
			'body.model: No; Also no',
		],
		[{ detail: [{ loc: ['model'], msg: 'No' }] }, undefined, 'model: No'],
		[{ error: { message: 'No', details: [{ message: 'so' }] } }, undefined, 'No; so'],
		[{ message: 'No', details: 'so', errors: [{}, 7] }, undefined, 'No; 7'],
		[{ errors: Array.from({ length: 25 }, (_, index) => index) }, undefined, words(20)],
		[{ message: 'x'.repeat(600) }, undefined, `${'x'.repeat(500)}...`],
	])('of %j has the code %j and the words %j', (json, code, message) => {
		expect(readErrorBody(json)).toEqual({
			message,
			isFinal: false,
			...(code === undefined ? {} : { code }),
		});
	});

	it.each([{ message: 'No', retryable: false }, { error: { message: 'No', retryable: false } }])(
		'is final where it says so: %j',
		(json) => {
			expect(readErrorBody(json)?.isFinal).toBe(true);
		},
	);

	it.each([{ message: 'No', retryable: true }, { error: { message: 'No', retryable: 'false' } }])(
		'is not final where it does not say so: %j',
		(json) => {
			expect(readErrorBody(json)?.isFinal).toBe(false);
		},
	);

	it.each([undefined, null, 7, 'No', [], {}, { error: {} }, { error: null }, { ok: true }])(
		'is none in %j',
		(json) => {
			expect(readErrorBody(json)).toBeUndefined();
		},
	);
});

function words(count: number): string {
	return Array.from({ length: count }, (_, index) => index).join('; ');
}

describe('the header Retry-After', () => {
	const NOW_MS = Date.parse('2026-01-01T00:00:00Z');

	it.each([
		['12', 12],
		['12.25', 12.25],
		['Thu, 01 Jan 2026 00:00:10 GMT', 10],
		['Wed, 31 Dec 2025 00:00:00 GMT', 0],
		['12.', undefined],
		['.5', undefined],
		['x12', undefined],
		['12x', undefined],
		['2026-01-01T00:00:10Z', undefined],
		['th, 01 Jan 2026 00:00:10 GMT', undefined],
		['Soonest', undefined],
	])('%j is %j seconds from now', (header, seconds) => {
		expect(readRetryAfter(header, NOW_MS)).toBe(seconds);
	});
});

describe('a redirect', () => {
	const FROM = 'https://ninjachat.ai/api/v1/video';
	const targetOf = (location: string | undefined, from = FROM, status = 307) =>
		sameServiceTarget(answer(status, '', location === undefined ? {} : { location }), from);

	it.each([
		['https://www.ninjachat.ai/a', FROM, 'https://www.ninjachat.ai/a'],
		['/a', FROM, 'https://ninjachat.ai/a'],
		['https://ninjachat.ai/a', 'https://www.ninjachat.ai/b', 'https://ninjachat.ai/a'],
		['https://ninjachat.ai/a', 'http://ninjachat.ai/b', 'https://ninjachat.ai/a'],
		['http://localhost:5/a', 'http://localhost:5/b', 'http://localhost:5/a'],
	])('to %s from %s may take the key there', (location, from, target) => {
		expect(targetOf(location, from)).toBe(target);
	});

	it.each([
		['http://ninjachat.ai/a', FROM],
		['https://ninjachat.ai.example.com/a', FROM],
		['https://xwww.ninjachat.ai/a', FROM],
		['https://awww.ninjachat.ai/', 'https://aninjachat.ai/'],
		['https://ninjachat.ai:8443/a', FROM],
		['https://me@ninjachat.ai/a', FROM],
		['http://localhost:6/a', 'http://localhost:5/b'],
		['http://www.localhost:5/a', 'http://localhost:5/b'],
		['http://', FROM],
		[undefined, FROM],
	])('to %s from %s may not', (location, from) => {
		expect(targetOf(location, from)).toBeUndefined();
	});

	it('is none where the answer is no redirect, or none came', () => {
		expect(targetOf('/a', FROM, 200)).toBeUndefined();
		expect(sameServiceTarget({ kind: 'aborted', sent: true }, FROM)).toBeUndefined();
	});
});
