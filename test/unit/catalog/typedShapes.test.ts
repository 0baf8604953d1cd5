import { readAspectRatio } from '../../../nodes/NinjaVideo/catalog/readAspectRatio';

describe('a shape', () => {
	it.each([
		['16:9', ['landscape', 'Horizontal', 'wide', 'WIDESCREEN', 'landscape format', 'wide video']],
		['16:9', ['16:9', '16x9', '16X9', '16×9', '16∶9', '16/9', '16*9', '16_9', '16-9', '16 : 9']],
		[
			'16:9',
			['16by9', '16 by 9', '16to9', '16 to 9', '16:09', '16:9:00', '1920x1080', '1920 x 1080px'],
		],
		[
			'16:9',
			['16:9 (Landscape)', 'Landscape (16:9)', '16:9, wide', '16:9 [horizontal]', '16:9 hd'],
		],
		['16:9', ['16:9 (nice)', '16:9 (nice, wide)', '16:9(1920x1080)', '16:9 (landscape mode)']],
		['9:16', ['portrait', 'vertical', 'Upright', 'tall', 'portrait mode', '9:16', '720x1280']],
		['1:1', ['square', '1:1', '1080x1080', '00001x1', '33333:33333']],
		['4:3', ['4:3', '8:6']],
		['1:0', ['5:0']],
		['model', ['model', 'default of the model', 'Model default']],
	])('of %s is meant by each of %j', (shape, texts) => {
		expect(texts.map(readAspectRatio)).toEqual(texts.map(() => shape));
	});

	it.each([
		...[
			'cinema',
			'mode',
			'landscape modes',
			'format landscape',
			'landscape formatted',
			'the model',
		],
		...[
			'a16:9',
			'16:9!',
			'16:9:01',
			'16:9:000',
			'16::9',
			'16',
			'16:',
			':9',
			'16 9',
			'16  9',
			'16 hd 9',
		],
		...['123456x1', '1x123456', '0x0', '0:0', '16:9 hd hd', '16:9 4k', '16byy9'],
		...['16:9 (Portrait)', '16:9 (nice, portrait)', 'landscape (9:16)', '16:9, 9:16', '(16:9)'],
		...['constructor', 'toString', true, false, {}, ['16:9']],
	])('is not meant by %j', (value) => {
		expect(readAspectRatio(value)).toBeUndefined();
	});

	it.each(['', ' ', null, undefined, '-', 'auto'])('is left open by %j', (value) => {
		expect(readAspectRatio(value)).toBe('16:9');
	});
});

describe('the time of day that a spreadsheet makes of a shape', () => {
	const atTime = (hours: number, minutes: number) => (hours * 60 + minutes) / 1440;

	it.each([
		[atTime(16, 9), '16:9'],
		[atTime(9, 16), '9:16'],
		[atTime(1, 1), '1:1'],
		[atTime(12, 0), '1:0'],
		[0.672917, '16:9'],
		[0.672911, '16:9'],
		['0.672916667', '16:9'],
		['.672916667', '16:9'],
	])('%j is read as %s', (value, shape) => {
		expect(readAspectRatio(value)).toBe(shape);
	});

	it.each([
		0,
		1,
		-atTime(16, 9),
		1 + atTime(16, 9),
		0.6731,
		0.6727,
		'0',
		'-0.672916667',
		'1.672916667',
		5,
	])('%j is none', (value) => {
		expect(readAspectRatio(value)).toBeUndefined();
	});
});
