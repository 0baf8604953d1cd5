import { V2_OPTIONS } from '../../../nodes/NinjaVideo/catalog/v2Options';
import { checkRequest } from '../../../nodes/NinjaVideo/catalog/rules';

const check = (options: Record<string, unknown>, api?: string) =>
	checkRequest(
		{ prompt: 'a dog', model: 'veo-3.1', duration: 8, aspectRatio: '', imageUrl: '', options },
		api === undefined ? {} : { api },
	);
const extrasOf = (options: Record<string, unknown>) => {
	const checked = check(options);
	return checked.ok ? checked.value.v2Options : checked.error;
};

const ONE = 'https://example.com/1.jpg';
const TWO = 'https://example.com/2.jpg';

describe('the options of v1/videos', () => {
	it('that are not set leave no trace in the request', () => {
		const checked = check({ timeoutMinutes: 5, endImageUrl: '', referenceImages: [] });
		expect(checked.ok && Object.keys(checked.value)).toEqual([
			'prompt',
			'model',
			'durationSeconds',
			'aspectRatio',
		]);
	});

	it('that are set go by the names of the API, and bind the request to that version', () => {
		const options = {
			endImageUrl: ` ${ONE}\n`,
			generateAudio: true,
			referenceAudioUrl: 'https://example.com/a.mp3',
			referenceImages: [ONE, TWO],
			referenceVideoUrl: 'https://example.com/v.mp4',
			watermark: false,
		};
		expect(check(options)).toMatchObject({
			ok: true,
			value: {
				requiredVersion: 'v1/videos',
				v2Options: {
					end_image_url: ONE,
					generate_audio: true,
					reference_audio: 'https://example.com/a.mp3',
					reference_images: [ONE, TWO],
					reference_video: 'https://example.com/v.mp4',
					watermark: false,
				},
			},
		});
	});

	it.each([
		{ label: 'a list', value: [ONE, ` ${TWO} `] },
		{ label: 'a text with commas', value: `${ONE}, ${TWO}` },
		{ label: 'a text with commas and no spaces', value: `${ONE},${TWO}` },
		{ label: 'a text with lines', value: `${ONE}\r\n\n ${TWO}\n` },
	])('take images from $label', ({ value }) => {
		expect(extrasOf({ referenceImages: value })).toEqual({ reference_images: [ONE, TWO] });
	});

	it('take four reference images, whichever protocol they have', () => {
		const images = [ONE, TWO, 'http://example.com/3.jpg', 'http://example.com/4.jpg'];
		expect(extrasOf({ referenceImages: images.join(',') })).toEqual({ reference_images: images });
	});

	it.each([
		{ name: 'endImageUrl', label: 'End Image URL', allowed: /^A public URL of an image/ },
		{ name: 'generateAudio', label: 'Generate Audio', allowed: /^Allowed: true, false\.$/ },
		{ name: 'referenceImages', label: 'Reference Images', allowed: /^A public URL of an image/ },
		{ name: 'watermark', label: 'Watermark', allowed: /^Allowed: true, false\.$/ },
	])('say of $name, by its label, what is allowed', ({ name, label, allowed }) => {
		const error = [{ field: label, allowed: expect.stringMatching(allowed) as string }];
		expect(check({ [name]: 'x' })).toMatchObject({ ok: false, error });
	});

	it('leave a comma inside an address alone', () => {
		const value = 'https://example.com/w_1,h_1/a.jpg,https://example.com/b.jpg';
		expect(extrasOf({ referenceImages: value })).toEqual({
			reference_images: ['https://example.com/w_1,h_1/a.jpg', 'https://example.com/b.jpg'],
		});
	});

	it.each([
		{ value: true, read: true },
		{ value: 'true', read: true },
		{ value: ' FALSE ', read: false },
		{ value: false, read: false },
		{ value: 'yes', read: true },
		{ value: 0, read: false },
	])('take a switch from $value', ({ value, read }) => {
		expect(extrasOf({ watermark: value })).toEqual({ watermark: read });
	});

	it.each([
		{ name: 'endImageUrl', value: 'end.jpg', reason: 'is not a URL' },
		{
			name: 'endImageUrl',
			value: 'http://192.168.1.4/a.png',
			reason: 'cannot be reached from the internet',
		},
		{ name: 'referenceVideoUrl', value: `${ONE} ${TWO}`, reason: 'has 2 URLs in it' },
		{ name: 'referenceAudioUrl', value: 7, reason: 'is not a URL' },
		{ name: 'referenceImages', value: 'a.jpg', reason: 'have one that is not a URL' },
		{ name: 'referenceImages', value: `${ONE}, b.jpg`, reason: 'have one that has a space in it' },
		{ name: 'referenceImages', value: [ONE, 7], reason: 'have one that is not a URL' },
		{
			name: 'referenceImages',
			value: [ONE, 'https://www.dropbox.com/s/1/a.png?dl=0'],
			reason: 'have one that leads to a page of Dropbox, not to the image',
		},
		{ name: 'referenceImages', value: Array(5).fill(ONE), reason: 'are 5 addresses' },
		{ name: 'generateAudio', value: 'maybe', reason: 'is neither true nor false' },
		{ name: 'watermark', value: { on: true }, reason: 'is neither true nor false' },
		{ name: 'watermark', value: 2, reason: 'is neither true nor false' },
	])('refuse $name = $value', ({ name, value, reason }) => {
		expect(check({ [name]: value })).toMatchObject({
			ok: false,
			error: [{ field: V2_OPTIONS.find((extra) => extra.name === name)?.label, reason }],
		});
	});

	it.each(V2_OPTIONS)('refuse $label under v1/video, whatever is in it', ({ name, label }) => {
		for (const value of [ONE, false, 'nonsense']) {
			expect(check({ [name]: value }, 'v1/video')).toMatchObject({
				ok: false,
				error: [
					{
						field: label,
						reason: 'is not known to the API v1/video',
						allowed: `Set 'API Version' of the credential to 'Automatic' or 'v1/videos', or remove '${label}'.`,
					},
				],
			});
		}
		expect(check({ [name]: '' }, 'v1/video').ok).toBe(true);
	});
});
