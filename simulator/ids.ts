import { createHash, randomBytes } from 'crypto';

/** The two generations of the API. */
export type Generation = 'first' | 'second';

/**
 * An id for a job, the `count`-th, made at `now` (ms). Those of generation 1 look like the real
 * ones; those of generation 2 are invented. `:` and `/` in both must be encoded in a URL.
 */
export function makeJobId(generation: Generation, now: number, count: number): string {
	const hex = createHash('sha256').update(`${now} ${count}`).digest('hex').slice(0, 24);
	return generation === 'first'
		? `gemini-veo:operations/generate-video-${hex}`
		: `video_${hex}:queue/1`;
}

/** An id that no other simulator gives, such as `evt_1f0c...`. */
export function makeId(prefix: string): string {
	return `${prefix}_${randomBytes(12).toString('hex')}`;
}
