import { RequestWindow } from '../../../nodes/NinjaVideo/pacing/requestWindow';
import {
	ScheduledRun,
	type Refusal,
	type RunLimits,
} from '../../../nodes/NinjaVideo/pacing/scheduledRun';
import { Scheduler } from '../../../nodes/NinjaVideo/pacing/scheduler';
import { Timing } from '../../../nodes/NinjaVideo/pacing/timing';
import type { JobToWatch, WatchedJob } from '../../../nodes/NinjaVideo/pacing/watchedJob';
import { createVirtualClock } from '../../support/virtualClock';

const MINUTE_MS = 60_000;
const SLOW = 300_000;

interface Sent {
	readonly name: string;
	/** Milliseconds since the start. */
	readonly atMs: number;
}

/** An account at its scheduler, whose service answers every request after some time. */
function setUp({ answerMs = 200 } = {}) {
	const clock = createVirtualClock();
	const timing = new Timing((model) => (model === 'slow' ? SLOW : 60_000));
	const scheduler = new Scheduler(clock, timing);
	const sent: Sent[] = [];
	const nowMs = () => clock.elapsedMs();

	function aRun(limits: Partial<RunLimits> = {}) {
		const stop = new AbortController();
		const run = new ScheduledRun(scheduler, {
			requestsPerMinute: 60,
			signal: stop.signal,
			...limits,
		});
		const request = (name: string, refusal?: Refusal, giveUp?: AbortSignal) => ({
			giveUp,
			refusalOf: () => refusal,
			async send() {
				sent.push({ name, atMs: nowMs() });
				await clock.sleep(answerMs);
				return name;
			},
		});
		return {
			stop: () => stop.abort(),
			request,
			run,
			async order(
				name: string,
				about: { model?: string; isAgain?: boolean; deadlineMs?: number; refusal?: Refusal } = {},
			) {
				const { model = 'model', isAgain = false, refusal, deadlineMs = Infinity } = about;
				return await run.order(request(name, refusal), {
					model,
					isAgain,
					deadlineMs: () => clock.now() - nowMs() + deadlineMs,
				});
			},
			call: async (name: string, refusal?: Refusal, giveUp?: AbortSignal) =>
				await run.call(request(name, refusal, giveUp)),
			look: async (name: string, job: WatchedJob, refusal?: Refusal) =>
				await run.look(request(name, refusal), job),
			watch: (changes: Partial<JobToWatch> = {}) =>
				run.watch({
					model: 'model',
					startedAtMs: clock.now(),
					isNew: true,
					deadlineMs: clock.now() + 20 * MINUTE_MS,
					...changes,
				}),
		};
	}

	return { clock, scheduler, timing, sent, aRun, names: () => sent.map(({ name }) => name) };
}

describe('a request', () => {
	it('is sent at once where nobody waits, and hands back what it gave', async () => {
		const { clock, sent, aRun } = setUp();
		const turn = await clock.run(aRun().call('balance'));
		expect(turn).toEqual({ sent: true, value: 'balance' });
		expect(sent).toEqual([{ name: 'balance', atMs: 0 }]);
	});

	it('hands back what it throws', async () => {
		const { clock, scheduler, aRun } = setUp();
		const { run } = aRun();
		const broken = {
			send: async () => await Promise.reject(new Error('broken')),
			refusalOf: () => undefined,
		};
		await expect(clock.run(run.call(broken))).rejects.toThrow('broken');
		expect(scheduler.runs.size).toBe(0);
	});

	it('that a run wants after its end is not sent', async () => {
		const { clock, sent, aRun } = setUp();
		const one = aRun();
		one.stop();
		expect(await clock.run(one.call('balance'))).toEqual({ sent: false });
		expect(await clock.run(one.order('order'))).toEqual({ sent: false });
		expect(sent).toEqual([]);
	});

	it('that has been given up before is not sent', async () => {
		const { clock, sent, aRun } = setUp();
		const giveUp = AbortSignal.abort();
		expect(await clock.run(aRun().call('balance', undefined, giveUp))).toEqual({ sent: false });
		expect(sent).toEqual([]);
	});

	it('leaves its line when the run ends or it is given up, and the others stay', async () => {
		const { clock, scheduler, names, aRun } = setUp();
		const [stopped, other] = [aRun({ requestsPerMinute: 1 }), aRun({ requestsPerMinute: 1 })];
		await clock.run(Promise.all([stopped.call('first'), other.call('second')]));
		const giveUp = new AbortController();
		const waiting = [
			stopped.call('stopped'),
			stopped.order('stopped too'),
			other.call('given up', undefined, giveUp.signal),
			other.call('goes on'),
		];
		clock.after(1000, () => stopped.stop());
		clock.after(2000, () => giveUp.abort());
		expect(await clock.run(Promise.all(waiting))).toEqual([
			{ sent: false },
			{ sent: false },
			{ sent: false },
			{ sent: true, value: 'goes on' },
		]);
		expect(names()).toEqual(['first', 'second', 'goes on']);
		expect(scheduler.runs.size).toBe(0);
	});

	it('that is under way when the run ends is waited for', async () => {
		const { clock, aRun } = setUp({ answerMs: 5000 });
		const one = aRun();
		clock.after(1000, () => one.stop());
		expect(await clock.run(one.order('order'))).toEqual({ sent: true, value: 'order' });
	});
});

