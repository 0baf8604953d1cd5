import type { HttpRequest, HttpResult } from '../../../nodes/NinjaVideo/api/http';
import { ScheduledRun } from '../../../nodes/NinjaVideo/pacing/scheduledRun';
import { Scheduler } from '../../../nodes/NinjaVideo/pacing/scheduler';
import { Timing } from '../../../nodes/NinjaVideo/pacing/timing';
import { inTurn } from '../../../nodes/NinjaVideo/run/createRun';
import { answer } from '../api/scriptedCall';
import { createVirtualClock } from '../../support/virtualClock';

const REQUEST: HttpRequest = { method: 'GET', url: 'https://a.b', headers: {}, timeoutMs: 10_000 };

it('a free call that waits for its turn is given up when the run has to end', async () => {
	const clock = createVirtualClock();
	const limitMs = clock.now() + 5000;
	const scheduler = new Scheduler(clock, new Timing(() => 60_000));
	const { signal } = new AbortController();
	const run = new ScheduledRun(scheduler, { requestsPerMinute: 1, signal });
	const sent: HttpRequest[] = [];
	const send = inTurn(
		async (request) => {
			sent.push(request);
			return await Promise.resolve(answer(200, ''));
		},
		run,
		{ clock, limitMs },
	);
	expect(await clock.run(send(REQUEST))).toMatchObject({ kind: 'answer' });
	expect(await clock.run(send(REQUEST))).toEqual({ kind: 'aborted', sent: false });
	expect(clock.now()).toBe(limitMs);
	expect(sent).toHaveLength(1);
});

describe('a free call of a run', () => {
	function setUp(limitMs: number | undefined, reply: HttpResult = answer(200, '')) {
		const clock = createVirtualClock();
		const scheduler = new Scheduler(clock, new Timing(() => 60_000));
		const { signal } = new AbortController();
		const run = new ScheduledRun(scheduler, { requestsPerMinute: 60, signal });
		const sent: Array<{ readonly atMs: number; readonly timeoutMs: number }> = [];
		const limits = limitMs === undefined ? {} : { limitMs: clock.now() + limitMs };
		const send = inTurn(
			async ({ timeoutMs }) => {
				sent.push({ atMs: clock.elapsedMs(), timeoutMs });
				return await Promise.resolve(reply);
			},
			run,
			{ clock, ...limits },
		);
		return { clock, sent, send };
	}

	it('takes no longer than the rest of the run', async () => {
		const short = setUp(4000);
		await short.clock.run(short.send(REQUEST));
		expect(short.sent).toEqual([{ atMs: 0, timeoutMs: 4000 }]);
		const long = setUp(undefined);
		await long.clock.run(long.send(REQUEST));
		expect(long.sent).toEqual([{ atMs: 0, timeoutMs: 10_000 }]);
	});

	it('leaves no timer behind', async () => {
		const { clock, send } = setUp(600_000);
		await clock.run(send(REQUEST));
		await clock.run(clock.sleep(1));
		expect(clock.sleeping()).toBe(0);
	});

	it.each([
		['as long as a 429 says', { 'retry-after': '7' }, 7000],
		['two seconds where a 429 does not say', {}, 2000],
	])('stays away %s', async (_, headers, awayMs) => {
		const { clock, sent, send } = setUp(undefined, { ...answer(429, ''), headers } as HttpResult);
		await clock.run(send(REQUEST));
		await clock.run(send(REQUEST));
		expect(sent[1]!.atMs).toBe(awayMs);
	});

	it('goes on at once after another answer, or none', async () => {
		for (const reply of [
			answer(503, '', { 'retry-after': '7' }),
			{ kind: 'no-answer', detail: '', cause: new Error('cut') } as HttpResult,
		]) {
			const { clock, sent, send } = setUp(undefined, reply);
			await clock.run(send(REQUEST));
			await clock.run(send(REQUEST));
			expect(sent[1]!.atMs).toBe(0);
		}
	});
});
