/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the documentation */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderErrors } from '../../../tools/docs/errors';
import { findTexts } from './texts';

const DOCS = join(__dirname, '../../../docs');

/** Texts that are no error of the document, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
	'The answer to a status request could not be read': 'only a fault of our own leads there',
	"Look again later with 'Get Status'.": 'the same',
	Input: 'there is always a field',
	'an expression could not be worked out': 'n8n always has words for it',
	'ordered for': 'a hint under the output',
	', balance left': 'the same',
	'NinjaChat does not know this video': 'the field lookup_error of an item of the trigger',
};

/** Without the marks of Markdown, and without the full stop that a headline loses. */
const plain = (text: string) => text.replaceAll('`', '').replace(/\.$/, '');

describe('the document of the errors', () => {
	it('is as the code has them: npm run docs writes it', async () => {
		expect(readFileSync(join(DOCS, 'errors.md'), 'utf8')).toBe(await renderErrors());
	});

	it('has every text of the code that a user can be shown', async () => {
		const document = plain(await renderErrors());
		const texts = findTexts();
		expect(texts.length).toBeGreaterThan(90);
		const missing = texts.filter(({ text }) => !document.includes(plain(text)));
		expect(missing.filter(({ text }) => !(text in ELSEWHERE))).toEqual([]);
		expect(missing.length).toBe(Object.keys(ELSEWHERE).length);
	});

	it.each([
		'no_video_url',
		'NinjaChat could not make the video:',
		'is not a length that',
		'neither the API v1/video nor v1/videos',
		', over the maximum of',
		'the download broke off',
	])('is looked for also in texts with something in them: %s', (text) => {
		expect(findTexts().map((found) => found.text)).toContain(text);
	});
});
