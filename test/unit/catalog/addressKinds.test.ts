import {
	imageMissing,
	readAddress,
	type FileKind,
} from '../../../nodes/NinjaVideo/catalog/readAddress';

const NEEDED = 'A public URL of an image, starting with http:// or https://, is needed.';

function read(value: unknown, kind?: FileKind) {
	const result = readAddress('Image URL', value, kind);
	return result.ok ? 'good' : `${result.error.reason}. ${result.error.allowed}`;
}

describe('a page that shows an image', () => {
	it.each([
		['Google Drive', 'https://docs.google.com/uc/d/1AbC_def-ghiJ', 'id=1AbC_def-ghiJ,'],
		['Google Drive', 'https://drive.google.com/file/d/1234567890', 'id=1234567890,'],
		['Google Drive', 'https://drive.google.com/a/uc?id=1234567890', 'id=1234567890,'],
		['Google Drive', 'https://drive.google.com/ucx/d/1234567890', 'id=1234567890,'],
		['Google Drive', 'https://drive.google.com/file/d/short', 'Open the page'],
		['Google Drive', 'https://drive.google.com/', 'Open the page'],
		['Dropbox', 'https://dropbox.com/s/1/a.png', 'https://dropbox.com/s/1/a.png?raw=1,'],
		['Dropbox', 'https://dropbox.com/s/a.png?dl=0&raw=0', 'https://dropbox.com/s/a.png?raw=1,'],
		['GitHub', 'https://github.com/abc/def/blob/m/c.png', 'githubusercontent.com/abc/def/m/c.png,'],
		['GitHub', 'https://github.com/x/abc/def/blob/c.png', 'Open the page'],
		['GitHub', 'https://github.com/abc/blob/c.png', 'Open the page'],
		['Google Photos', 'https://photos.google.com/share/1', 'Open the page'],
		['Google Photos', 'https://photos.app.goo.gl/1', 'Open the page'],
		['OneDrive', 'https://1drv.ms/i/1', 'Open the page'],
		['OneDrive', 'https://onedrive.live.com/a?download=0', 'Open the page'],
		['OneDrive', 'https://acme.sharepoint.com/:i:/g/a', 'Open the page'],
		['iCloud', 'https://www.icloud.com/photos/1', 'Open the page'],
		['iCloud', 'https://icloud.com/photos/1?raw=1', 'Open the page'],
		['pictures', 'https://imgur.com/a/1', 'Open the page'],
		['pictures', 'https://www.flickr.com/1?dl=1', 'Open the page'],
		['pictures', 'https://pinterest.com/pin/1', 'Open the page'],
		['pictures', 'https://www.instagram.com/p/1', 'Open the page'],
		['shared files', 'https://app.box.com/s/1', 'Open the page'],
		['shared files', 'https://we.tl/t-1', 'Open the page'],
		['shared files', 'https://wetransfer.com/1', 'Open the page'],
		['shared files', 'https://www.wetransfer.com/1', 'Open the page'],
	])('of %s is refused: %s', (name, value, advice) => {
		const words = read(value);
		expect(words).toContain(`leads to a page of ${name}, not to the image. `);
		expect(words).toContain(advice);
	});

	it.each([
		'https://drive.google.com/uc?id=1',
		'https://drive.google.com/thumbnail?id=1',
		'https://www.dropbox.com/s/1/a?dl=1',
		'https://dropbox.com/s/1/a?raw=1',
		'https://github.com/a/b/raw/main/c.png',
		'https://onedrive.live.com/a?download=1',
		'https://app.box.com/s/1?download=1',
	])('is none where it hands out the file: %s', (value) => {
		expect(read(value)).toBe('good');
	});

	it.each([
		'mydrive.google.com',
		'drive.google.com.example.com',
		'mydropbox.com',
		'dropbox.com.example.com',
		'mygithub.com',
		'github.com.example.com',
		'myphotos.google.com',
		'photos.google.com.example.com',
		'my1drv.ms',
		'onedrive.live.com.example.com',
		'myicloud.com',
		'icloud.com.example.com',
		'myimgur.com',
		'imgur.com.example.com',
		'mywe.tl',
		'we.tl.example.com',
		'sharepoint.com',
	])('is none at %s', (host) => {
		expect(read(`https://${host}/file/d/1234567890/blob/1`)).toBe('good');
	});
});

