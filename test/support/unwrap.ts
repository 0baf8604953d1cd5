import type { Result } from '../../nodes/NinjaVideo/result';

/** The value of a result. Throws its error, for tests that expect one or the other. */
export async function unwrap<T>(result: Promise<Result<T>>): Promise<T> {
	const ended = await result;
	if (ended.ok) return ended.value;
	throw ended.error;
}
