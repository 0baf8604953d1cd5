/* eslint-disable @n8n/community-nodes/no-restricted-globals -- setImmediate lets sockets and promises go on before time moves */
import type { Clock } from '../../../nodes/NinjaVideo/pacing/clock';

/** A clock beside real sockets: time stands still while bytes are on their way and jumps while everybody waits. */
export interface SocketClock extends Clock {
	/** Holds time while something real is going on. @returns lets go of it */
	hold(): () => void;
	/** Lets time go on although others hold it: whoever they wait for has decided to stall. @returns takes it back */
	stall(): () => void;
	/** Forgets who holds time or stalls: what a test left behind does not stop the next one. */
	reset(): void;
}

/** Turns of the event loop without anything real before time moves. */
const QUIET_TURNS = 8;

/** Makes a clock that begins at `startMs`, in milliseconds since the epoch. */
export function createSocketClock(startMs: number): SocketClock {
	const sleepers = new Set<{ readonly atMs: number; wake(): void }>();
	let nowMs = startMs;
	const holds = new Set<object>();
	const stalls = new Set<object>();
	let isArmed = false;

	const isQuiet = () => sleepers.size > 0 && holds.size <= stalls.size;

	function arm(): void {
		if (isArmed || !isQuiet()) return;
		isArmed = true;
		let turns = 0;
		const turn = () => {
			turns += 1;
			if (isQuiet() && turns < QUIET_TURNS) return void setImmediate(turn);
			isArmed = false;
			if (isQuiet()) wakeFirst();
			arm();
		};
		setImmediate(turn);
	}

	function wakeFirst(): void {
		nowMs = Math.max(nowMs, Math.min(...[...sleepers].map(({ atMs }) => atMs)));
		for (const sleeper of [...sleepers]) {
			if (sleeper.atMs <= nowMs) sleeper.wake();
		}
	}

	return {
		now: () => nowMs,
		async sleep(ms, signal) {
			if (signal?.aborted === true) return;
			await new Promise<void>((resolve) => {
				const sleeper = {
					atMs: nowMs + Math.max(0, ms),
					wake() {
						sleepers.delete(sleeper);
						signal?.removeEventListener('abort', sleeper.wake);
						resolve();
					},
				};
				if (sleeper.atMs < Infinity) sleepers.add(sleeper);
				signal?.addEventListener('abort', sleeper.wake);
				arm();
			});
		},
		hold() {
			const hold = {};
			holds.add(hold);
			return () => {
				holds.delete(hold);
				arm();
			};
		},
		stall() {
			const stall = {};
			stalls.add(stall);
			arm();
			return () => void stalls.delete(stall);
		},
		reset() {
			holds.clear();
			stalls.clear();
		},
	};
}
