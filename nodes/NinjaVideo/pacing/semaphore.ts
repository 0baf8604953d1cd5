/** A fixed number of places. Whoever finds none free waits in line, first come first served. */
export interface Semaphore {
	/** Runs `work` in a place of its own and hands back what it gives or throws. */
	run<T>(work: () => Promise<T>): Promise<T>;
	/** Adds places, for those in line first. */
	grow(places: number): void;
}

/** Makes `count` places; `Infinity` for no limit. */
export function createSemaphore(count: number): Semaphore {
	let free = count;
	const line: Array<() => void> = [];
	const leave = () => {
		const next = line.shift();
		if (next === undefined) free += 1;
		else next();
	};
	return {
		grow(places) {
			for (let place = 0; place < places; place += 1) leave();
		},
		async run(work) {
			if (free > 0) free -= 1;
			else await new Promise<void>((resolve) => line.push(resolve));
			return await work().finally(leave);
		},
	};
}
