import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { NinjaChatApi } from '../../../credentials/NinjaChatApi.credentials';
import { NinjaVideo } from '../../../nodes/NinjaVideo/NinjaVideo.node';
import { NinjaVideoTrigger } from '../../../nodes/NinjaVideo/NinjaVideoTrigger.node';
import version1 from '../../fixtures/version1.parameters.json';
import { choicesOf, fieldsIn } from './fields';

const node = new NinjaVideo().description;
const trigger = new NinjaVideoTrigger().description;
const descriptionOf = (name: string) => (name === 'trigger' ? trigger : node);
const credentialFields = new NinjaChatApi().properties;

/** What n8n's editor makes of saved parameters: what the form does not know, it drops. */
function readSaved(
	description: INodeTypeDescription,
	parameters: INodeParameters,
	withDefaults: boolean,
): INodeParameters | null {
	const { properties } = description;
	const at = { typeVersion: 1 };
	return NodeHelpers.getNodeParameters(
		properties,
		parameters,
		withDefaults,
		false,
		at,
		description,
	);
}

/** Parameters without the words that the list of models shows for a model. */
function withoutLabel(parameters: INodeParameters | null): INodeParameters {
	const copy = structuredClone(parameters ?? {});
	delete (copy.model as INodeParameters | undefined)?.cachedResultName;
	return copy;
}

const choicesNamed = (name: string, fields: INodeProperties[]) =>
	fields.filter((field) => field.name === name).map((field) => choicesOf(field));

const saved = Object.entries(version1.saved).map(([name, parameters]) => ({ name, parameters }));
const notSaved = Object.entries(version1.notSaved).map(([name, defaults]) => ({ name, defaults }));
const choices = Object.entries(version1.choices).flatMap(([name, values]) =>
	values.map((value) => ({ name, value })),
);

describe('workflows that were saved with version 1', () => {
	it.each([node, trigger])('have a node of that version: $name', ({ version }) => {
		expect([version].flat()).toContain(1);
	});

	it.each(saved)('keep every parameter of $name', ({ name, parameters }) => {
		expect(readSaved(descriptionOf(name), parameters, false)).toEqual(parameters);
	});

	it.each(notSaved)('mean the same by what they leave out of $name', ({ name, defaults }) => {
		const { operation } = defaults as INodeParameters;
		const parameters = operation === undefined ? {} : { operation };
		const read = withoutLabel(readSaved(descriptionOf(name), parameters, true));
		expect(read).toMatchObject(defaults);
	});

	it('create and wait where they name no operation', () => {
		expect(readSaved(node, {}, true)?.operation).toBe('createAndWait');
	});

	it.each(choices)('may have chosen $value of $name', ({ name, value }) => {
		const fields = fieldsIn([...node.properties, ...trigger.properties]);
		const found = choicesNamed(
			name,
			fields.map(({ field }) => field),
		);
		expect(found.length).toBeGreaterThan(0);
		for (const each of found) expect(each.map((choice) => choice.value)).toContain(value);
	});

	it('keep their credential', () => {
		const names = credentialFields.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(version1.credential.fields));
		const [versions = []] = choicesNamed('apiVersion', credentialFields);
		const values = versions.map(({ value }) => value);
		expect(values).toEqual(expect.arrayContaining(version1.credential.apiVersions));
	});

	it('would show a parameter that was renamed, at the top and among the options', () => {
		const rename = (from: string, fields: INodeProperties[]): INodeProperties[] =>
			fields.map((field) => ({
				...field,
				name: field.name === from ? 'renamed' : field.name,
				...(field.type === 'collection' && {
					options: rename(from, field.options as INodeProperties[]),
				}),
			}));
		const { createAndWait } = version1.saved;
		for (const name of ['aspectRatio', 'timeoutMinutes']) {
			const renamed = { ...node, properties: rename(name, node.properties) };
			expect(readSaved(renamed, createAndWait, false)).not.toEqual(createAndWait);
		}
	});
});
