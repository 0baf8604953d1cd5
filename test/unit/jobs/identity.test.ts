import {
	hashOf,
	hashRequest,
	idempotencyKeyOf,
	isSameOrder,
} from '../../../nodes/NinjaVideo/jobs/identity';
import { refusalOf } from '../../../nodes/NinjaVideo/jobs/refusal';
import { failure, success } from '../../../nodes/NinjaVideo/result';
import { anError, anIdentity, aRequest } from '../../support/builders';

describe('the hash of an order', () => {
	const plain = aRequest({ prompt: 'a dog', imageUrl: 'https://a.com/1.png' });

	it('is 24 hexadecimal characters, and stays the same in every release', () => {
		expect(hashOf({ a: 1 })).toBe('015abd7f5cc57a2dd94b7590');
		expect(hashOf(undefined)).toBe(hashOf(undefined));
		expect(hashOf(undefined)).not.toBe(hashOf(null));
	});

	it.each([
		['spaces around its prompt', { prompt: ' a dog\n' }],
		['the API version that is to make it', { requiredVersion: 'v1/videos' as const }],
	])('does not depend on %s', (_, changes) => {
		expect(hashRequest({ ...plain, ...changes })).toBe(hashRequest(plain));
	});

	it('does not depend on the order of its fields', () => {
		const turned = Object.fromEntries(Object.entries(plain).reverse()) as unknown as typeof plain;
		expect(hashRequest(turned)).toBe(hashRequest(plain));
	});

	it.each([
		{ prompt: 'a  dog' },
		{ prompt: 'A dog' },
		{ model: 'seedance-2' },
		{ durationSeconds: 6 },
		{ aspectRatio: '9:16' },
		{ imageUrl: 'https://a.com/2.png' },
		{ v2Options: { watermark: true } },
		{ fileHashes: { image_url: 'x' } },
	])('is another one with %j', (changes) => {
		expect(hashRequest({ ...plain, ...changes })).not.toBe(hashRequest(plain));
	});

	it('knows a file by its content, wherever n8n offers it', () => {
		const withFile = (imageUrl: string, hash: string) =>
			hashRequest({ ...plain, imageUrl, fileHashes: { image_url: hash } });
		expect(withFile('https://n8n/1', 'x')).toBe(withFile('https://n8n/2', 'x'));
		expect(withFile('https://n8n/1', 'x')).not.toBe(withFile('https://n8n/1', 'y'));
		const withEnd = (end: string, imageUrl: string, options = {}) =>
			hashRequest({
				...plain,
				imageUrl,
				v2Options: { end_image_url: end, ...options },
				fileHashes: { end_image_url: 'x' },
			});
		expect(withEnd('https://n8n/1', 'a')).toBe(withEnd('https://n8n/2', 'a'));
		expect(withEnd('https://n8n/1', 'a')).not.toBe(withEnd('https://n8n/1', 'b'));
		expect(withEnd('https://n8n/1', 'a', { watermark: true })).not.toBe(
			withEnd('https://n8n/1', 'a', { watermark: false }),
		);
	});
});

describe('two tries at one place', () => {
	const one = { parameters: 'p', input: 'i', evaluated: 'e' };

	it.each([
		[{}, true],
		[{ evaluated: 'other' }, true],
		[{ parameters: 'other' }, true],
		[{ input: 'other' }, true],
		[{ evaluated: 'other', parameters: 'other' }, false],
		[{ evaluated: 'other', input: 'other' }, false],
	])('of which the second has %j want the same video: %s', (changes, expected) => {
		expect(isSameOrder(one, { ...one, ...changes })).toBe(expected);
	});
});

describe('an idempotency key', () => {
	const base = anIdentity();
	const key = (changes: object = {}, named: object = {}, purchase = 1) =>
		idempotencyKeyOf({ ...base, ...changes }, { place: '0:0', ...named }, purchase);

	it('begins with the name of this node', () => {
		expect(key()).toMatch(/^ninja-video-[0-9a-f]{24}$/);
	});

	it.each([
		['installation', { installation: 'x' }, {}, 1],
		['workflow', { workflow: 'x' }, {}, 1],
		['node', { node: 'x' }, {}, 1],
		['execution', { root: () => 'x' }, {}, 1],
		['place', {}, { place: '0:1' }, 1],
		['purchase', {}, {}, 2],
		['unique key', {}, { uniqueKey: 'x' }, 1],
	])('is another one for another %s', (_, changes, named, purchase) => {
		expect(key(changes, named, purchase)).not.toBe(key());
	});

	it('of a unique key is the same in every execution, and at every place', () => {
		const first = key({}, { uniqueKey: 'row 7' });
		expect(key({ root: () => 'x' }, { uniqueKey: 'row 7', place: '0:9' })).toBe(first);
		expect(key({}, { uniqueKey: 'row 8' })).not.toBe(first);
		expect(key({ node: 'x' }, { uniqueKey: 'row 7' })).not.toBe(first);
		expect(key({}, { uniqueKey: 'row 7' }, 2)).not.toBe(first);
	});
});

it.each([
	[success(1), undefined],
	[failure(anError('service-fault', { retryAfterSeconds: 5 })), undefined],
	[failure(anError('rate-limited')), { retryAfterMs: undefined }],
	[failure(anError('rate-limited', { retryAfterSeconds: 5 })), { retryAfterMs: 5000 }],
])('a refusal of too many requests says how long to stay away: %#', (result, refusal) => {
	expect(refusalOf(result)).toEqual(refusal);
});
