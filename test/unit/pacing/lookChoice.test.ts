import {
	bestLook,
	nextDeadlineMs,
	priceOfLookMs,
} from '../../../nodes/NinjaVideo/pacing/lookChoice';
import { lookPriceMs } from '../../../nodes/NinjaVideo/pacing/lookPrice';
import type { RunState } from '../../../nodes/NinjaVideo/pacing/runState';
import type { WatchedJob } from '../../../nodes/NinjaVideo/pacing/watchedJob';
import { aRunState, aWaitingOrder } from '../../support/runStates';

const NOW_MS = 1_000_000;
const MINUTE_MS = 60_000;

interface Look {
	readonly dueMs: number;
	readonly deadlineMs?: number;
	/** The chance that it is ready now. */
	readonly chance?: number;
	/** Where planning it anew puts it; it is stale where this is given. */
	readonly plannedMs?: number;
}

/** A job of which only what the choice asks is known. */
function aJob({ dueMs, deadlineMs = Infinity, chance = 0.5, plannedMs }: Look) {
	let isStale = plannedMs !== undefined;
	const job = {
		dueMs,
		deadlineMs,
		usualMs: 60_000,
		isStale: () => isStale,
		isLast: (nowMs: number) => nowMs >= deadlineMs,
		chanceReady: () => chance,
		plan() {
			job.dueMs = plannedMs ?? job.dueMs;
			isStale = false;
		},
	};
	return job as unknown as WatchedJob;
}

function aRun(
	looks: readonly Look[],
	{
		calls = [],
		orders = 0,
		places = 60,
	}: { calls?: number[]; orders?: number; places?: number } = {},
): RunState {
	const jobs = looks.map(aJob);
	return aRunState(places, {
		orders: Array.from({ length: orders }, aWaitingOrder),
		looks: new Set(jobs.map((job) => ({ job, start() {} }))),
		calls: calls.map((sinceMs) => ({ sinceMs, start() {} })),
		jobs: new Set(jobs),
	});
}

const choose = (...runs: RunState[]) => bestLook(new Set(runs), NOW_MS, 700);
/** The place of the chosen look in its run; a call has none. */
function chosen(...runs: RunState[]): number | 'call' | undefined {
	const { best } = choose(...runs);
	if (best === undefined) return undefined;
	return best.job === undefined ? 'call' : [...best.run.jobs].indexOf(best.job);
}

describe('of the looks that are due', () => {
	it('the one that is likelier to find a video goes first', () => {
		const due = { dueMs: NOW_MS };
		expect(chosen(aRun([{ ...due, chance: 0.2 }, { ...due, chance: 0.9 }, due]))).toBe(1);
	});

	it('one that has been due for a minute goes before one that is certainly ready', () => {
		const certain = { dueMs: NOW_MS, chance: 1 };
		expect(chosen(aRun([certain, { dueMs: NOW_MS - 61_000, chance: 0 }]))).toBe(1);
		expect(chosen(aRun([certain, { dueMs: NOW_MS - 59_000, chance: 0 }]))).toBe(0);
	});

	it('the one at its deadline goes before all others, and the longest overdue first', () => {
		const due = { dueMs: NOW_MS - 3_600_000, chance: 1 };
		const late = { dueMs: NOW_MS, deadlineMs: NOW_MS };
		const later = { dueMs: NOW_MS, deadlineMs: NOW_MS - 5000 };
		const { best } = choose(aRun([due, late, later]));
		expect(best?.isLast).toBe(true);
		expect(chosen(aRun([due, late, later]))).toBe(2);
		expect(choose(aRun([due])).best?.isLast).toBe(false);
	});

	it('none goes before it is due', () => {
		expect(choose(aRun([{ dueMs: NOW_MS + 1 }, { dueMs: NOW_MS + 7 }]))).toEqual({
			best: undefined,
			soonestMs: NOW_MS + 1,
		});
		expect(choose(aRun([{ dueMs: NOW_MS }])).soonestMs).toBe(Infinity);
	});

	it('the best of all runs goes, and its run is named', () => {
		const [one, other] = [
			aRun([{ dueMs: NOW_MS, chance: 0.1 }]),
			aRun([{ dueMs: NOW_MS, chance: 0.2 }]),
		];
		expect(choose(one, other).best?.run).toBe(other);
		expect(choose(other, one).best?.run).toBe(other);
	});
});

