/* eslint-disable @n8n/community-nodes/no-restricted-imports -- looks at files; not part of the package */
import { readdir, readFile } from 'node:fs/promises';
import type { IExecuteFunctions } from 'n8n-workflow';
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

it('the package is bundled and not minified, so that who installs it can read what spends their money', async () => {
	const source = await readFile('dist/nodes/NinjaVideo/NinjaVideo.node.js', 'utf8');
	expect(source).toContain('async function submitAlone(order, deps) {\n');
	expect(source.length / source.split('\n').length).toBeLessThan(80);
});

it('a stack trace names the functions of the node', async () => {
	const node = await loadNode();
	const context = {
		getNode() {
			throw new Error('lost');
		},
		getNodeParameter: () => 'getStatus',
		getInputData: () => [{ json: {} }],
	} as unknown as IExecuteFunctions;
	const error = await node.execute?.call(context).catch((thrown: Error) => thrown);
	expect((error as Error).stack).toMatch(/at getStatus .*NinjaVideo\.node\.js/);
});

it('the package is one file for each node and credential, and one for what they share', async () => {
	const names = await readdir('dist', { recursive: true });
	const scripts = names.filter((name) => name.endsWith('.js'));
	expect(scripts.map((name) => name.replaceAll('\\', '/')).sort()).toEqual([
		'credentials/NinjaChatApi.credentials.js',
		'nodes/NinjaVideo/NinjaVideo.node.js',
		'nodes/NinjaVideo/NinjaVideoTrigger.node.js',
		'shared.js',
	]);
});

it('the package holds no code of others: n8n-workflow, zod and crypto are n8n’s', async () => {
	const source = await readFile('dist/shared.js', 'utf8');
	const names = [...source.matchAll(/\brequire\('([^']+)'\)/g)].map(([, name]) => name);
	expect(names.sort()).toEqual(['crypto', 'n8n-workflow', 'zod']);
});
