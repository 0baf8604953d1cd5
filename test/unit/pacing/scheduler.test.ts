import { aRunState, aWaitingOrder } from '../../support/runStates';
import { aScheduler, MINUTE_MS } from '../../support/schedulerStage';

describe('the orders of runs', () => {
	it('leave in turn: a run with few does not wait for one with many', async () => {
		const { clock, names, aRun } = aScheduler();
		const [many, few] = [aRun(), aRun()];
		const orders = Array.from({ length: 30 }, async (_, i) => await many.order(`many ${i}`));
		await clock.run(clock.sleep(2000));
		orders.push(few.order('few 0'), few.order('few 1'));
		await clock.run(Promise.all(orders));
		expect(names().indexOf('few 1')).toBeLessThan(26);
		expect(names().filter((name) => name.startsWith('many'))).toHaveLength(30);
	});

	it('leave with the slowest model first, and one that was refused before all others', async () => {
		const { clock, names, aRun } = aScheduler();
		const one = aRun();
		await clock.run(
			Promise.all([
				one.order('quick 1'),
				one.order('slow 1', { model: 'slow' }),
				one.order('quick 2'),
				one.order('again', { isAgain: true }),
				one.order('slow 2', { model: 'slow' }),
			]),
		);
		expect(names()).toEqual(['again', 'slow 1', 'slow 2', 'quick 1', 'quick 2']);
	});

	it('leave twenty at once, then three in two seconds', async () => {
		const { clock, sent, aRun } = aScheduler();
		const one = aRun();
		await clock.run(
			Promise.all(Array.from({ length: 23 }, async (_, i) => await one.order(`${i}`))),
		);
		expect(sent.filter(({ atMs }) => atMs === 0)).toHaveLength(20);
		expect(sent[22]!.atMs / 1000).toBeCloseTo(2, 1);
	});

	it('leave as fast as a higher limit allows', async () => {
		const { clock, sent, aRun } = aScheduler();
		const one = aRun({ requestsPerMinute: 120 });
		await clock.run(clock.sleep(0));
		const orders = Array.from({ length: 46 }, async (_, i) => await one.order(`${i}`));
		await clock.run(Promise.all(orders));
		expect(sent[39]!.atMs).toBe(0);
		expect(sent[45]!.atMs / 1000).toBeCloseTo(2, 1);
	});

	it('wait until the looks at their deadlines keep their places', async () => {
		const { clock, sent, aRun } = aScheduler();
		const one = aRun({ requestsPerMinute: 2 });
		const job = one.watch({ deadlineMs: clock.now() + 30_000, intervalMs: 600_000 });
		await clock.run(one.call('first'));
		const all = Promise.all([one.order('order'), one.look('last look', job)]);
		clock.after(30_300, () => one.run.unwatch(job));
		await clock.run(all);
		expect(sent.map(({ name }) => name)).toEqual(['first', 'last look', 'order']);
		expect(sent[1]!.atMs).toBe(30_000);
	});
});

describe('the looks at jobs', () => {
	it('are sent when they are due', async () => {
		const { clock, sent, aRun } = aScheduler();
		const one = aRun();
		const job = one.watch({ intervalMs: 15_000 });
		await clock.run(one.look('look', job));
		expect(sent).toEqual([{ name: 'look', atMs: 15_000 }]);
		expect(job.lookedAtMs).toBe(clock.now() - 200);
		job.notReady(clock.now(), undefined);
		await clock.run(one.look('look', job));
		expect(sent[1]).toEqual({ name: 'look', atMs: 30_200 });
	});

	it('are sent by what was learned where no interval is given', async () => {
		const { clock, sent, timing, aRun } = aScheduler();
		const one = aRun();
		const job = one.watch();
		const plannedMs = timing.firstLookMs('model', 700);
		await clock.run(one.look('look', job));
		expect(sent[0]!.atMs).toBeGreaterThan(3000);
		expect(sent[0]!.atMs).toBeCloseTo(plannedMs, -1);
	});

	it('come before orders, and at a deadline before all others', async () => {
		const { clock, names, aRun } = aScheduler();
		const one = aRun({ requestsPerMinute: 1 });
		const late = one.watch({ isNew: false, deadlineMs: clock.now() - 1000 });
		const later = one.watch({ isNew: false, deadlineMs: clock.now() - 5000 });
		const due = one.watch({ isNew: false });
		const all = Promise.all([
			one.order('order'),
			one.call('call'),
			one.look('due', due).then(() => one.run.unwatch(due)),
			one.look('at the deadline', late).then(() => one.run.unwatch(late)),
			one.look('longest overdue', later).then(() => one.run.unwatch(later)),
		]);
		await clock.run(all);
		expect(names().slice(0, 2)).toEqual(['longest overdue', 'at the deadline']);
		expect(names().at(-1)).toBe('order');
	});

	it('are given up with the job', async () => {
		const { clock, scheduler, sent, aRun } = aScheduler();
		const one = aRun();
		const job = one.watch({ intervalMs: 15_000 });
		const look = one.look('look', job);
		clock.after(1000, () => one.stop());
		expect(await clock.run(look)).toEqual({ sent: false });
		expect(scheduler.runs.size).toBe(1);
		one.run.unwatch(job);
		expect(scheduler.runs.size).toBe(0);
		expect(sent).toEqual([]);
	});

	it('are planned anew when another video has taught something', async () => {
		const { clock, sent, timing, aRun } = aScheduler();
		const one = aRun();
		const job = one.watch();
		const look = one.look('look', job);
		clock.after(2000, () => {
			for (let video = 0; video < 5; video += 1) {
				const other = timing.follow('model');
				other.notReady(398_000, undefined);
				other.ready(400_000);
			}
		});
		await clock.run(look);
		expect(sent[0]!.atMs).toBeGreaterThan(60_000);
	});

	it('of two hundred jobs at once are sent without passing the limit', async () => {
		const { clock, sent, aRun } = aScheduler();
		const one = aRun();
		const jobs = Array.from({ length: 200 }, () => one.watch({ isNew: false }));
		await clock.run(
			Promise.all(
				jobs.map(async (job, i) => {
					await one.look(`${i}`, job);
					one.run.unwatch(job);
				}),
			),
		);
		expect(sent).toHaveLength(200);
		expect(sent.filter(({ atMs }) => atMs < MINUTE_MS)).toHaveLength(60);
		expect(sent.at(-1)!.atMs).toBeLessThan(3.1 * MINUTE_MS);
	});
});

it('a run that comes later begins at the lowest turn of those that order', () => {
	const { scheduler } = aScheduler();
	const aState = (turn: number, orders: number) =>
		aRunState(60, { turn, orders: Array.from({ length: orders }, aWaitingOrder) });
	scheduler.add(aState(7, 1));
	scheduler.add(aState(9, 1));
	scheduler.add(aState(2, 0));
	const late = aState(-Infinity, 0);
	scheduler.add(late);
	expect(late.turn).toBe(7);
	const ahead = aState(12, 0);
	scheduler.add(ahead);
	expect(ahead.turn).toBe(12);
	// It is counted once.
	late.turn = 3;
	scheduler.add(late);
	expect(late.turn).toBe(3);
});
