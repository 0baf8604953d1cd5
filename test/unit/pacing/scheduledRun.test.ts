import { aScheduler, MINUTE_MS } from '../../support/schedulerStage';

describe('a request', () => {
	it('is sent at once where nobody waits, and hands back what it gave', async () => {
		const { clock, sent, aRun } = aScheduler();
		const turn = await clock.run(aRun().call('balance'));
		expect(turn).toEqual({ sent: true, value: 'balance' });
		expect(sent).toEqual([{ name: 'balance', atMs: 0 }]);
	});

	it('hands back what it throws', async () => {
		const { clock, scheduler, aRun } = aScheduler();
		const { run } = aRun();
		const broken = {
			send: async () => await Promise.reject(new Error('broken')),
			refusalOf: () => undefined,
		};
		await expect(clock.run(run.call(broken))).rejects.toThrow('broken');
		expect(scheduler.runs.size).toBe(0);
	});

	it('that a run wants after its end is not sent', async () => {
		const { clock, sent, aRun } = aScheduler();
		const one = aRun();
		one.stop();
		expect(await clock.run(one.call('balance'))).toEqual({ sent: false });
		expect(await clock.run(one.order('order'))).toEqual({ sent: false });
		expect(sent).toEqual([]);
	});

	it('that has been given up before is not sent', async () => {
		const { clock, sent, aRun } = aScheduler();
		const giveUp = AbortSignal.abort();
		expect(await clock.run(aRun().call('balance', undefined, giveUp))).toEqual({ sent: false });
		expect(sent).toEqual([]);
	});

	it('leaves its line when the run ends or it is given up, and the others stay', async () => {
		const { clock, scheduler, names, aRun } = aScheduler();
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
		const { clock, aRun } = aScheduler({ answerMs: 5000 });
		const one = aRun();
		clock.after(1000, () => one.stop());
		expect(await clock.run(one.order('order'))).toEqual({ sent: true, value: 'order' });
	});
});

describe('an account', () => {
	it('sends no more than sixty requests in any minute, over all its runs', async () => {
		const { clock, sent, aRun } = aScheduler();
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
		const { clock, sent, aRun, scheduler } = aScheduler();
		const one = aRun({ requestsPerMinute: 100 });
		await clock.run(
			Promise.all(Array.from({ length: 100 }, async (_, i) => await one.call(`${i}`))),
		);
		expect(sent.every(({ atMs }) => atMs === 0)).toBe(true);
		expect(scheduler.window.places).toBe(60);
	});

	it('holds a run with a lower limit of its own back, and no other', async () => {
		const { clock, sent, aRun } = aScheduler();
		const [slow, fast] = [aRun({ requestsPerMinute: 2 }), aRun()];
		const of = async (one: typeof slow, name: string) =>
			await Promise.all(Array.from({ length: 4 }, async () => await one.call(name)));
		await clock.run(Promise.all([of(slow, 'slow'), of(fast, 'fast')]));
		const times = (name: string) => sent.filter((one) => one.name === name).map((one) => one.atMs);
		expect(times('fast')).toEqual([0, 0, 0, 0]);
		expect(times('slow')).toEqual([0, 0, MINUTE_MS + 200, MINUTE_MS + 200]);
	});

	it('stays away after a 429 as long as it says', async () => {
		const { clock, sent, aRun } = aScheduler();
		const one = aRun();
		await clock.run(one.call('refused', { retryAfterMs: 7000 }));
		await clock.run(one.call('again'));
		expect(sent[1]).toEqual({ name: 'again', atMs: 7200 });
	});

	it('is idle a minute after its last answer, where no run is left', async () => {
		const { clock, scheduler, aRun } = aScheduler();
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
