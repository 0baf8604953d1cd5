/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the documentation */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODELS, type Model } from '../../../nodes/NinjaVideo/catalog/models';
import { renderModels, withModelTable } from '../../../tools/docs/models';
import { findModel } from '../../../simulator/pageRules';

const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');

const NEW: Model = {
	id: 'new-1',
	name: 'New One',
	priceCents: 450,
	durations: [4, 6],
	aspectRatio: 'honoured',
	image: 'optional',
	typicalSeconds: 60,
	note: 'new',
};

describe('the table of models in the README', () => {
	it('is as the catalogue has them: npm run docs writes it', () => {
		expect(readme).toBe(withModelTable(readme));
	});

	it('is stale as soon as the catalogue has one model more', () => {
		const next = withModelTable(readme, [...MODELS, NEW]);
		expect(next).not.toBe(readme);
		expect(next).toContain('| `new-1` ');
		expect(withModelTable(next)).toBe(readme);
	});

	it('tells price, lengths, and which model is the default', () => {
		const [, , row] = renderModels([{ ...NEW, durations: [4, 5, 6, 7, 8] }]).split('\n');
		expect(row?.split('|').map((cell) => cell.trim())).toEqual([
			...['', 'New One', '`new-1`', '$4.50', '4 to 8', 'new', ''],
		]);
		expect(renderModels().match(/default; /g)).toHaveLength(1);
	});

	it('is not written into a text without its marks', () => {
		expect(() => withModelTable('# Models')).toThrow('models: written by npm run docs');
	});
});

it.each(MODELS)('the simulator takes $id, at the price and lengths of the catalogue', (model) => {
	expect(findModel(model.id)).toMatchObject({
		priceCents: model.priceCents,
		durations: model.durations,
		requiresImage: model.image === 'required',
	});
});
