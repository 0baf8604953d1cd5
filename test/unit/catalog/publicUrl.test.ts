import { isPublicUrl } from '../../../nodes/NinjaVideo/catalog/publicUrl';

describe('a URL that a server in the internet can fetch', () => {
	it.each([
		'https://n8n.example.com/webhook/1',
		'http://n8n.example.com/a.png',
		'https://n8n.example.com./webhook/1',
		'https://203.0.113.7:8443/x',
		'https://8.8.8.8/x',
		'https://100.63.255.255/x',
		'https://100.128.0.1/x',
		'https://172.15.0.1/x',
		'https://172.32.0.1/x',
		'https://192.167.0.1/x',
		'https://10.example.com/x',
		'https://local.example.com/x',
		'https://mylocal.example.com/x',
		'https://notfritz.box/x',
		'https://bücher.example/x',
		'https://[2001:db8::1]/x',
		'https://[::ffff:8.8.8.8]/x',
		'https://[64:ff9b::8.8.8.8]/x',
		'https://[2002:808:808::1]/x',
		'https://11.0.0.0/x',
		'https://128.0.0.0/x',
		'https://[2000::1]/x',
		'https://[3fff::1]/x',
		'https://[2001:db8:1:2:3:4:5:6]/x',
		'https://[::ffff:192.0.1.1]/x',
		'https://[2001:ff9b::10.0.0.1]/x',
		'https://[2001:a00:1::1]/x',
		// No carriers of an IPv4 address, though they end like some.
		'https://[2000::ffff:10.0.0.1]/x',
		'https://[2000:2000::ffff:10.0.0.1]/x',
		'https://[2000:0:2000::ffff:10.0.0.1]/x',
		'https://[2000:0:0:2000:0:ffff:10.0.0.1]/x',
		'https://[2000::2000:ffff:10.0.0.1]/x',
	])('%s', (url) => {
		expect(isPublicUrl(url)).toBe(true);
	});
});

describe('a URL that it cannot fetch', () => {
	it.each([
		['no URL', ['', 'n8n.example.com', 'start.jpg', 'https://']],
		['another protocol', ['ftp://example.com/a', 'file:///a.png', 'data:image/png;base64,AA==']],
		[
			'a name of this machine or network',
			[
				'https://localhost:5678/x',
				'https://LOCALHOST./x',
				'https://me.localhost/x',
				'https://n8n/x',
				'https://n8n.local/x',
				'https://a.b.internal/x',
				'https://host.docker.internal/x',
				'https://nas.lan/x',
				'https://n8n.home.arpa/x',
				'https://home.arpa/x',
				'https://fritz.box/x',
				'https://n8n.fritz.box/x',
				'https://n8n.default.svc/x',
				'https://lvh.me:5678/x',
				'https://n8n.local./x',
				'https://1.local/x',
			],
		],
		[
			'a private IPv4 address',
			[
				'https://0.0.0.0/x',
				'https://10.0.0.1/x',
				'https://100.64.0.1/x',
				'https://100.127.255.255/x',
				'https://127.0.0.1/x',
				'https://169.254.1.1/x',
				'https://172.16.0.1/x',
				'https://172.31.255.255/x',
				'https://192.168.1.4/a.png',
				'https://198.18.0.1/x',
				'https://224.0.0.1/x',
				'https://255.255.255.255/x',
			],
		],
		[
			'a private IPv4 address in another form',
			[
				'https://127.1/x',
				'https://0x7f.0.0.1/x',
				'https://2130706433/x',
				'https://0300.0250.1.4/x',
			],
		],
		[
			'a private IPv6 address',
			[
				'https://[::]/x',
				'https://[::1]/x',
				'https://[fe80::1]/x',
				'https://[fd00::1]/x',
				'https://[fec0::1]/x',
				'https://[ff02::1]/x',
				'https://[4000::1]/x',
				'https://[1fff::1]/x',
			],
		],
		[
			'a private IPv4 address in an IPv6 address',
			[
				'https://[::ffff:10.0.0.1]/x',
				'https://[::ffff:a00:1]/x',
				'https://[::10.0.0.1]/x',
				'https://[64:ff9b::192.168.1.4]/x',
				'https://[2002:a00:1::1]/x',
			],
		],
		[
			'an IPv6 address that is not global, whatever IPv4 address it ends with',
			[
				'https://[::8.8.8.8]/x',
				'https://[::1:ffff:8.8.8.8]/x',
				'https://[0:0:0:1:0:ffff:8.8.8.8]/x',
				'https://[64:1::8.8.8.8]/x',
				'https://[64:ff9b:1::8.8.8.8]/x',
				'https://[64:ff9b:1:1::8.8.8.8]/x',
				'https://[64:ff9b:0:1::8.8.8.8]/x',
			],
		],
	] as const)('has %s', (_, urls) => {
		expect(urls.filter((url) => isPublicUrl(url))).toEqual([]);
	});
});