describe('a free call', () => {
	it('goes before a look that is less likely than 0.7 to find a video', () => {
		const call = { calls: [NOW_MS] };
		expect(chosen(aRun([{ dueMs: NOW_MS, chance: 0.69 }], call))).toBe('call');
		expect(chosen(aRun([{ dueMs: NOW_MS, chance: 0.71 }], call))).toBe(0);
		expect(choose(aRun([], call)).best?.isLast).toBe(false);
	});

	it('gains on looks while it waits', () => {
		const look = { dueMs: NOW_MS, chance: 0.9 };
		expect(chosen(aRun([look], { calls: [NOW_MS - 13_000, NOW_MS] }))).toBe('call');
		expect(chosen(aRun([look], { calls: [NOW_MS - 11_000] }))).toBe(0);
	});
});

describe('a run without a free place', () => {
	const full = (looks: Look[], calls: number[] = []) => {
		const run = aRun(looks, { calls, places: 1 });
		run.window.take(NOW_MS - 10_000);
		run.window.giveBack(NOW_MS - 10_000);
		return run;
	};

	it('waits for its place, and the others go on', () => {
		const other = aRun([{ dueMs: NOW_MS }]);
		expect(choose(full([{ dueMs: NOW_MS, chance: 1 }]), other).best?.run).toBe(other);
		expect(choose(full([{ dueMs: NOW_MS }]))).toEqual({
			best: undefined,
			soonestMs: NOW_MS - 10_000 + MINUTE_MS,
		});
		expect(choose(full([], [NOW_MS])).soonestMs).toBe(NOW_MS + 50_000);
	});

	it('is not waited for where it has nothing to send', () => {
		expect(choose(full([]))).toEqual({ best: undefined, soonestMs: Infinity });
	});
});

describe('a look whose plan is from other times', () => {
	it('is planned anew before the choice', () => {
		const late = { dueMs: NOW_MS + 50_000, plannedMs: NOW_MS };
		expect(chosen(aRun([late]))).toBe(0);
		const early = { dueMs: NOW_MS, plannedMs: NOW_MS + 9000 };
		expect(choose(aRun([early]))).toEqual({ best: undefined, soonestMs: NOW_MS + 9000 });
	});

	it('waits its turn of the event loop where more than twenty are planned', () => {
		const stale = { dueMs: NOW_MS + 90_000, plannedMs: NOW_MS + 80_000 };
		const looks = (count: number) => Array.from({ length: count }, () => stale);
		expect(choose(aRun(looks(20))).soonestMs).toBe(NOW_MS + 80_000);
		expect(choose(aRun(looks(21))).soonestMs).toBe(NOW_MS + 10);
	});

	it('is planned at once where it was due', () => {
		const stale = { dueMs: NOW_MS + 90_000, plannedMs: NOW_MS + 80_000 };
		const due = { dueMs: NOW_MS, plannedMs: NOW_MS + 70_000 };
		const looks = [...Array.from({ length: 20 }, () => stale), due];
		expect(choose(aRun(looks)).soonestMs).toBe(NOW_MS + 70_000);
	});
});

describe('the price of a look', () => {
	const priceOf = (...runs: RunState[]) => priceOfLookMs(new Set(runs), NOW_MS, 60);

	it('counts orders that wait, and looks that are due', () => {
		const looks = [{ dueMs: NOW_MS - 1 }, { dueMs: NOW_MS }, { dueMs: NOW_MS + 1 }];
		const quiet = { places: 60, watched: 6, usualMs: 60_000 };
		expect(priceOf(aRun(looks, { orders: 3 }), aRun(looks, { orders: 1 }))).toBeCloseTo(
			lookPriceMs({ ...quiet, waiting: 8 }),
			9,
		);
		expect(lookPriceMs({ ...quiet, waiting: 8 })).not.toBe(lookPriceMs({ ...quiet, waiting: 6 }));
	});

	it('counts jobs that are watched, and how long they usually take', () => {
		const looks = Array.from({ length: 40 }, () => ({ dueMs: NOW_MS + MINUTE_MS }));
		const expected = lookPriceMs({ places: 60, waiting: 0, watched: 40, usualMs: 60_000 });
		expect(priceOf(aRun(looks))).toBeCloseTo(expected, 9);
		expect(expected).toBeGreaterThan(10_000);
	});

	it('is the least where there is nothing', () => {
		expect(priceOf()).toBe(lookPriceMs({ places: 60, waiting: 0, watched: 0, usualMs: 0 }));
	});
});

it('the next deadline is the first of those that have not passed', () => {
	const at = (...deadlines: number[]) =>
		aRun(deadlines.map((deadlineMs) => ({ dueMs: NOW_MS, deadlineMs })));
	const runs = new Set([at(NOW_MS - 1, NOW_MS), at(NOW_MS + 5000, NOW_MS + 3000)]);
	expect(nextDeadlineMs(runs, NOW_MS)).toBe(NOW_MS + 3000);
	expect(nextDeadlineMs(new Set([at(NOW_MS)]), NOW_MS)).toBe(Infinity);
});
