/** How something ended: with a value, or with what went wrong. */
export type Result<T, E = unknown> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly error: E };

/** A result that holds a value. */
export const success = <T>(value: T): { readonly ok: true; readonly value: T } => ({
	ok: true,
	value,
});

/** A result that holds an error. */
export const failure = <E>(error: E): { readonly ok: false; readonly error: E } => ({
	ok: false,
	error,
});

/** Turns how a promise ends into a value, so that decisions are made outside a `catch`. Never rejects. */
export async function toResult<T>(promise: Promise<T>): Promise<Result<T>> {
	return await promise.then(success, failure);
}
