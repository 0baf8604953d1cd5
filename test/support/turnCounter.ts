import type { Clock } from '../../nodes/NinjaVideo/pacing/clock';

/** A clock that stands still and counts how often the event loop was given its turn. */
export function createTurnCounter(): Clock & { turns(): number } {
	let turns = 0;
	return {
		now: () => 0,
		async sleep() {
			turns += 1;
			await Promise.resolve();
		},
		turns: () => turns,
	};
}
