/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the documentation */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NinjaVideo } from '../../../nodes/NinjaVideo/NinjaVideo.node';
import { PRICE } from '../../../nodes/NinjaVideo/fields/toolFields';

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
		const missing = links
			.map((link) => join(dirname(path), link))
			.filter((target) => !existsSync(join(ROOT, target)));
		expect(missing).toEqual([]);
	});

	it('names commands and sources that are there', () => {
		const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, command = '']) => command);
		expect(named.filter((command) => !commands.includes(command))).toEqual([]);
		const files = [
			...text.matchAll(/`((?:test|tools|simulator|bench|nodes|credentials|docs)\/[\w./-]+)`/g),
		];
		expect(files.map(([, file = '']) => file).filter((file) => !isThere(file))).toEqual([]);
	});
});

/** Words and numbers, without the marks of tables. */
const countWords = (text: string) => text.match(/[A-Za-z0-9][^\s|]*/g)?.length ?? 0;

it('README has at most 900 words before its part for developers', () => {
	const [before = ''] = read('README.md').split('## Development');
	expect(countWords(before)).toBeGreaterThan(300);
	expect(countWords(before)).toBeLessThanOrEqual(900);
});

it('the pictures of the documents are small, and each is shown', () => {
	const folder = join(ROOT, 'docs/images');
	const files = readdirSync(folder);
	const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
	expect(bytes).toBeLessThan(600_000);
	const texts = documents.map(read).join('\n');
	expect(files.filter((file) => !texts.includes(`images/${file}`))).toEqual([]);
});

const isThere = (file: string) =>
	['', '.test.ts', '.ts'].some((end) => existsSync(join(ROOT, file + end)));

it('the links from n8n to the README lead to headings that are there', () => {
	const headings = [...read('README.md').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
		heading
			.toLowerCase()
			.replace(/[^\w -]/g, '')
			.replace(/ /g, '-'),
	);
	const sources = [
		'credentials/NinjaChatApi.credentials.ts',
		'nodes/NinjaVideo/NinjaVideo.node.json',
		'nodes/NinjaVideo/NinjaVideoTrigger.node.json',
	];
	const anchors = sources.flatMap((path) =>
		[...read(path).matchAll(/n8n-nodes-ninja-video#([\w-]+)/g)].map(([, anchor]) => anchor),
	);
	expect(anchors.filter((anchor) => anchor !== 'readme').length).toBeGreaterThanOrEqual(4);
	expect(
		anchors.filter((anchor) => anchor !== 'readme' && !headings.includes(anchor ?? '')),
	).toEqual([]);
});

it('docs/money.md says the prices that an AI agent and n8n are told', () => {
	const { usableAsTool, builderHint } = new NinjaVideo().description;
	expect(read('docs/money.md')).toContain(`usually costs ${PRICE};`);
	expect(JSON.stringify(usableAsTool)).toContain(`usually costs ${PRICE}.`);
	expect(JSON.stringify(builderHint)).toContain(`usually costs ${PRICE}.`);
});
