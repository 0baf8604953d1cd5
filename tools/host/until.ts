/* eslint-disable @n8n/community-nodes/no-restricted-imports -- drives real programs; not part of the package */
import { setTimeout as sleep } from 'node:timers/promises';

/** How often a condition is checked, in milliseconds. */
const CHECK_EVERY_MS = 100;

/**
 * Waits for a condition, never for a time: returns the first value that is neither undefined nor false.
 * What `check` throws counts as "not yet", and is named when the time is up.
 * @param withinMs how long to wait at most, in milliseconds; generous, so that a slow machine does not fail
 * @throws Error that says what was waited for
 */
export async function until<T>(
	what: string,
	check: () => Promise<T | undefined | false> | T | undefined | false,
	withinMs = 60_000,
): Promise<T> {
	const endMs = Date.now() + withinMs;
	let trouble = '';
	for (;;) {
		try {
			const value = await check();
			if (value !== undefined && value !== false) return value;
			trouble = '';
		} catch (error) {
			trouble = `: ${error instanceof Error ? error.message : String(error)}`;
		}
		if (Date.now() > endMs) break;
		await sleep(CHECK_EVERY_MS);
	}
	throw new Error(`Waited ${withinMs / 1000} s for ${what}${trouble}`);
}
