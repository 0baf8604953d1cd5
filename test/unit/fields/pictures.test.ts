/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the pictures of the README */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODELS } from '../../../nodes/NinjaVideo/catalog/models';
import { allFields } from './fields';

const FOLDER = join(__dirname, '../../../docs/images');
const LARGEST_BYTES = 150_000;
const names = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.png'))
	.map((file) => file.replace(/\.png$/, ''));
const linesOf = (name: string) =>
	readFileSync(join(FOLDER, `${name}.txt`), 'utf8')
		.trimEnd()
		.split('\n');

describe.each(names)('the picture %s', (name) => {
	const file = readFileSync(join(FOLDER, `${name}.png`));

	it('is the one whose words stand beside it', () => {
		expect(linesOf(name)[0]).toBe(`sha256 ${createHash('sha256').update(file).digest('hex')}`);
	});

	it('is small', () => {
		expect(file.length).toBeLessThan(LARGEST_BYTES);
	});
});

describe.each(names.filter((name) => name.startsWith('form-')))('the form in %s', (name) => {
	const values = new Map(
		linesOf(name)
			.slice(1)
			.map((line) => line.split(': ') as [string, string]),
	);

	it('has labels of today', () => {
		const labels = allFields().map(({ field }) => field.displayName);
		expect(labels).toEqual(expect.arrayContaining([...values.keys()]));
	});

	it('offers the durations of its model', () => {
		const model = MODELS.find((each) => values.get('Model')?.startsWith(`${each.name} (`));
		const durations = model?.durations.map((seconds) => `${seconds} Seconds`).join(', ');
		expect(values.get('Duration')).toBe(durations);
	});
});
