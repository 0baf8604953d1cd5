import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { NinjaVideo } from '../../../nodes/NinjaVideo/NinjaVideo.node';

/** One field of the form, at any depth, with the way to it. */
export interface FoundField {
	readonly path: string;
	readonly field: INodeProperties;
}

/** One choice of a list. */
export interface FoundChoice {
	readonly path: string;
	readonly choice: INodePropertyOptions;
}

const isField = (
	entry: INodePropertyOptions | INodeProperties | INodePropertyCollection,
): entry is INodeProperties => 'type' in entry && 'displayName' in entry;

function walk(fields: readonly INodeProperties[], way: string): FoundField[] {
	return fields.flatMap((field) => {
		const path = `${way}${field.name}`;
		const inner = (field.options ?? []).filter(isField);
		return [{ path, field }, ...walk(inner, `${path}.`)];
	});
}

/** Every field of the form. */
export const allFields = (): FoundField[] => walk(new NinjaVideo().description.properties, '');

/** Some fields, and every field inside them. */
export const fieldsIn = (fields: readonly INodeProperties[]): INodeProperties[] =>
	walk(fields, '').map(({ field }) => field);

/** The choices of one field. */
export const choicesOf = (field: INodeProperties): INodePropertyOptions[] =>
	(field.options ?? []).filter((entry): entry is INodePropertyOptions => 'value' in entry);

/** Every choice of every list. */
export const allChoices = (): FoundChoice[] =>
	allFields().flatMap(({ path, field }) =>
		choicesOf(field).map((choice) => ({ path: `${path} = ${String(choice.value)}`, choice })),
	);

const SMALL_WORDS = /^(a|an|and|as|at|by|for|if|in|of|on|or|per|the|to)$/;

/** Whether a label is in Title Case: small words inside may be small. */
export function isTitleCase(label: string): boolean {
	const words = label.replace(/[()]/g, '').split(' ');
	return words.every(
		(word, index) =>
			/^[A-Z0-9]/.test(word) || (index > 0 && index < words.length - 1 && SMALL_WORDS.test(word)),
	);
}

/** Whether a description ends as n8n has it: no full stop after one sentence, one after several. */
export function endsWell(description: string): boolean {
	const isSeveral = /[.!?] [A-Z0-9]/.test(description);
	return description.endsWith('.') === isSeveral;
}
