/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the documentation */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { importsOf, targetOf } from '../../support/imports';
import { readSources } from '../../support/sources';

const ROOT = join(__dirname, '../../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const documents = [
	...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
	...readdirSync(join(ROOT, 'docs'))
		.filter((name) => name.endsWith('.md'))
		.map((name) => `docs/${name}`),
];
const commands = Object.keys(
	(JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> }).scripts,
);

describe.each(documents)('%s', (path) => {
	const text = read(path);

	it('links to files that are there', () => {
		const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, to = '']) => to);
		// Written by a whole run of the end-to-end tests.
		const written = ['docs/e2e-results.md'];
		const missing = links
			.map((link) => join(dirname(path), link))
			.filter((target) => !existsSync(join(ROOT, target)) && !written.includes(target));
		expect(missing).toEqual([]);
	});

	it('names commands and sources that are there', () => {
		const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, command = '']) => command);
		expect(named.filter((command) => !commands.includes(command))).toEqual([]);
		const files = [
			...text.matchAll(/`((?:test|scripts|bench|nodes|credentials|docs)\/[\w./-]+)`/g),
		];
		expect(files.map(([, file = '']) => file).filter((file) => !isThere(file))).toEqual([]);
	});
});

const isThere = (file: string) =>
	['', '.test.ts', '.ts'].some((end) => existsSync(join(ROOT, file + end)));

it('the picture of the rooms has the imports that there are', () => {
	const drawn = [...read('docs/architecture.md').matchAll(/^ {2}(\w+)(?:\[.*?\])? --> (\w+)/gm)];
	const nameOf = (target: string) => {
		const [, folder, room = ''] = target.split('/');
		if (folder === 'NinjaVideoTrigger') return room.includes('.node') ? 'triggerNode' : 'trigger';
		return room.replace(/^NinjaVideo\.node.*/, 'node').replace(/\.ts$/, '');
	};
	const imported = readSources('nodes').flatMap(({ path, text }) =>
		importsOf(text)
			.filter(({ from }) => from.startsWith('.'))
			.map(({ from }) => [nameOf(path), nameOf(targetOf(path, from))])
			.filter(([from, to]) => from !== to)
			.map(([from, to]) => `${from} --> ${to}`),
	);
	expect(drawn.map(([, from, to]) => `${from} --> ${to}`).sort()).toEqual(
		[...new Set(imported)].sort(),
	);
});
