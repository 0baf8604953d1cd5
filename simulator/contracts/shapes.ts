/** A JSON Schema of draft 2020-12. */
export type Schema = Readonly<Record<string, unknown>>;

export const text: Schema = { type: 'string' };
export const textOrNull: Schema = { type: ['string', 'null'] };
export const flag: Schema = { type: 'boolean' };
export const uri: Schema = { type: 'string', format: 'uri' };
export const dateTime: Schema = { type: 'string', format: 'date-time' };
export const money: Schema = { type: 'number', minimum: 0 };
export const count: Schema = { type: 'integer', minimum: 0 };
export const anything: Schema = {};

/** One of some values. */
export const oneOf = (...values: readonly unknown[]): Schema => ({ enum: values });

/** A list of values of one kind. */
export const listOf = (items: Schema, limits: Schema = {}): Schema => ({
	type: 'array',
	items,
	...limits,
});

/**
 * A closed object, as the vendor's documents have them: no other property. A name that ends in `?`
 * may be missing.
 */
export function closed(properties: Readonly<Record<string, Schema>>): Schema {
	const entries = Object.entries(properties);
	return {
		type: 'object',
		additionalProperties: false,
		required: entries.flatMap(([name]) => (name.endsWith('?') ? [] : [name])),
		properties: Object.fromEntries(
			entries.map(([name, schema]) => [name.replace(/\?$/, ''), schema]),
		),
	};
}
