/** How a promise ended, as a value. */
export type Result<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly error: unknown };

/** Waits for a promise and hands back how it ended, so that decisions are made outside a `catch`. */
export async function toResult<T>(promise: Promise<T>): Promise<Result<T>> {
	return await promise.then(
		(value): Result<T> => ({ ok: true, value }),
		(error: unknown): Result<T> => ({ ok: false, error }),
	);
}
