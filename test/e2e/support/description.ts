import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { NinjaVideo } from '../../../nodes/NinjaVideo/NinjaVideo.node';

const { properties } = new NinjaVideo().description;

/** Fields of an operation as a person sees them; an agent's form has a default of its own. */
const fieldsOf = (operation: string): INodeProperties[] =>
	properties.filter(({ displayOptions: { show = {} } = {} }) => {
		if (show['@tool'] !== undefined) return false;
		return show.operation === undefined || show.operation.includes(operation);
	});

/** The labels that the form of an operation is to show, from top to bottom. */
export const labelsOf = (operation: string): string[] => [
	'Credential',
	...fieldsOf(operation).map(({ displayName }) => displayName),
];

/** The entries that Options of an operation is to offer. */
export function optionsOf(operation: string): string[] {
	const collection = fieldsOf(operation).find(({ name }) => name === 'options');
	return (collection?.options as INodeProperties[]).map(({ displayName }) => displayName);
}

/** The operations of the form. */
export const operationChoices = () =>
	(properties.find(({ name }) => name === 'operation')?.options as INodePropertyOptions[]).map(
		({ name, value, action = '' }) => ({ name, value: String(value), action }),
	);
