import {
	validateVideo as validateVideoBy,
	validateWebhook as validateWebhookBy,
	validateWebhookTest as validateWebhookTestBy,
} from '../../../simulator/videoRules';

import { CONTRACTS } from '../../../simulator/settings';

const validateVideo = (body: unknown) => validateVideoBy(body, CONTRACTS.K);
const validateWebhook = (body: unknown) => validateWebhookBy(body, CONTRACTS.K);
const validateWebhookTest = (body: unknown) => validateWebhookTestBy(body, CONTRACTS.K);

const URI = 'https://images.example/cat.png';

function fieldsRefused(checked: ReturnType<typeof validateVideo>): string[] {
	return checked.ok ? [] : checked.details.map(({ field }) => field);
}

describe('a body of POST /videos', () => {
	it('gets the documented defaults', () => {
		expect(validateVideo({ prompt: 'A cat' })).toEqual({
			ok: true,
			value: {
				prompt: 'A cat',
				model: 'veo-3.1-fast',
				duration: 8,
				aspect_ratio: '16:9',
				generate_audio: false,
				watermark: false,
			},
		});
	});

	it('keeps what is given', () => {
		const body = {
			prompt: 'A cat',
			model: 'wan-2.7-r2v',
			duration: 15,
			aspect_ratio: '9:16',
			image_url: URI,
			end_image_url: URI,
			reference_images: [URI, URI, URI, URI],
			reference_video: URI,
			reference_audio: URI,
			generate_audio: true,
			watermark: true,
		};
		expect(validateVideo(body)).toEqual({ ok: true, value: body });
	});

	it.each([4, 5, 7, 15])('takes %i seconds of any model', (duration) => {
		expect(fieldsRefused(validateVideo({ prompt: 'x', model: 'veo-3.1', duration }))).toEqual([]);
	});

	it.each<[string, unknown, string[]]>([
		['an array', [], ['body']],
		['null', null, ['body']],
		['no prompt', {}, ['prompt']],
		['a blank prompt', { prompt: ' ' }, ['prompt']],
		['a prompt of 4001 characters', { prompt: 'x'.repeat(4001) }, ['prompt']],
		['a model of the reference page alone', { prompt: 'x', model: 'runway-gen4-turbo' }, ['model']],
		['a model that makes no videos', { prompt: 'x', model: 'gpt-5' }, ['model']],
		['3 seconds', { prompt: 'x', duration: 3 }, ['duration']],
		['16 seconds', { prompt: 'x', duration: 16 }, ['duration']],
		['a duration as text', { prompt: 'x', duration: '8' }, ['duration']],
		['a square', { prompt: 'x', aspect_ratio: '1:1' }, ['aspect_ratio']],
		['no URI', { prompt: 'x', image_url: 'cat.png' }, ['image_url']],
		['an end image that is null', { prompt: 'x', end_image_url: null }, ['end_image_url']],
		[
			'5 reference images',
			{ prompt: 'x', reference_images: [URI, URI, URI, URI, URI] },
			['reference_images'],
		],
		['a reference image alone', { prompt: 'x', reference_images: URI }, ['reference_images']],
		['a reference that is no URI', { prompt: 'x', reference_images: ['x'] }, ['reference_images']],
		['a reference video of 1', { prompt: 'x', reference_video: 1 }, ['reference_video']],
		['a reference audio of ""', { prompt: 'x', reference_audio: '' }, ['reference_audio']],
		['audio as text', { prompt: 'x', generate_audio: 'true' }, ['generate_audio']],
		['a watermark of 1', { prompt: 'x', watermark: 1 }, ['watermark']],
		['an unknown field', { prompt: 'x', seed: 1 }, ['seed']],
		['a field of every object', { prompt: 'x', toString: 1 }, ['toString']],
		['two mistakes', { prompt: '', duration: 99 }, ['prompt', 'duration']],
	])('is refused with %s', (_, body, fields) => {
		expect(fieldsRefused(validateVideo(body))).toEqual(fields);
	});
});

describe('a body of POST /videos under N', () => {
	it.each<[string, object]>([
		['3 seconds', { duration: 3 }],
		['a square', { aspect_ratio: '1:1' }],
		['a negative prompt', { negative_prompt: 'rain' }],
		['a model that N added', { model: 'seedance-2.5' }],
		['another name of a model', { model: 'google-veo' }],
	])('may have %s, which K refuses', (_, fields) => {
		const body = { prompt: 'x', ...fields };
		expect(validateVideoBy(body, CONTRACTS.N)).toMatchObject({ ok: true, value: fields });
		expect(fieldsRefused(validateVideo(body))).toEqual(Object.keys(fields));
	});

	it.each<[string, object, string]>([
		['2 seconds', { duration: 2 }, 'duration'],
		['4:3', { aspect_ratio: '4:3' }, 'aspect_ratio'],
		['a negative prompt of 7', { negative_prompt: 7 }, 'negative_prompt'],
		['a resolution', { resolution: '720p' }, 'resolution'],
	])('may not have %s', (_, fields, refused) => {
		const checked = validateVideoBy({ prompt: 'x', ...fields }, CONTRACTS.N);
		expect(fieldsRefused(checked)).toEqual([refused]);
	});
});

it.each([
	[true, ['seed']],
	[false, []],
])('where bodies are closed (%s) an unknown field is refused', (closedBodies, fields) => {
	const settings = { ...CONTRACTS.N, closedBodies };
	expect(fieldsRefused(validateVideoBy({ prompt: 'x', seed: 1 }, settings))).toEqual(fields);
});

describe('a body of POST /webhooks', () => {
	it('asks for every event by default', () => {
		expect(validateWebhook({ url: 'https://a.example/' })).toEqual({
			ok: true,
			value: {
				url: 'https://a.example/',
				events: ['video.completed', 'video.failed', 'budget.alert', 'balance.low'],
			},
		});
	});

	it.each(['https://a.example/x', 'http://127.0.0.1:5678/x', 'http://localhost/x'])(
		'takes %s',
		(url) => {
			expect(validateWebhook({ url, events: ['video.failed'] }).ok).toBe(true);
		},
	);

	it.each<[string, unknown]>([
		['no URL', {}],
		['plain http elsewhere', { url: 'http://a.example/' }],
		['a name that only looks like this machine', { url: 'http://localhost.example/' }],
		['an ftp URL', { url: 'ftp://a.example/' }],
		['a URL too long', { url: `https://a.example/${'x'.repeat(2000)}` }],
		['no event', { url: 'https://a.example/', events: [] }],
		['an unknown event', { url: 'https://a.example/', events: ['video.queued'] }],
		['an unknown field', { url: 'https://a.example/', secret: 'x' }],
	])('is refused with %s', (_, body) => {
		expect(validateWebhook(body).ok).toBe(false);
	});
});

it.each<[unknown, boolean]>([
	[{ endpoint_id: 'whk_1' }, true],
	[{ endpoint_id: '' }, false],
	[{ endpoint_id: 'x'.repeat(129) }, false],
	[{}, false],
	[{ endpoint_id: 'whk_1', url: 'x' }, false],
])('a body of POST /webhooks/test of %j: %s', (body, expected) => {
	expect(validateWebhookTest(body).ok).toBe(expected);
});
