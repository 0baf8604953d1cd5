import { readAddress } from '../../../nodes/NinjaVideo/catalog/readAddress';

const GOOD = 'https://example.com/a.jpg';

describe('the address of an image', () => {
	it.each([
		GOOD,
		'http://example.com/a.jpg',
		'https://example.com/a.jpg?b=https://other.example.com/c',
		'https://web.archive.org/web/2020/https://example.com/a.jpg',
		'https://8.8.8.8/a.png',
		'https://[2606:4700::1]/a.png',
		'https://drive.google.com/uc?export=download&id=1234567890',
		'https://www.dropbox.com/s/1/a.png?raw=1',
		'https://raw.githubusercontent.com/a/b/main/c.png',
		'https://i.imgur.com/abc.png',
		'https://example.com/frame-of.mp4/a.png',
		'https://example.com/image?of=video.mp4',
		'https://example.com/photo.v2',
		'https://example.com/photo.JFIF',
	])('may be %s', (value) => {
		expect(readAddress('Image URL', ` ${value}\n`)).toEqual({ ok: true, value });
	});

	it.each(['', '  ', undefined, null, '-', 'n/a'])('is none when it is %p', (value) => {
		expect(readAddress('Image URL', value)).toEqual({ ok: true, value: undefined });
	});

	it.each([
		{ value: 'data:image/png;base64,AAAA', reason: 'is not a URL' },
		{ value: 'file:///etc/passwd', reason: 'is not a URL' },
		{ value: '/start.jpg', reason: 'is not a URL' },
		{ value: 'example.com/a.jpg', reason: 'is not a URL' },
		{ value: 5, reason: 'is not a URL' },
		{ value: { url: GOOD }, reason: 'is not a URL' },
		{ value: `${GOOD}, ${GOOD}`, reason: 'has 2 URLs in it' },
		{ value: `${GOOD}\n${GOOD}`, reason: 'has 2 URLs in it' },
		{ value: `${GOOD};${GOOD} ${GOOD}`, reason: 'has 3 URLs in it' },
		{ value: 'https://example.com/my dog.jpg', reason: 'has a space in it' },
		{ value: 'https://me:secret@example.com/a.jpg', reason: 'has a user name in it' },
		{ value: 'http://localhost:5678/a.png', reason: 'cannot be reached from the internet' },
		{ value: 'http://192.168.1.4/a.png', reason: 'cannot be reached from the internet' },
		{ value: 'http://3232235780/a.png', reason: 'cannot be reached from the internet' },
		{ value: 'https://example.com/a.mp4', reason: 'leads to a .mp4 file, not to the image' },
		{ value: 'https://example.com/a.MOV?x=1', reason: 'leads to a .mov file, not to the image' },
		{ value: 'https://example.com/a.mp3', reason: 'leads to a .mp3 file, not to the image' },
		{ value: 'https://example.com/a.pdf#p', reason: 'leads to a .pdf file, not to the image' },
	])('is refused when it is $value', ({ value, reason }) => {
		expect(readAddress('Image URL', value)).toMatchObject({
			ok: false,
			error: { field: 'Image URL', reason },
		});
	});

	it.each([
		{
			value: 'https://drive.google.com/file/d/1AbC_def-ghiJ/view?usp=sharing',
			direct: 'https://drive.google.com/uc?export=download&id=1AbC_def-ghiJ',
		},
		{
			value: 'https://drive.google.com/open?id=1AbC_def-ghiJ',
			direct: 'https://drive.google.com/uc?export=download&id=1AbC_def-ghiJ',
		},
		{
			value: 'https://www.dropbox.com/scl/fi/1/a.png?rlkey=k&dl=0',
			direct: 'https://www.dropbox.com/scl/fi/1/a.png?rlkey=k&raw=1',
		},
		{
			value: 'https://github.com/a/b/blob/main/c.png',
			direct: 'https://raw.githubusercontent.com/a/b/main/c.png',
		},
		{ value: 'https://photos.app.goo.gl/abc', direct: 'copy the address of the image itself' },
		{ value: 'https://1drv.ms/i/s!abc', direct: 'copy the address of the image itself' },
	])('is refused as a share page, the direct form named: $value', ({ value, direct }) => {
		const read = readAddress('Image URL', value);
		expect(read).toMatchObject({
			error: {
				reason: expect.stringMatching(/^leads to a page of .+, not to the image$/) as string,
			},
		});
		expect(read.ok ? '' : read.error.allowed).toContain(direct);
	});
});

it.each([
	{ kind: 'video', value: 'https://example.com/a.jpg', other: 'jpg' },
	{ kind: 'video', value: 'https://example.com/a.mp3', other: 'mp3' },
	{ kind: 'audio file', value: 'https://example.com/a.png', other: 'png' },
	{ kind: 'audio file', value: 'https://example.com/a.mov', other: 'mov' },
] as const)('the address of a $kind is refused when it is $value', ({ kind, value, other }) => {
	expect(readAddress('Reference', value, kind)).toMatchObject({
		error: { reason: `leads to a .${other} file, not to the ${kind}` },
	});
});

it.each([
	{ kind: 'video', value: 'https://example.com/a.webm' },
	{ kind: 'audio file', value: 'https://example.com/a.webm' },
	{ kind: 'audio file', value: 'https://example.com/a.mp4' },
] as const)('the address of a $kind may be $value', ({ kind, value }) => {
	expect(readAddress('Reference', value, kind)).toEqual({ ok: true, value });
});
