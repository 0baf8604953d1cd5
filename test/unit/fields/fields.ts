import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { NinjaVideo } from '../../../nodes/NinjaVideo/NinjaVideo.node';

/** One field of the form, at any depth, with the way to it. */
export interface FoundField {
	readonly path: string;
	readonly field: INodeProperties;
}

const isField = (
	entry: INodePropertyOptions | INodeProperties | INodePropertyCollection,
): entry is INodeProperties => 'type' in entry && 'displayName' in entry;

/** The fields among some properties, at any depth. */
export function fieldsIn(fields: readonly INodeProperties[], way = ''): FoundField[] {
	return fields.flatMap((field) => {
		const path = `${way}${field.name}`;
		const inner = (field.options ?? []).filter(isField);
		return [{ path, field }, ...fieldsIn(inner, `${path}.`)];
	});
}

/** Every field of the form. */
export const allFields = (): FoundField[] => fieldsIn(new NinjaVideo().description.properties);

/** The choices of one field. */
export const choicesOf = (field: INodeProperties): INodePropertyOptions[] =>
	(field.options ?? []).filter((entry): entry is INodePropertyOptions => 'value' in entry);
