import type { IExecuteFunctions } from 'n8n-workflow';

/** n8n keeps ten entries per execution and 512 characters of each; half of them are left to others. */
const ENTRIES = 5;
const MAX_CHARACTERS = 512;

/**
 * Writes request ids into the execution's custom data, so that the executions list can be searched for them.
 * Up to five ids have an entry each; more share the entries, as far as they fit.
 */
export function recordRequestIds(context: IExecuteFunctions, requestIds: readonly string[]): void {
	const perEntry = Math.ceil(requestIds.length / ENTRIES);
	for (let entry = 0; entry * perEntry < requestIds.length; entry += 1) {
		const ids = requestIds.slice(entry * perEntry, (entry + 1) * perEntry).join(' ');
		const key = entry === 0 ? 'ninja_video_request_id' : `ninja_video_request_id_${entry + 1}`;
		context.customData?.set(key, ids.slice(0, MAX_CHARACTERS));
	}
}
