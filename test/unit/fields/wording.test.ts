import type { INodeProperties } from 'n8n-workflow';
import { NinjaChatApi } from '../../../credentials/NinjaChatApi.credentials';
import { NinjaVideo } from '../../../nodes/NinjaVideo/NinjaVideo.node';
import { NinjaVideoTrigger } from '../../../nodes/NinjaVideo/NinjaVideoTrigger.node';
import { faultsOf } from '../../support/wording';
import { proseOf, SHOWN, walk } from './visibleTexts';
import { allFields, choicesOf, fieldsIn } from './fields';

const texts = [...walk(SHOWN, 'all')].map((found) => ({ ...found, path: found.path.slice(4) }));
const { builderHint, subtitle = '', properties } = new NinjaVideo().description;

/** What no person reads: n8n's workflow builder and the models that call the tool do. */
const FOR_MACHINES = [
	builderHint?.searchHint,
	...properties.flatMap(({ name, default: text }) => (name === 'toolDescription' ? text : [])),
];

describe('a text of the editor', () => {
	it.each(texts)('$path, "$text"', ({ kind, text }) => {
		expect(faultsOf(kind, text)).toEqual([]);
	});

	it('is found wherever there are words', () => {
		const known = new Set(texts.map(({ text }) => text));
		expect(proseOf(SHOWN).filter((text) => !known.has(text))).toEqual([subtitle, ...FOR_MACHINES]);
	});

	it.each([
		'node.properties.model.modes.list.displayName',
		'node.properties.options.options.timeoutMinutes.description',
		'node.usableAsTool.replacements.description',
		'trigger.properties.events.options.Budget Alert.description',
		'trigger.properties.options.options.outputField.hint',
		'credential.properties.apiVersion.options.Automatic.description',
	])('is among them: %s', (path) => {
		expect(texts.map((found) => found.path)).toContain(path);
	});
});

const fields = [
	...allFields(),
	...fieldsIn(new NinjaVideoTrigger().description.properties, 'trigger '),
	...fieldsIn(new NinjaChatApi().properties, 'credential '),
];

describe('a field', () => {
	it.each(fields.filter(({ field }) => !['operation', 'options'].includes(field.name)))(
		'$path is described in words that its label lacks',
		({ field: { displayName, description = '' } }) => {
			const inLabel = new Set(displayName.toLowerCase().split(/\W+/));
			const added = description.toLowerCase().match(/[a-z]{4,}/g) ?? [];
			expect(added.filter((word) => !inLabel.has(word)).length).toBeGreaterThanOrEqual(2);
		},
	);

	it('is called the same in every operation, and in the trigger', () => {
		const labels = new Map<string, Set<string>>();
		for (const { field } of fields) {
			labels.set(field.name, (labels.get(field.name) ?? new Set()).add(field.displayName));
		}
		expect([...labels.values()].filter(({ size }) => size > 1)).toEqual([]);
	});
});

describe('a name in quotes', () => {
	const titles = new Set(texts.filter(({ kind }) => kind === 'title').map(({ text }) => text));
	const quoted = texts.flatMap(({ path, kind, text }) =>
		kind === 'title'
			? []
			: [...text.matchAll(/(?<!\w)'([A-Z][^']*)'/g)].map(([, name]) => ({ path, name })),
	);

	it('stands in some text', () => {
		expect(quoted.length).toBeGreaterThan(0);
	});

	it.each(quoted)("of $path, '$name', is one that the form has", ({ name }) => {
		expect(titles).toContain(name);
	});
});

it.each(choicesOf(properties[0] as INodeProperties))(
	'the subtitle calls $value what the form calls it, $name',
	({ name, value }) => {
		expect(subtitle).toContain(`${String(value)}: "${name}"`);
	},
);
