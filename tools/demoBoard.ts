/** Where the lines of a demo go. */
export interface Screen {
	write(text: string): void;
	/** Whether lines can be written over. */
	readonly isTerminal: boolean;
	/** Characters in a line. */
	readonly columns: number;
}

/** One line for each video, from the lines that the node tells its user. */
export type Board = ReturnType<typeof createBoard>;

const BAR = 20;

/**
 * Shows how videos are doing: on a terminal each line stays at its place and moves; elsewhere there is a line for
 * each change.
 * @param nameOf what to call a video, by its request id
 * @param now seconds since the start
 */
export function createBoard(
	screen: Screen,
	nameOf: (requestId: string) => string,
	now: () => number,
) {
	const lines = new Map<string, string>();

	function show(requestId: string, state: string): void {
		const name = nameOf(requestId).slice(0, 36).padEnd(36);
		const line = `${now().toFixed(1).padStart(6)} s  ${name}  ${state}`;
		if (!screen.isTerminal) {
			screen.write(`${line}\n`);
			return;
		}
		const isNew = !lines.has(requestId);
		const up = lines.size;
		lines.set(requestId, line.slice(0, screen.columns - 1));
		if (isNew) screen.write(`${lines.get(requestId)}\n`);
		else screen.write(`\x1b[${up}A${[...lines.values()].map((one) => `\x1b[2K${one}\n`).join('')}`);
	}

	return {
		/** Takes a line of the node; lines that are about no video are left out. */
		take(message: string): void {
			const [, ordered] = /\. Ordered (\S+)$/.exec(message) ?? [];
			if (ordered !== undefined) show(ordered, 'ordered');
			const [, moving, percent] = /(\S+) is at (\d+) %$/.exec(message) ?? [];
			if (moving !== undefined) show(moving, `${drawBar(Number(percent))} ${percent} %`);
			const [, ended, outcome] = /spent\. (\S+): (\S+)$/.exec(message) ?? [];
			if (ended !== undefined) show(ended, outcome === 'completed' ? 'ready' : String(outcome));
		},
	};
}

function drawBar(percent: number): string {
	const full = Math.round((BAR * percent) / 100);
	return `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}]`;
}
