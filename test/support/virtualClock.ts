/* eslint-disable @n8n/community-nodes/no-restricted-globals -- setImmediate lets every microtask run before time moves */
import type { Clock } from '../../nodes/NinjaVideo/pacing/clock';

/** A clock whose time moves only when everybody waits: hours pass in milliseconds. */
export interface VirtualClock extends Clock {
	/** Drives time until `work` is done. Rejects where nobody can ever wake up again. */
	run<T>(work: Promise<T>): Promise<T>;
	/** Does something after `ms` milliseconds of virtual time. */
	after(ms: number, action: () => void): void;
	/** How many sleepers there are now. */
	sleeping(): number;
	/** Milliseconds since the clock was made. */
	elapsedMs(): number;
}

interface Sleeper {
	readonly wakeAtMs: number;
	/** Counts up: of two that wake at once the one that slept first is first. */
	readonly number: number;
	isAwake: boolean;
	wake(): void;
}

const isBefore = (a: Sleeper, b: Sleeper) =>
	a.wakeAtMs < b.wakeAtMs || (a.wakeAtMs === b.wakeAtMs && a.number < b.number);

/** Sleepers by the moment they wake (a binary heap): thousands may sleep at once. */
function createHeap() {
	const heap: Sleeper[] = [];
	return {
		heap,
		push(sleeper: Sleeper) {
			let place = heap.push(sleeper) - 1;
			while (place > 0) {
				const parent = (place - 1) >> 1;
				if (!isBefore(sleeper, heap[parent]!)) break;
				heap[place] = heap[parent]!;
				place = parent;
			}
			heap[place] = sleeper;
		},
		pop() {
			const first = heap[0];
			const last = heap.pop();
			if (first === last || last === undefined) return;
			for (let place = 0; ; ) {
				let child = 2 * place + 1;
				const other = heap[child + 1];
				if (other !== undefined && isBefore(other, heap[child]!)) child += 1;
				if (heap[child] === undefined || !isBefore(heap[child]!, last)) {
					heap[place] = last;
					return;
				}
				heap[place] = heap[child]!;
				place = child;
			}
		},
	};
}

/** 2026-01-01T00:00:00Z, in milliseconds since the epoch. */
const START_MS = 1_767_225_600_000;

const runMicrotasks = async () => await new Promise<void>((resolve) => setImmediate(resolve));

/** Makes a clock that stands still at `startMs` until it is run. */
export function createVirtualClock(startMs = START_MS): VirtualClock {
	const { heap, push, pop } = createHeap();
	let nowMs = startMs;
	let asleep = 0;
	let number = 0;

	function earliest(): Sleeper | undefined {
		while (heap[0]?.isAwake === true) pop();
		return heap[0]?.wakeAtMs === Infinity ? undefined : heap[0];
	}

	async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (signal?.aborted === true) return;
		await new Promise<void>((resolve) => {
			const sleeper: Sleeper = {
				wakeAtMs: nowMs + Math.max(0, ms),
				number: (number += 1),
				isAwake: false,
				wake() {
					if (sleeper.isAwake) return;
					sleeper.isAwake = true;
					asleep -= 1;
					signal?.removeEventListener('abort', sleeper.wake);
					resolve();
				},
			};
			asleep += 1;
			push(sleeper);
			signal?.addEventListener('abort', sleeper.wake);
		});
	}

	return {
		now: () => nowMs,
		sleep,
		sleeping: () => asleep,
		elapsedMs: () => nowMs - startMs,
		after(ms, action) {
			void sleep(ms).then(action);
		},
		async run(work) {
			let done = false;
			const finish = () => {
				done = true;
			};
			work.then(finish, finish);
			await runMicrotasks();
			while (!done) {
				const next = earliest();
				if (next === undefined) {
					throw new Error(
						`Deadlock after ${nowMs - startMs} ms: everybody waits and nobody sleeps`,
					);
				}
				nowMs = Math.max(nowMs, next.wakeAtMs);
				next.wake();
				await runMicrotasks();
			}
			return await work;
		},
	};
}
