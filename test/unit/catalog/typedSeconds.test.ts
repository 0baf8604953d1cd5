import { readSeconds } from '../../../nodes/NinjaVideo/catalog/readDuration';

describe('eight seconds', () => {
	it.each([
		...[8, '8', '08', ' 8 ', '8.', '8,0', '8.000', '8,00 s', '8s.', '8 s', '8S'],
		...['8sec', '8 secs', '8 second', '8seconds', '8 sek', '8 Sek.', '8 Sekunde', '8 Sekunden'],
		...['8 seg', '8 segundo', '8 segundos', '8 seconde', '8 secondes', '8 secondi'],
		...['8"', '8 ″', "8''", '8′′'],
		...['0:08', '00:08', '0:00:08', '00:00:08', '00:0:08'],
		...['PT8S', 'pt8s', '8000ms', '8000 ms', '8000 MS', '8000 millisecond', '8000milliseconds'],
	])('may be written as %j', (value) => {
		expect(readSeconds(value)).toBe(8);
	});
});

describe('a number of seconds with two digits', () => {
	it.each(['15', '15 s', '15.0', '0:15', 'PT15S', '15000 ms'])('may be written as %j', (value) => {
		expect(readSeconds(value)).toBe(15);
	});
});

describe('no whole number of seconds', () => {
	it.each([
		...[8.5, Number.NaN, Infinity, true, false, [8], { seconds: 8 }],
		...[
			'a8',
			'8 x',
			'8 sx',
			'8 s x',
			'8.5',
			'8.5 s',
			'8..',
			'8,',
			'.8',
			'8 minutes',
			'8m',
			'-8',
			'+8',
		],
		...['8.01', '8,0,0', "8'", '8 secondos', 's', '8e0', '0x8'],
		...[
			'0:8',
			'0:008',
			'1:08',
			'0:1:08',
			'10:08',
			'000:08',
			'000:00:08',
			'x0:08',
			'0:08x',
			'0:0:0:08',
		],
		...['PT8', 'P8S', 'PTS', 'xPT8S', 'PT8Sx', 'PT8M', 'PT8.5S', '8500 ms', 'x8000 ms', '8000 msx'],
		...['000 ms', '8000 m', '8000 milli'],
	])('is %j', (value) => {
		expect(readSeconds(value)).toBeNaN();
	});
});

it.each([undefined, null, '', ' ', '-', 'none', 'Auto'])('%j leaves the length open', (value) => {
	expect(readSeconds(value)).toBe(8);
});
