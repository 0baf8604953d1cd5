import type { INodeParameters } from 'n8n-workflow';
import {
	byRow,
	expectPromises,
	expectRefused,
	listed,
	orderWith,
	rows,
	shown,
	withStage,
	wordsOf,
} from './stageSupport';

const titled = (values: readonly unknown[]) =>
	values.map((value) => [shown(value), value] as const);

describe('the address of an image', () => {
	const clean = 'https://example.com/a.png';

	it.each(titled([` ${clean}\n`, `${clean}\u200b`, `\u202a${clean}\u202c`, `\ufeff${clean}`]))(
		'typed as "%s" is sent without what nobody sees',
		async (_, value) => {
			await withStage({}, async (stage) => {
				const run = await orderWith(stage, 'imageUrl', value);
				expect(stage.orders.map(({ body }) => body.image_url)).toEqual([clean]);
				expectPromises(run, stage);
			});
		},
	);

	it.each(
		titled([
			...['example.com/a.png', '//example.com/a.png', 'https//example.com/a.png'],
			...['http:/example.com/a.png', 'https:example.com/a.png', 'https:\\\\example.com\\a.png'],
			...['https://example..com/a.png', 'https://.example.com/a.png', `<${clean}>`, `"${clean}"`],
			...[`<img src="${clean}">`, `![x](${clean})`, `=IMAGE("${clean}")`, `${clean}, ${clean}`],
			...['https://example.com/a b.png', 'https://user:pw@example.com/a.png', 'C:\\pics\\a.png'],
			...['data:image/png;base64,iVBORw0KGgo=', 'blob:https://example.com/1', 's3://bucket/a.png'],
			...['https://example.com:99999/a.png', 'null', '#N/A', true, [], [clean], { url: clean }],
		]),
	)('typed as "%s" is refused for free', async (_, value) => {
		await withStage({}, async (stage) => {
			const run = await orderWith(stage, 'imageUrl', value);
			expectRefused(run, stage, /Image URL [^]*(is needed|share the image)/);
		});
	});

	it.each([
		...['127.1', '2130706433', '0x7f000001', '017700000001', '0', '192.168.0.1.', '100.64.0.1'],
		...['１２７.０.０.１', '127。0。0。1', '169.254.169.254', '224.0.0.1', '255.255.255.255'],
		...['[::1]', '[::ffff:10.0.0.1]', '[fd00::1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]'],
		...['metadata.google.internal', 'host.docker.internal', 'printer.local', 'nas', 'a.home.arpa'],
		...['LOCALHOST', 'localhost.', 'a.localhost', 'local\u200bhost', '%6cocalhost', '127.0.0.1.'],
	])('at the private host "%s" is refused for free', async (host) => {
		await withStage({}, async (stage) => {
			const run = await orderWith(stage, 'imageUrl', `https://${host}/a.png`);
			expectRefused(run, stage, /Image URL [^]*cannot be reached from the internet/);
		});
	});
});

describe('a unique key', () => {
	const twice = async (first: unknown, second: unknown, later: INodeParameters = {}) =>
		await withStage({}, async (stage) => {
			await orderWith(stage, 'uniqueKey', first);
			const run = await orderWith(stage, 'uniqueKey', second, later);
			expectPromises(run, stage);
			return { run, stage };
		});

	it.each([
		['a space after it', 'sp-1', 'sp-1 \n'],
		['a zero-width space in it', 'zw-1', 'zw\u200b-1'],
		['a mark of direction before it', 'rt-1', '\u200frt-1'],
		['a byte order mark before it', 'bom-1', '\ufeffbom-1'],
		['its accents written apart', 'caf\u00e9-1', 'cafe\u0301-1'],
		['the type of a number', 4711, '4711'],
	])('is the same key with %s', async (_, first, second) => {
		const { run, stage } = await twice(first, second);
		expect(stage.paid()).toHaveLength(1);
		expect(run.items[0]?.json).toMatchObject({ ordered_before: true });
	});

	it.each([
		['another case', 'Ab-2', 'ab-2'],
		['a zero before it', '7-2', '07-2'],
		['another name of an object', '__proto__', 'constructor'],
	])('is another key with %s', async (_, first, second) => {
		const { stage } = await twice(first, second);
		expect(stage.paid()).toHaveLength(2);
	});

	it.each(
		titled([
			...[true, false, [], ['a'], {}, { id: 1 }, '[object Object]', 'undefined', 'null', 'NaN'],
			...['#N/A', '#REF!', '{{ $json.id }}', '={{ $json.id }}', '$json.id', 'n/a', '-', 'none'],
		]),
	)('of "%s" is refused for free', async (_, value) => {
		await withStage({}, async (stage) => {
			const run = await orderWith(stage, 'uniqueKey', value);
			expectRefused(run, stage, /Unique Key .*Use a value that is different/, String(value));
		});
	});

	it('of 5,000 characters is known again, and is not the same as one that ends differently', async () => {
		const { stage } = await twice(`${'x'.repeat(5000)}1`, `${'x'.repeat(5000)}2`);
		expect(stage.paid()).toHaveLength(2);
	});

	it('with another model is refused for free, and the message names the key', async () => {
		const { run, stage } = await twice('same-3', 'same-3', { model: '={{ "veo-3.1" }}' });
		expect(stage.paid()).toHaveLength(1);
		expect(wordsOf(run)).toMatch(/Unique Key 'same-3' was used for another video/);
	});
});

