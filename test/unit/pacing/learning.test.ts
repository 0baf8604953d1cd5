import { Timing } from '../../../nodes/NinjaVideo/pacing/timing';
import { liveThrough } from '../../support/timing/lives';

/** Many seeds, so that one unlucky video decides nothing. */
const MANY = { from: 10, to: 16, seeds: 10 };
const SOME = { ...MANY, seeds: 4 };

describe('after ten executions of a model', () => {
	it.each(['fine', 'coarse', 'ends at 50', 'late'] as const)(
		'progress that tells the end (%s) needs far less lag and requests than fixed 10 s',
		(shape) => {
			const { ours, f10 } = liveThrough({ shape, spread: 'bench' }, MANY);
			expect(ours.lag / f10.lag).toBeLessThanOrEqual(0.5);
			expect(ours.requests / f10.requests).toBeLessThanOrEqual(0.5);
		},
	);

	it.each(['none', 'stuck at 50', 'by the clock'] as const)(
		'progress that tells nothing (%s) costs less than fixed 10 s',
		(shape) => {
			const { ours, f10 } = liveThrough({ shape, spread: 'bench' }, SOME);
			expect(ours.cost / f10.cost).toBeLessThanOrEqual(1);
		},
	);
});

it('a model that is ten times faster than believed is found out by an early look', () => {
	const life = { shape: 'fine', spread: 'bench', mistakenBy: 0.1 } as const;
	expect(liveThrough(life, { from: 0, to: 1, seeds: 20 }).ours.lag).toBeLessThanOrEqual(8);
});

describe('what was learned', () => {
	const learnFrom = (timing: Timing, model: string, generationMs: number) => {
		const job = timing.follow(model);
		job.notReady(generationMs - 3000, undefined);
		job.ready(generationMs);
	};

	it('moves the usual time of the model, and of no other', () => {
		const timing = new Timing(() => 60_000);
		for (let video = 0; video < 5; video += 1) learnFrom(timing, 'slow', 240_000);
		expect(timing.usualMs('slow')).toBeGreaterThan(200_000);
		expect(timing.usualMs('other')).toBeLessThan(90_000);
		expect(timing.finished('slow')).toBe(5);
	});

	it('counts videos that are still being made: the fast ones do not make the model look fast', () => {
		const [alone, beside] = [new Timing(() => 60_000), new Timing(() => 60_000)];
		const running = Array.from({ length: 8 }, () => beside.follow('model'));
		for (const job of running) job.notReady(120_000, undefined);
		for (const timing of [alone, beside]) learnFrom(timing, 'model', 30_000);
		expect(beside.usualMs('model')).toBeGreaterThan(alone.usualMs('model'));
		for (const job of running) job.leave();
		expect(beside.usualMs('model')).toBeLessThan(60_000);
	});
});
