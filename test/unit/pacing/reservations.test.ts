import { keepsAllLooks, keepsLastLooks } from '../../../nodes/NinjaVideo/pacing/reservations';
import type { WaitingLook, WaitingOrder } from '../../../nodes/NinjaVideo/pacing/runState';
import type { WatchedJob } from '../../../nodes/NinjaVideo/pacing/watchedJob';
import { aRunState } from '../../support/runStates';

const NOW_MS = 1_000_000;
const MINUTE_MS = 60_000;
/** So much later that a place that is taken now is free again. */
const LATER_MS = NOW_MS + 2 * MINUTE_MS;

interface Watched {
	readonly dueMs: number;
	readonly deadlineMs: number;
	/** A look that is under way waits no more. */
	readonly isWaiting?: boolean;
}

interface Ordered {
	readonly lookMs: number;
	readonly deadlineMs: number;
}

function setUp(places: number, watched: readonly Watched[], ordered: readonly Ordered[] = []) {
	const jobs = watched.map(({ dueMs, deadlineMs }) => ({ dueMs, deadlineMs }) as WatchedJob);
	const run = aRunState(places, {
		underWay: new Map(ordered.map((one) => [{} as WaitingOrder, one])),
		looks: new Set(
			jobs.flatMap((job, i): WaitingLook[] =>
				watched[i]?.isWaiting === false ? [] : [{ job, start() {} }],
			),
		),
		jobs: new Set(jobs),
	});
	return { window: run.window, runs: [run] };
}

const OWN = { lookMs: LATER_MS, deadlineMs: LATER_MS };
const ordersFit = (
	places: number,
	watched: readonly Watched[],
	ordered: readonly Ordered[] = [],
	own = OWN,
) => keepsAllLooks(setUp(places, watched, ordered), NOW_MS, own);

describe('an order leaves now', () => {
	it('if it is alone and there is a place', () => {
		const soon = { lookMs: NOW_MS + 5000, deadlineMs: NOW_MS + 10_000 };
		expect(ordersFit(1, [], [], soon)).toBe(true);
		const scope = setUp(1, []);
		scope.window.take(NOW_MS);
		expect(keepsAllLooks(scope, NOW_MS, soon)).toBe(false);
	});

	it('only if every look at a deadline keeps its place', () => {
		const watched = { dueMs: LATER_MS, deadlineMs: NOW_MS + 5000, isWaiting: false };
		expect(ordersFit(1, [watched])).toBe(false);
		expect(ordersFit(2, [watched])).toBe(true);
		expect(ordersFit(2, [watched, watched])).toBe(false);
		expect(ordersFit(1, [{ ...watched, deadlineMs: LATER_MS }])).toBe(true);
	});

	it('only if the deadline of its own, and of other orders, keeps its place', () => {
		const own = { lookMs: LATER_MS, deadlineMs: NOW_MS + 5000 };
		const other = { lookMs: LATER_MS, deadlineMs: NOW_MS + 5000 };
		const quiet = { lookMs: LATER_MS, deadlineMs: LATER_MS };
		expect(ordersFit(1, [], [quiet], own)).toBe(false);
		expect(ordersFit(1, [], [other])).toBe(false);
		expect(ordersFit(2, [], [other], own)).toBe(false);
		expect(ordersFit(3, [], [other], own)).toBe(true);
	});

	it('only if planned looks keep half a place each', () => {
		const planned = { dueMs: NOW_MS + 5000, deadlineMs: LATER_MS };
		expect(ordersFit(1, [planned])).toBe(false);
		expect(ordersFit(2, [planned, planned])).toBe(true);
		expect(ordersFit(2, [planned, planned, planned])).toBe(false);
		expect(ordersFit(1, [{ ...planned, dueMs: LATER_MS }])).toBe(true);
	});

	it('only if overdue looks keep half a place each', () => {
		const overdue = { dueMs: NOW_MS - 5000, deadlineMs: LATER_MS };
		expect(ordersFit(1, [overdue])).toBe(false);
		expect(ordersFit(2, [overdue])).toBe(true);
	});

	it('only if its own first look, and those of other orders, keep half a place each', () => {
		const own = { lookMs: NOW_MS + 5000, deadlineMs: LATER_MS };
		const other = { lookMs: NOW_MS + 5000, deadlineMs: LATER_MS };
		const quiet = { lookMs: LATER_MS, deadlineMs: LATER_MS };
		expect(ordersFit(1, [], [quiet], own)).toBe(false);
		expect(ordersFit(1, [], [other])).toBe(false);
		expect(ordersFit(2, [], [other], own)).toBe(true);
		expect(ordersFit(2, [], [other, other], own)).toBe(false);
	});

	it('with its first look at its deadline, where that is earlier', () => {
		const quiet = { lookMs: LATER_MS, deadlineMs: LATER_MS };
		const planned = { dueMs: NOW_MS + 5000, deadlineMs: LATER_MS };
		const own = { lookMs: LATER_MS, deadlineMs: NOW_MS + 5000 };
		// One place is left for its own first look and two planned ones, half a place each.
		expect(ordersFit(2, [planned, planned], [quiet])).toBe(true);
		expect(ordersFit(2, [planned, planned], [quiet], own)).toBe(false);
	});

	it('counting a look that is planned at its deadline once', () => {
		const both = { dueMs: NOW_MS + 9500, deadlineMs: NOW_MS + 10_000 };
		const apart = { dueMs: NOW_MS + 8000, deadlineMs: NOW_MS + 10_000 };
		// One of two places is left: enough for the deadline, which is counted first.
		expect(ordersFit(2, [both])).toBe(true);
		expect(ordersFit(2, [apart])).toBe(false);
		expect(ordersFit(3, [apart])).toBe(true);
	});
});

describe('a look leaves now', () => {
	const keeps = (places: number, watched: readonly Watched[], ordered: readonly Ordered[] = []) =>
		keepsLastLooks(setUp(places, watched, ordered), NOW_MS);

	it('if no deadline comes before its place is free again', () => {
		expect(keeps(1, [{ dueMs: NOW_MS, deadlineMs: LATER_MS }])).toBe(true);
		// Also where there is no place at all: that is for the window to say.
		const scope = setUp(1, []);
		scope.window.take(NOW_MS);
		expect(keepsLastLooks(scope, NOW_MS)).toBe(true);
	});

	it('only if looks at deadlines keep their places, its own too', () => {
		const watched = { dueMs: NOW_MS, deadlineMs: NOW_MS + 5000 };
		expect(keeps(1, [watched])).toBe(false);
		expect(keeps(2, [watched])).toBe(true);
		expect(keeps(2, [watched], [{ lookMs: LATER_MS, deadlineMs: NOW_MS + 9000 }])).toBe(false);
	});
});
