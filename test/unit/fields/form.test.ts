import { NinjaChatApi } from '../../../credentials/NinjaChatApi.credentials';
import { V2_OPTIONS } from '../../../nodes/NinjaVideo/catalog/v2Options';
import { DEFAULTS, findModel } from '../../../nodes/NinjaVideo/catalog/models';
import { NinjaVideo } from '../../../nodes/NinjaVideo/NinjaVideo.node';
import { operations } from '../../../nodes/NinjaVideo/actions';
import { allFields, choicesOf } from './fields';

const { description } = new NinjaVideo();
const fields = allFields();
const byName = (name: string) => description.properties.filter((field) => field.name === name);
const operationValues = choicesOf(byName('operation')[0] ?? { ...fields[0]!.field }).map(
	({ value }) => String(value),
);

describe('the order of the form', () => {
	it.each(fields.filter(({ field }) => (field.options ?? []).length >= 5))(
		'the choices of $path are alphabetical, numbers by size',
		({ field }) => {
			const names = (field.options ?? []).map((entry) =>
				'displayName' in entry ? entry.displayName : entry.name,
			);
			const sorted = [...names].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
			expect(names).toEqual(sorted);
		},
	);

	it('shows fields by the operation and the kind of image only, so that no row loses a field to its model', () => {
		const conditions = fields.flatMap(({ field }) => [
			...Object.keys(field.displayOptions?.show ?? {}),
			...Object.keys(field.displayOptions?.hide ?? {}),
		]);
		expect([...new Set(conditions)].sort()).toEqual(['@tool', 'imageSource', 'operation']);
		// Neither can be an expression, which n8n could not work out for a form.
		for (const name of ['operation', 'imageSource']) {
			for (const field of byName(name)) expect(field.noDataExpression).toBe(true);
		}
	});

	it('has each option once per operation', () => {
		for (const field of byName('options')) {
			const names = (field.options ?? []).map(({ name }) => name);
			expect(new Set(names).size).toBe(names.length);
		}
	});
});

describe('the defaults', () => {
	it('are what the endpoint uses', () => {
		expect(byName('model')[0]?.default).toMatchObject({ mode: 'list', value: DEFAULTS.model });
		expect(byName('duration')[0]?.default).toBe(DEFAULTS.durationSeconds);
		expect(byName('aspectRatio')[0]?.default).toBe(DEFAULTS.aspectRatio);
	});

	it('name the model with its price and lengths of today', () => {
		const model = findModel(DEFAULTS.model);
		expect(byName('model')[0]?.default).toMatchObject({
			cachedResultName: `${model?.name} ($${(model?.priceCents ?? 0) / 100} per video, 5-15 s)`,
		});
	});

	it('wait for a person and do not wait for an agent', () => {
		expect(byName('operation').map((field) => [field.default, field.displayOptions])).toEqual([
			['createAndWait', { hide: { '@tool': [true] } }],
			['create', { show: { '@tool': [true] } }],
		]);
	});

	it('cap what a run may spend', () => {
		expect(byName('maxSpendUsd')[0]?.default).toBe(50);
	});
});

describe('the fields of v1/videos', () => {
	const v2Options = V2_OPTIONS.map(({ name, label }) => [name, label]);

	it.each(['create', 'createAndWait'])('are options of %s, as the rules know them', (operation) => {
		const options = byName('options').find(({ displayOptions }) =>
			displayOptions?.show?.operation?.includes(operation),
		);
		const shown = (options?.options ?? []).filter(({ name }) => {
			return v2Options.some(([extra]) => extra === name);
		});
		expect(shown.map((field) => [field.name, 'displayName' in field && field.displayName])).toEqual(
			v2Options,
		);
	});

	it('say which generation they need', () => {
		for (const { field } of fields.filter(({ field: { name } }) =>
			v2Options.some(([e]) => e === name),
		)) {
			expect(field.description).toMatch(/\. Needs the API v1\/videos\.$/);
		}
	});
});

describe('the credential', () => {
	it('chooses the generation by itself unless told otherwise', () => {
		const field = new NinjaChatApi().properties.find(({ name }) => name === 'apiVersion');
		expect(field?.default).toBe('automatic');
		expect(field?.options?.map((option) => 'value' in option && option.value)).toEqual([
			'automatic',
			'v1/video',
			'v1/videos',
		]);
	});
});

describe('the operations', () => {
	it('of the form are those of the node', () => {
		expect(operationValues.sort()).toEqual(Object.keys(operations).sort());
	});
});

describe('the tool form', () => {
	it('alone has a number for another copy', () => {
		expect(byName('copyNumber').map(({ displayOptions }) => displayOptions?.show)).toEqual([
			{ operation: ['create', 'createAndWait'], '@tool': [true] },
		]);
	});
});
