import { findImageProblem, MAX_IMAGE_BYTES } from '../../../nodes/NinjaVideo/catalog/imageFile';

const PNG = '\x89PNG\r\n\x1a\n\0\0\0\rIHDR';

it.each([
	['JPEG', '\xff\xd8\xff\xe0\0\x10JFIF'],
	['PNG', PNG],
	['WebP', 'RIFF\x10\x20\0\0WEBPVP8 '],
])('a %s can be handed over as an image', (_, start) => {
	expect(findImageProblem(start, 1000)).toBeUndefined();
});

it.each([
	['an HEIC of a phone', '\0\0\0\x18ftypheic'],
	['a GIF', 'GIF89a\x01\0'],
	['a web page', '<!doctype html><html>'],
	['an SVG', '<svg xmlns="http://www.w3.org/2000/svg">'],
	['a sound that begins like a WebP', 'RIFF\x10\x20\0\0WAVEfmt '],
	['a text that has an image in it', `see ${PNG}`],
	['a text that has a JPEG in it', 'see \xff\xd8\xff\xe0'],
	['a text that has a WebP in it', 'see RIFF\x10\x20\0\0WEBPVP8 '],
])('%s is refused as an image, naming the formats that can be used', (_, start) => {
	expect(findImageProblem(start, 1000)).toMatchObject({
		reason: 'is not an image that video models take',
		allowed: expect.stringContaining('JPEG, PNG, WebP') as string,
	});
});

it('an image over the maximum is refused with its size, one of exactly the maximum is not', () => {
	expect(findImageProblem(PNG, MAX_IMAGE_BYTES)).toBeUndefined();
	expect(findImageProblem(PNG, MAX_IMAGE_BYTES + 100_000)).toEqual({
		reason: 'is a file of 20.1 MB',
		allowed: "Use an image of up to 20 MB, for example with n8n's node Edit Image before this one.",
	});
});

it('an empty file is refused as an image', () => {
	expect(findImageProblem('', 0)).toEqual({
		reason: 'is an empty file',
		allowed: 'Use an image: JPEG, PNG, WebP.',
	});
});
