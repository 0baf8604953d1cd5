import { parseUrl } from '../../nodes/NinjaVideo/url';

it.each([
	{ text: 'https://bücher.example/x', host: 'xn--bcher-kva.example' },
	{ text: 'https://example.com/é.jpg', host: 'example.com' },
	{ text: 'https://例え.example/', host: 'xn--r8jz45g.example' },
])('a URL with letters such as those of $text is read, however often', ({ text, host }) => {
	for (let count = 0; count < 50_000; count += 1) {
		if (parseUrl(text)?.host !== host) throw new Error(`Not read the ${count + 1}th time`);
	}
	expect(parseUrl(text)?.host).toBe(host);
});

it.each(['', 'example.com', 'https://', 'https://exa mple.com/', 'http://[::1'])(
	'"%s" is not a URL',
	(text) => {
		expect(parseUrl(text)).toBeUndefined();
	},
);

it('a relative URL is read against its base', () => {
	expect(parseUrl('/a', 'https://example.com/b')?.href).toBe('https://example.com/a');
});
