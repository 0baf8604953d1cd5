import { loadNode } from '../support/engine';

type Transport = typeof import('../../nodes/NinjaVideo/api/transport');

it.each([
	{ name: 'ninjaVideo', word: 'text to video' },
	{ name: 'ninjaVideoTrigger', word: 'webhook' },
])(
	'$name is loaded by n8n’s own package loader with its search words and both icons',
	async ({ name, word }) => {
		const { description } = await loadNode(name);
		expect(description.codex?.alias).toContain(word);
		expect(description.iconUrl).toEqual({
			light: expect.stringMatching(/NinjaVideo\/ninjaVideo\.svg$/) as string,
			dark: expect.stringMatching(/NinjaVideo\/ninjaVideo\.dark\.svg$/) as string,
		});
	},
);

it('keeps the names of functions, so that a stack trace says where it was', async () => {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- built, not compiled by the test runner
	const { request } = require('../../dist/nodes/NinjaVideo/api/transport.js') as Transport;
	const door = {
		baseUrl: 'https://example.com',
		now: () => 0,
		async send() {
			await Promise.resolve();
			throw new Error('lost');
		},
	};
	const call = { method: 'GET', path: '/', timeoutMs: 1 } as const;
	const error = await request(door, call).catch((thrown: Error) => thrown);
	expect((error as Error).stack).toMatch(/at send .*transport\.js[^]*at request .*transport\.js/);
});
