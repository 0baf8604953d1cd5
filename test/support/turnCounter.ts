/* eslint-disable @n8n/community-nodes/no-restricted-globals -- setImmediate is the event loop's turn */
import type { Clock } from '../../nodes/NinjaVideo/pacing/clock';

/** A clock on which every glance takes a millisecond; it counts how often the event loop had its turn. */
export function createTurnCounter(): Clock & { turns(): number } {
	let nowMs = 0;
	let turns = 0;
	return {
		now: () => (nowMs += 1),
		async sleep() {
			await new Promise((resolve) => setImmediate(resolve));
			turns += 1;
		},
		turns: () => turns,
	};
}
