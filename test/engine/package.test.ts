import { loadNode } from '../support/engine';

it('is loaded by n8n’s own package loader with its search words and both icons', async () => {
	const { description } = await loadNode();
	expect(description.codex?.alias).toContain('text to video');
	expect(description.iconUrl).toEqual({
		light: expect.stringMatching(/ninjaVideo\.svg$/) as string,
		dark: expect.stringMatching(/ninjaVideo\.dark\.svg$/) as string,
	});
});