describe('what browsers mend and other clients do not', () => {
	it.each([
		...['https:/example.com/a', 'http:/example.com/a', 'https:example.com/a', 'http:example.com'],
		...['https:///example.com/a', 'https:\\\\example.com\\a', 'https://\\example.com/a'],
		...['https://.example.com/a', 'http://.example.com/a', 'HTTPS:/example.com/a'],
		...['https://www..example.com/a', 'http://example..com/a'],
	])('is no URL: %s', (value) => {
		expect(read(value)).toBe(`is not a URL. ${NEEDED}`);
	});

	it.each([
		...['https://example.com/a..b', 'https://example.com?a=1..2', 'https://example.com#1..2'],
		...['https://example.com/http:/b', 'https://example.com/http://a..b', 'HTTP://example.com/a'],
	])('is none of that in the rest of a URL: %s', (value) => {
		expect(read(value)).toBe('good');
	});
});

describe('the ending of a file', () => {
	const ENDINGS = {
		image: 'jpg jpeg png gif webp avif heic heif bmp tif tiff svg',
		'audio file': 'mp3 wav m4a aac flac ogg oga opus wma aif aiff weba webm mp4 mpeg',
		video: 'mp4 m4v mov webm mkv avi wmv mpg mpeg 3gp flv ogv ogg',
		other:
			'pdf doc docx xls xlsx ppt pptx odt ods rtf txt csv tsv json xml md zip rar 7z gz tar exe dmg',
	};
	const KINDS: readonly FileKind[] = ['image', 'audio file', 'video'];
	const all = [...new Set(Object.values(ENDINGS).flatMap((endings) => endings.split(' ')))];

	it.each(KINDS)('says where a URL leads to another kind of file than %s', (kind) => {
		const taken = all.filter((ending) => read(`https://example.com/a.${ending}`, kind) === 'good');
		expect(taken.sort()).toEqual(ENDINGS[kind].split(' ').sort());
	});

	it.each(['xpng', 'pngx', 'xmp3', 'mp3x', 'xmov', 'movx', 'xpdf', 'pdfx', 'docy', 'p', 'abcdef'])(
		'says nothing where it is %s',
		(ending) => {
			for (const kind of KINDS) {
				expect(read(`https://example.com/a.${ending}`, kind)).toBe('good');
			}
		},
	);

	it('is named as it stands there, with what is needed', () => {
		expect(read('https://example.com/a.PNG', 'video')).toBe(
			'leads to a .png file, not to the video. A public URL of a video, starting with http:// or https://, is needed.',
		);
		expect(read('https://example.com/a.png', 'audio file')).toContain(
			'A public URL of an audio file',
		);
	});
});

describe('a URL that is refused', () => {
	it.each([
		['http://a.com/1,http://b.com/2', `has 2 URLs in it. Give one of them. ${NEEDED}`],
		['https://a.com/1|https://b.com/2', `has 2 URLs in it. Give one of them. ${NEEDED}`],
		['https://a.com/my dog.png', `has a space in it. Write each space as %20. ${NEEDED}`],
		['https://me@a.com/', `has a user name in it. NinjaChat cannot sign in there. ${NEEDED}`],
		['https://:pw@a.com/', `has a user name in it. NinjaChat cannot sign in there. ${NEEDED}`],
		[
			'http://10.0.0.1/a.png',
			`cannot be reached from the internet. NinjaChat fetches it from outside your network. ${NEEDED}`,
		],
		['a dog', `is not a URL. ${NEEDED}`],
		[true, `is not a URL. ${NEEDED}`],
	])('says what to give: %s', (value, words) => {
		expect(read(value)).toBe(words);
	});

	it('is shown, and belongs to its field', () => {
		expect(readAddress('End Image URL', 'x')).toMatchObject({
			error: { field: 'End Image URL', value: 'x' },
		});
	});
});

it('what nobody sees around a URL is no part of it', () => {
	const value = 'https://example.com/a.png';
	expect(readAddress('Image URL', ` \u200b\u2060${value}\u200e \ufeff`)).toEqual({
		ok: true,
		value,
	});
});

it('a model that needs an image says which URL it needs', () => {
	expect(imageMissing('Runway')).toEqual({
		field: 'Image URL',
		value: '',
		reason: 'is empty, and Runway makes videos from an image only',
		allowed: NEEDED,
	});
});
