import { RequestWindow } from '../../nodes/NinjaVideo/pacing/requestWindow';
import type { RunState, WaitingOrder } from '../../nodes/NinjaVideo/pacing/runState';

/** An order of a quick model that waits for its turn, without a deadline. */
export const aWaitingOrder = (): WaitingOrder => ({
	model: 'model',
	usualMs: 0,
	start() {},
	deadlineMs: () => Infinity,
});

/** What the scheduler knows of a run with so many places that has nothing to send. */
export const aRunState = (places: number, changes: Partial<RunState> = {}): RunState => ({
	window: new RequestWindow(places),
	ceiling: places,
	orders: [],
	underWay: new Map(),
	looks: new Set(),
	calls: [],
	jobs: new Set(),
	turn: 0,
	...changes,
});
