import { removeAnyKey } from '../api/removeKey';

/** A value in which no key is repeated that a person typed into another field than the one of the credential. */
export const withoutKeys = <T>(value: T): T => clean(value) as T;

function clean(value: unknown): unknown {
	if (typeof value === 'string') return removeAnyKey(value);
	if (Array.isArray(value)) return value.map(clean);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, clean(inner)]));
}