describe('an option of v1/videos', () => {
	const fields = ['prompt', 'image_url', 'reference_images', 'negative_prompt', 'generate_audio'];
	const models = { body: { data: [listed('google-veo-2', 3, { supportedParameters: fields })] } };
	const videos = { contract: 'v1/videos', script: { models } } as const;
	const one = 'https://a.example/1';

	it.each<readonly [string, string, unknown, unknown]>([
		['referenceImages', 'reference_images', `- ${one}\n- ${one}2`, [one, `${one}2`]],
		['referenceImages', 'reference_images', `${one},2.png`, [`${one},2.png`]],
		['referenceImages', 'reference_images', `${one}\u200b; ${one}2`, [one, `${one}2`]],
		['referenceImages', 'reference_images', [one, '', '\u200b'], [one]],
		['generateAudio', 'generate_audio', 'FALSE ', false],
		['generateAudio', 'generate_audio', 'no\u200b', false],
		['generateAudio', 'generate_audio', 'Ｙｅｓ', true],
		['negativePrompt', 'negative_prompt', 'none', undefined],
		['negativePrompt', 'negative_prompt', 'n/a', undefined],
		['negativePrompt', 'negative_prompt', '\u200b', undefined],
		['negativePrompt', 'negative_prompt', 'blur, 3', 'blur, 3'],
	])('%s is sent as %s for what was typed (%#)', async (name, field, value, sent) => {
		await withStage(videos, async (stage) => {
			const run = await orderWith(stage, `options.${name}`, value);
			expect(stage.orders.map(({ body }) => body[field])).toEqual([sent]);
			expectPromises(run, stage);
		});
	});

	it.each([
		...[['a'], { a: one }, [1], [[one]], [{ url: one }], 'a\nb', 'https://10.0.0.1/x', true].map(
			(value) => ['referenceImages', shown(value), value] as const,
		),
		...['maybe', [], 'x', {}].map((value) => ['generateAudio', shown(value), value] as const),
		...['undefined', '#REF!', '{{ $json.n }}', 'not [object Object]', ['blur'], { no: 'blur' }].map(
			(value) => ['negativePrompt', shown(value), value] as const,
		),
	])('%s of "%s" is refused for free', async (name, _, value) => {
		await withStage(videos, async (stage) => {
			const run = await orderWith(stage, `options.${name}`, value);
			const label = name.replace(/[A-Z]/g, ' $&');
			expectRefused(run, stage, new RegExp(`${label} '`, 'i'), String(value));
		});
	});
});

it.each(['File', 'binary', 'FILE FROM ITEM', '={{ "file" }}'])(
	'an Image Source of "%s", which only a workflow written by hand has, is refused for free',
	async (imageSource) => {
		await withStage({}, async (stage) => {
			const run = await stage.run({ ...byRow, imageSource }, { items: rows('A dog') });
			expectRefused(run, stage, /Image Source .* is not known/);
		});
	},
);

it('a square video where only v1/video is there is said to need v1/videos, not that nothing is there', async () => {
	await withStage({}, async (stage) => {
		const run = await orderWith(stage, 'aspectRatio', 'square');
		expect(stage.paid()).toEqual([]);
		expect(wordsOf(run)).toMatch(/has no API v1\/videos.*1:1/s);
		expect(run.details.charged).toBe('no');
	});
});

it('every bad cell of a row is named at once, and the good row beside it is not ordered', async () => {
	await withStage({}, async (stage) => {
		const bad = { p: 'TBD', m: 'sora', d: '6.5', r: '4:3', u: 'C:\\a.png' };
		const run = await stage.run(
			{
				...byRow,
				model: '={{ $json.m }}',
				duration: '={{ $json.d }}',
				aspectRatio: '={{ $json.r }}',
				imageUrl: '={{ $json.u }}',
			},
			{ items: [{ p: 'A dog' }, bad] },
		);
		expectRefused(run, stage, /Prompt[^]*Model[^]*Aspect Ratio[^]*Image URL/);
	});
});
