import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { NinjaVideo } from '../../../nodes/NinjaVideo/NinjaVideo.node';

const { properties } = new NinjaVideo().description;

/** Fields of an operation as a new node shows them, to a person or as a tool of an agent. */
const fieldsOf = (operation: string, isTool = false): INodeProperties[] => {
	const values: Readonly<Record<string, unknown>> = {
		...{ operation, imageSource: 'url', '@tool': isTool },
	};
	const has = (name: string, wanted: unknown) =>
		Array.isArray(wanted) && wanted.includes(values[name]);
	return properties.filter(
		({ displayOptions: { show = {}, hide = {} } = {} }) =>
			Object.entries(show).every(([name, wanted]) => has(name, wanted)) &&
			!Object.entries(hide).some(([name, wanted]) => has(name, wanted)),
	);
};

/** The labels that the form of an operation is to show, from top to bottom. */
export const labelsOf = (operation: string, isTool = false): string[] => [
	'Credential',
	...fieldsOf(operation, isTool).map(({ displayName }) => displayName),
];

/** The entries that Options of an operation is to offer. */
export function optionsOf(operation: string): string[] {
	const collection = fieldsOf(operation).find(({ name }) => name === 'options');
	return ((collection?.options ?? []) as INodeProperties[]).map(({ displayName }) => displayName);
}

/** Names of the fields that the form of an operation marks as long as nobody fills them. */
export const requiredOf = (operation: string): string[] =>
	fieldsOf(operation)
		.filter(({ required, default: initial }) => required && initial === '')
		.map(({ name }) => name);

/** The operations of the form. */
export const operationChoices = () =>
	(properties.find(({ name }) => name === 'operation')?.options as INodePropertyOptions[]).map(
		({ name, value, action = '' }) => ({ name, value: String(value), action }),
	);
