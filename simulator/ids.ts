import { createHash, randomBytes } from 'crypto';

/** The version of the API a job was ordered from: the page's `/video`, or `/videos` and its alias. */
export type ApiVersion = 'v1' | 'v2';

/**
 * An id for a job, the `count`-th, made at `now` (ms). Those of v1 look like the real ones;
 * those of v2 are invented. `:` and `/` in both must be encoded in a URL.
 */
export function makeJobId(version: ApiVersion, now: number, count: number): string {
	const hex = createHash('sha256').update(`${now} ${count}`).digest('hex').slice(0, 24);
	return version === 'v1' ? `gemini-veo:operations/generate-video-${hex}` : `video_${hex}:queue/1`;
}

/** An id that no other simulator gives, such as `evt_1f0c...`. */
export function makeId(prefix: string): string {
	return `${prefix}_${randomBytes(12).toString('hex')}`;
}