describe('an account', () => {
	it('sends no more than sixty requests in any minute, over all its runs', async () => {
		const { clock, sent, aRun } = setUp();
		const runs = [aRun(), aRun(), aRun()];
		const calls = Array.from({ length: 150 }, async (_, i) => await runs[i % 3]!.call(`${i}`));
		await clock.run(Promise.all(calls));
		for (const { atMs } of sent) {
			const within = sent.filter((one) => one.atMs >= atMs && one.atMs < atMs + MINUTE_MS);
			expect(within.length).toBeLessThanOrEqual(60);
		}
		expect(sent.at(-1)?.atMs).toBeLessThan(2.1 * MINUTE_MS);
	});

	it('sends as many as the run with the highest limit may, while that is there', async () => {
		const { clock, sent, aRun, scheduler } = setUp();
		const one = aRun({ requestsPerMinute: 100 });
		await clock.run(
			Promise.all(Array.from({ length: 100 }, async (_, i) => await one.call(`${i}`))),
		);
		expect(sent.every(({ atMs }) => atMs === 0)).toBe(true);
		expect(scheduler.window.places).toBe(60);
	});

	it('holds a run with a lower limit of its own back, and no other', async () => {
		const { clock, sent, aRun } = setUp();
		const [slow, fast] = [aRun({ requestsPerMinute: 2 }), aRun()];
		const of = async (one: typeof slow, name: string) =>
			await Promise.all(Array.from({ length: 4 }, async () => await one.call(name)));
		await clock.run(Promise.all([of(slow, 'slow'), of(fast, 'fast')]));
		const times = (name: string) => sent.filter((one) => one.name === name).map((one) => one.atMs);
		expect(times('fast')).toEqual([0, 0, 0, 0]);
		expect(times('slow')).toEqual([0, 0, MINUTE_MS + 200, MINUTE_MS + 200]);
	});

	it('stays away after a 429 as long as it says', async () => {
		const { clock, sent, aRun } = setUp();
		const one = aRun();
		await clock.run(one.call('refused', { retryAfterMs: 7000 }));
		await clock.run(one.call('again'));
		expect(sent[1]).toEqual({ name: 'again', atMs: 7200 });
	});

	it('is idle a minute after its last answer, where no run is left', async () => {
		const { clock, scheduler, aRun } = setUp();
		const one = aRun();
		const job = one.watch();
		await clock.run(one.call('balance'));
		await clock.run(clock.sleep(MINUTE_MS));
		expect(scheduler.isIdle()).toBe(false);
		one.run.unwatch(job);
		expect(scheduler.isIdle()).toBe(true);
		await clock.run(one.call('balance'));
		expect(scheduler.isIdle()).toBe(false);
		await clock.run(clock.sleep(MINUTE_MS));
		expect(scheduler.isIdle()).toBe(true);
	});
});

describe('the orders of runs', () => {
	it('leave in turn: a run with few does not wait for one with many', async () => {
		const { clock, names, aRun } = setUp();
		const [many, few] = [aRun(), aRun()];
		const orders = Array.from({ length: 30 }, async (_, i) => await many.order(`many ${i}`));
		await clock.run(clock.sleep(2000));
		orders.push(few.order('few 0'), few.order('few 1'));
		await clock.run(Promise.all(orders));
		expect(names().indexOf('few 1')).toBeLessThan(26);
		expect(names().filter((name) => name.startsWith('many'))).toHaveLength(30);
	});

	it('leave with the slowest model first, and one that was refused before all others', async () => {
		const { clock, names, aRun } = setUp();
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
		const { clock, sent, aRun } = setUp();
		const one = aRun();
		await clock.run(
			Promise.all(Array.from({ length: 23 }, async (_, i) => await one.order(`${i}`))),
		);
		expect(sent.filter(({ atMs }) => atMs === 0)).toHaveLength(20);
		expect(sent[22]!.atMs / 1000).toBeCloseTo(2, 1);
	});

	it('leave as fast as a higher limit allows', async () => {
		const { clock, sent, aRun } = setUp();
		const one = aRun({ requestsPerMinute: 120 });
		await clock.run(clock.sleep(0));
		const orders = Array.from({ length: 46 }, async (_, i) => await one.order(`${i}`));
		await clock.run(Promise.all(orders));
		expect(sent[39]!.atMs).toBe(0);
		expect(sent[45]!.atMs / 1000).toBeCloseTo(2, 1);
	});

	it('wait until the looks at their deadlines keep their places', async () => {
		const { clock, sent, aRun } = setUp();
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
		const { clock, sent, aRun } = setUp();
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
		const { clock, sent, timing, aRun } = setUp();
		const one = aRun();
		const job = one.watch();
		const plannedMs = timing.firstLookMs('model', 700);
		await clock.run(one.look('look', job));
		expect(sent[0]!.atMs).toBeGreaterThan(3000);
		expect(sent[0]!.atMs).toBeCloseTo(plannedMs, -1);
	});

	it('come before orders, and at a deadline before all others', async () => {
		const { clock, names, aRun } = setUp();
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
		const { clock, scheduler, sent, aRun } = setUp();
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
		const { clock, sent, timing, aRun } = setUp();
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
		const { clock, sent, aRun } = setUp();
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
	const { scheduler } = setUp();
	const aState = (turn: number, orders: number) => ({
		window: new RequestWindow(60),
		ceiling: 60,
		orders: Array.from({ length: orders }, () => ({
			model: 'model',
			usualMs: 0,
			start() {},
			deadlineMs: () => Infinity,
		})),
		underWay: new Map(),
		looks: new Set<never>(),
		calls: [],
		jobs: new Set<never>(),
		turn,
	});
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
