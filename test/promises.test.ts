/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the documents and the tests */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCUMENTS = [
	...['README.md', 'SECURITY.md', 'docs/money.md', 'docs/faults.md'],
	...['docs/reference.md', 'docs/errors.md', 'docs/at-scale.md'],
];
const PROMISE_WORDS = /\b(never|always|only|once)\b/i;

const read = (path: string) => readFileSync(join(__dirname, '..', path), 'utf8');
/** As it is read: without Markdown's marks for bold and code. */
const plain = (text: string) => text.replace(/[*`\\]/g, '');

interface Quote {
	readonly file: string;
	readonly fragment: string;
}

const cellsOf = (line: string) =>
	line
		.split('|')
		.slice(1, -1)
		.map((cell) => cell.trim());
const quotesOf = (cell = ''): Quote[] =>
	[...cell.matchAll(/`([\w./-]+)`: "([^"]+)"/g)].map(([, file = '', fragment = '']) => ({
		file,
		fragment: plain(fragment),
	}));
const rowsOf = (text: string) =>
	text
		.split('\n')
		.filter((line) => line.startsWith('|') && !/^\| (-|Promise|Where)/.test(line))
		.map(cellsOf);

const [promised = '', notPromised = ''] = read('docs/promises.md').split('## Not promises');
const promises = rowsOf(promised).map(([promise = '', where, tests, excluded = '']) => ({
	promise,
	said: quotesOf(where),
	tests: quotesOf(tests),
	excluded,
}));
const others = rowsOf(notPromised).map(([where, reason = '']) => ({
	said: quotesOf(where),
	reason,
}));
const quotes = [...promises, ...others].flatMap(({ said }) => said);

/** The sentences of a text, each cell of a table and each entry of a list by itself. */
const sentencesOf = (text: string) =>
	text
		.split('\n')
		.flatMap((line) => (line.startsWith('|') ? cellsOf(line) : [line]))
		.flatMap((part) => plain(part).split(/(?<=[.;?!])\s+/));

const findUncovered = (text: string, fragments: readonly string[]) =>
	sentencesOf(text).filter(
		(sentence) =>
			PROMISE_WORDS.test(sentence) && !fragments.some((fragment) => sentence.includes(fragment)),
	);

/** The texts of a file of tests that may be titles: literals that a line begins, or that open a call. */
const titlesOf = (source: string) =>
	[...source.matchAll(/(?:^|[(\t])(['"`])((?:\\.|(?!\1).)+)\1,?/gm)].map(([, , title = '']) =>
		title.replace(/\\(['"`])/g, '$1'),
	);

describe('the table of promises', () => {
	it('has promises, each with what is said and a test', () => {
		expect(promises.length).toBeGreaterThan(50);
		const lacking = promises.filter(({ said, tests }) => said.length === 0 || tests.length === 0);
		expect(lacking).toEqual([]);
		expect(others.filter(({ said, reason }) => said.length !== 1 || reason === '')).toEqual([]);
	});

	it('quotes what stands in the documents for users', () => {
		const wrong = quotes.filter(
			({ file, fragment }) => !DOCUMENTS.includes(file) || !plain(read(file)).includes(fragment),
		);
		expect(wrong).toEqual([]);
	});

	it('names tests that are there and run', () => {
		const named = promises.flatMap(({ tests }) => tests);
		const missing = named.filter(({ file, fragment }) => {
			if (!file.startsWith('test/') || !existsSync(join(__dirname, '..', file))) return true;
			return !titlesOf(read(file)).some((title) => plain(title).includes(fragment));
		});
		expect(missing).toEqual([]);
		const skipped = named.filter(({ file }) =>
			/\b(it|test|describe)\.(skip|only|todo|failing)\b|\bx(it|test|describe)\(/.test(read(file)),
		);
		expect(skipped).toEqual([]);
	});

	it.each(DOCUMENTS)('has every sentence of %s that promises something', (file) => {
		const fragments = quotes.filter((quote) => quote.file === file).map((quote) => quote.fragment);
		expect(findUncovered(read(file), fragments)).toEqual([]);
	});
});

describe('the reading of the documents', () => {
	it('finds a promise in a sentence, a list and a cell', () => {
		const text = 'It works. It never fails.\n- Only here\n\n| Once | **Al**ways `so` |';
		const found = ['It never fails.', '- Only here', 'Once', 'Always so'];
		expect(findUncovered(text, [])).toEqual(found);
		expect(findUncovered(text, ['never fails', 'Always so'])).toEqual(['- Only here', 'Once']);
	});

	it('takes a text inside a test for no title', () => {
		expect(titlesOf("it('a title', () => {\n\texpect(x).toBe(y); // 'no title'\n});")).toEqual([
			'a title',
		]);
	});
});
