import { loadNode } from '../support/engine';

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
